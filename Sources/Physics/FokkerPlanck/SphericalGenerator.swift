/// The generator of a Fokker-Planck equation on the sphere in spherical harmonics up to a degree:
/// dc/dt = M† c, where M holds the backward generator's matrix elements (Galerkin's method).
///
/// Probability is conserved exactly, since the row of c_00 is zero.
public struct SphericalGenerator: Sendable {
  /// A coupling of every (l, m) to (l + dl, m + dm).
  struct Coupling: Sendable {
    let dl: Int
    let dm: Int
    /// Coefficients in the order of `layout`; empty where all are zero.
    var real: [Double]
    var imaginary: [Double]
  }

  let layout: HarmonicLayout
  let couplings: [Coupling]
  /// A rectangle of the complex plane that holds the field of values.
  let bounds: SpectralBounds

  /// Largest degree l.
  public var degree: Int { layout.degree }

  /// The generator of the diffusion whose averages obey d⟨f⟩/dt = ⟨L f⟩.
  ///
  /// - Parameters:
  ///   - backward: L, which must map real functions to real ones and constants to zero.
  ///   - degree: Largest degree l; at least the reach of the operator.
  public init(_ backward: SphericalOperator, degree: Int) {
    let radius = backward.reach
    let layout = HarmonicLayout(degree: max(degree, radius, 2), reach: radius)
    let width = 2 * radius + 1
    var real = Array(repeating: [Double](), count: width * width)
    var imaginary = real
    var window = HarmonicWindow(radius: radius)
    for m in 0...layout.degree {
      for l in m...layout.degree {
        let index = layout.index(degree: l, order: m)
        window.forEachTerm(of: backward, degree: l, order: m) { dl, dm, value in
          guard l + dl <= layout.degree, m + dm <= layout.degree else { return }
          let slot = (dl + radius) * width + dm + radius
          if value.x != 0 {
            if real[slot].isEmpty { real[slot] = Array(repeating: 0, count: layout.count) }
            real[slot][index] += value.x
          }
          if value.y != 0 {
            if imaginary[slot].isEmpty {
              imaginary[slot] = Array(repeating: 0, count: layout.count)
            }
            imaginary[slot][index] -= value.y
          }
        }
      }
    }
    self.layout = layout
    couplings = (0..<width * width).compactMap { slot in
      guard !real[slot].isEmpty || !imaginary[slot].isEmpty else { return nil }
      return Coupling(
        dl: slot / width - radius, dm: slot % width - radius, real: real[slot],
        imaginary: imaginary[slot])
    }
    bounds = SpectralBounds(couplings, layout)
  }

  /// dc/dt of a density.
  public func rate(of density: SphericalDensity) -> SphericalDensity {
    var state = HarmonicVector(density, layout)
    var image = HarmonicVector(layout)
    apply(to: &state, scale: 1, shift: 0, into: &image, weight: 0)
    var rate = SphericalDensity(uniformOfDegree: degree)
    rate.copyRows(image.real, image.imaginary, of: layout)
    return rate
  }

  /// into ← scale (M† + shift) state + weight into.
  ///
  /// The rows of negative order of `state` are filled in.
  func apply(
    to state: inout HarmonicVector, scale: Double, shift: Double, into image: inout HarmonicVector,
    weight: Double
  ) {
    state.fillNegativeOrders(layout)
    var sumReal = Array(repeating: 0.0, count: degree + 1)
    var sumImaginary = sumReal
    for m in 0...degree {
      let length = layout.length(order: m)
      let row = layout.start(order: m)
      for i in 0..<length {
        sumReal[i] = shift * state.real[row + i]
        sumImaginary[i] = shift * state.imaginary[row + i]
      }
      for coupling in couplings where m + coupling.dm <= degree {
        let column = layout.start(order: m + coupling.dm)
        let source = column + m + coupling.dl - abs(m + coupling.dm)
        if !coupling.real.isEmpty {
          Self.accumulate(coupling.real, row, state.real, source, length, 1, &sumReal)
          Self.accumulate(coupling.real, row, state.imaginary, source, length, 1, &sumImaginary)
        }
        if !coupling.imaginary.isEmpty {
          Self.accumulate(coupling.imaginary, row, state.imaginary, source, length, -1, &sumReal)
          Self.accumulate(coupling.imaginary, row, state.real, source, length, 1, &sumImaginary)
        }
      }
      if m == 0 {
        for i in 0..<length { sumImaginary[i] = 0 }
      }
      for i in 0..<length {
        image.real[row + i] = (weight * image.real[row + i]).addingProduct(scale, sumReal[i])
        image.imaginary[row + i] =
          (weight * image.imaginary[row + i]).addingProduct(scale, sumImaginary[i])
      }
    }
  }

  /// sum[i] += sign factors[row + i] values[source + i].
  @inline(__always)
  private static func accumulate(
    _ factors: [Double], _ row: Int, _ values: [Double], _ source: Int, _ length: Int,
    _ sign: Double, _ sum: inout [Double]
  ) {
    var target = sum.mutableSpan
    let (a, x) = (factors.span, values.span)
    for i in 0..<length {
      target[i] = target[i].addingProduct(sign * a[row + i], x[source + i])
    }
  }
}

/// Coefficients in the layout of a generator.
struct HarmonicVector {
  var real: [Double]
  var imaginary: [Double]

  init(_ layout: HarmonicLayout) {
    real = Array(repeating: 0, count: layout.count)
    imaginary = real
  }

  init(_ density: SphericalDensity, _ layout: HarmonicLayout) {
    self.init(layout)
    for m in 0...min(density.degree, layout.degree) {
      let (to, from) = (layout.start(order: m), density.layout.start(order: m))
      let length = min(layout.length(order: m), density.layout.length(order: m))
      for i in 0..<length {
        real[to + i] = density.real[from + i]
        imaginary[to + i] = density.imaginary[from + i]
      }
    }
  }

  /// c_{l,−m} = (−1)^m c*_lm.
  mutating func fillNegativeOrders(_ layout: HarmonicLayout) {
    for m in 0..<layout.reach {
      let order = m + 1
      let sign = order % 2 == 0 ? 1.0 : -1.0
      let (to, from) = (layout.start(order: -order), layout.start(order: order))
      for i in 0..<layout.length(order: order) {
        real[to + i] = sign * real[from + i]
        imaginary[to + i] = -sign * imaginary[from + i]
      }
    }
  }

  mutating func add(_ factor: Double, _ other: HarmonicVector) {
    for i in real.indices {
      real[i] = real[i].addingProduct(factor, other.real[i])
      imaginary[i] = imaginary[i].addingProduct(factor, other.imaginary[i])
    }
  }

  mutating func scale(by factor: Double) {
    for i in real.indices {
      real[i] *= factor
      imaginary[i] *= factor
    }
  }
}
