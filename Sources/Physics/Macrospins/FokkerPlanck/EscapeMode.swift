import Glibc
import Numerics
import Teams

/// The slowest mode of a magnet without current that is not axial.
///
/// An eigenvalue below 10⁻¹¹ of the largest is lost in rounding, but its mode is not: it is nearly
/// constant in each well. With the mode f of the backward equation and Boltzmann's weights ρ,
///
///     λ = ∫ κ |grad f|² ρ / ∫ ρ (f − ⟨f⟩)² ,
///
/// exactly, precession included, since ρ is stationary under it. In the wells, where f is constant
/// to rounding and ρ is largest, nothing is left of the integrand above; they are left out.
struct EscapeMode {
  /// λ in 1/s.
  let rate: Double
  /// The share of Boltzmann's law on the side of the first well.
  let firstShare: Double
  /// The largest |c_lm| of the three highest degrees of the mode, which has the length 1.
  let tail: Double

  /// Weights, in units of that of the saddle, above which grad f is rounding.
  private static let mask = 1e6
  /// The shift of the inverse, in units of the largest angular velocity.
  private static let shift = 1e-7

  /// - Parameters:
  ///   - backward: The backward generator in 1/s.
  ///   - diffusion: κ in 1/s.
  ///   - landscape: The energies.
  ///   - wells: The two minima.
  ///   - saddle: The energy over k_B T of the lowest saddle.
  ///   - degree: The degree of the expansion.
  ///   - poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Throws: `EvaluationError.failed` because of a `DensityError`; what `poll` throws.
  init(
    _ backward: SphericalOperator, diffusion: Double, landscape: EnergyLandscape,
    wells: (EnergyLandscape.Stationary, EnergyLandscape.Stationary), saddle: Double, degree: Int,
    poll: Poll
  ) throws(EvaluationError) {
    let generator = try SphericalGenerator(backward, degree: degree, poll: poll)
    let factors = try GeneratorFactors(
      generator, of: .backward(shift: Self.shift * generator.turning),
      largestMemory: SphericalGenerator.largestFactors, poll: poll)
    // A start with all symmetries broken, the odd function of the wells above all.
    let between = wells.0.direction - wells.1.direction
    var mode = factors.unknowns(
      of: SphericalDensity(concentration: 1, about: between.unit, degree: degree))
    var old = 0.0
    var found: (rate: Double, share: Double) = (0, 0.5)
    var density = factors.density(mode, total: 0)
    for iteration in 0..<40 {
      mode = factors.solve(mode)
      let length = mode.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for i in mode.indices { mode[i] /= length }
      try poll()
      guard iteration >= 2 else { continue }
      density = factors.density(factors.function(mode), total: 0)
      found = try Self.rate(
        density, diffusion: diffusion, landscape: landscape, wells: wells, saddle: saddle,
        poll: poll)
      if abs(found.rate - old) <= 1e-9 * found.rate { break }
      old = found.rate
    }
    (rate, firstShare) = found
    tail = density.tail
  }

  private static func rate(
    _ mode: SphericalDensity, diffusion: Double, landscape: EnergyLandscape,
    wells: (EnergyLandscape.Stationary, EnergyLandscape.Stationary), saddle: Double, poll: Poll
  ) throws(EvaluationError) -> (rate: Double, share: Double) {
    let degree = mode.degree
    let range = max(saddle - min(wells.0.energy, wells.1.energy), 1)
    let extra = Int(6 * range.squareRoot()) + 20
    let rings = GaussLegendre(count: degree + extra)
    let azimuths = 2 * (degree + extra)
    let (first, second) = (
      mode.value(at: wells.0.direction), mode.value(at: wells.1.direction)
    )
    let border = (first + second) / 2
    let deeper = wells.0.energy < wells.1.energy ? first : second
    var (flux, total, sum, square, share) = (0.0, 0.0, 0.0, 0.0, 0.0)
    let lowest = min(wells.0.energy, wells.1.energy)
    let steps = (0..<azimuths).map {
      Elementary.sineCosine(2 * Double.pi * Double($0) / Double(azimuths))
    }
    for (node, weight) in zip(rings.nodes, rings.weights) {
      let height = 2 * node - 1
      let sine = 2 * (node * (1 - node)).squareRoot()
      let ring = mode.ring(height: height, sine: sine)
      for step in steps {
        let m = Vector3(sine * step.cosine, sine * step.sine, height)
        let energy = landscape.energy(at: m)
        let (value, gradient) = ring.value(step.cosine, step.sine, over: sine)
        let density = weight * exp(lowest - energy)
        // From the deeper well, so that the variance is not a difference of large numbers.
        let deviation = value - deeper
        total += density
        sum += density * deviation
        square += density * deviation * deviation
        if (value - border) * (first - border) > 0 { share += density }
        if saddle - energy < log(Self.mask) { flux += density * gradient }
      }
      try poll()
    }
    let mean = sum / total
    return (diffusion * flux / (square - mean * sum), share / total)
  }
}

/// A function and its slope on a ring of latitude, by orders.
private struct ModeRing {
  /// Real and imaginary parts of Σ_l c_lm Y_lm(θ, 0) and of its derivative by θ.
  let values: [SIMD2<Double>]
  let slopes: [SIMD2<Double>]

  /// The function and |grad|² at an azimuth.
  func value(
    _ cosine: Double, _ sine: Double, over radius: Double
  ) -> (value: Double, gradient: Double) {
    var phase = SIMD2(1.0, 0.0)
    var (value, along, around) = (values[0].x, slopes[0].x, 0.0)
    for m in 1..<values.count {
      phase = SIMD2(phase.x * cosine - phase.y * sine, phase.x * sine + phase.y * cosine)
      let term = values[m]
      value += 2 * (term.x * phase.x - term.y * phase.y)
      along += 2 * (slopes[m].x * phase.x - slopes[m].y * phase.y)
      around -= 2 * Double(m) * (term.x * phase.y + term.y * phase.x)
    }
    around /= radius
    return (value, along * along + around * around)
  }
}

extension SphericalDensity {
  fileprivate func ring(height: Double, sine: Double) -> ModeRing {
    var (values, slopes) = ([SIMD2<Double>](), [SIMD2<Double>]())
    var diagonal = 1 / (4 * Double.pi).squareRoot()
    for m in 0...order {
      var (below, legendre) = (0.0, diagonal)
      var (value, slope) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
      let row = layout.start(order: m)
      for l in m...degree {
        let coefficient = SIMD2(real[row + l - m], imaginary[row + l - m])
        let coupling = Self.coupling(l, m)
        value += legendre * coefficient
        // sin θ dY/dθ = l cos θ Y_l − (2l + 1) a_l Y_{l−1}.
        let raised: Double = Double(l) * height * legendre
        let lowered: Double = Double(2 * l + 1) * coupling * below
        slope += ((raised - lowered) / sine) * coefficient
        let next = (height * legendre - coupling * below) / Self.coupling(l + 1, m)
        (below, legendre) = (legendre, next)
      }
      values.append(value)
      slopes.append(slope)
      let next = Double(m + 1)
      diagonal *= -sine * ((2 * next + 1) / (2 * next)).squareRoot()
    }
    return ModeRing(values: values, slopes: slopes)
  }
}
