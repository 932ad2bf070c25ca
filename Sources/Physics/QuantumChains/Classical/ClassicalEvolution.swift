import Glibc
public import Numerics
public import Teams

/// The motion of a `ClassicalChain`, split into parts that are solved exactly: hopping, the
/// precession of a spin and the electrons of its site about their sum, and exchange along each
/// axis. Norms of orbitals and lengths of spins are conserved to roundings, the energy to the order
/// of the scheme (Suzuki, Phys. Lett. A 146, 319 (1990); fourth order).
public final class ClassicalEvolution {
  private let chain: ClassicalChain
  /// Column after column, of each orbital spin up and then spin down.
  private var amplitudes: [Complex] = []
  private var scratch: [Complex]
  /// 2S m.
  private var spins: [Vector3]
  private let levels: [Double]
  /// Row k is eigenvector k of the hopping.
  private let vectors: [Double]
  /// exp(−ihτ) by τ, column after column.
  private var propagators: [Double: [Complex]] = [:]
  private let sites: Int

  /// Longest step times the largest energy of a term: errors of spins are some 10⁻⁹.
  private static let phase = 0.03
  /// Suzuki's 1/(4 − 4^{1/3}).
  private static let fraction = 1 / (4 - cbrt(4.0))

  /// - Throws: `LinearAlgebraError` if LAPACK finds no eigenvectors.
  public init(_ chain: ClassicalChain) throws(LinearAlgebraError) {
    self.chain = chain
    sites = chain.potential.count
    for orbital in chain.orbitals {
      for component in orbital.spinor { amplitudes += orbital.amplitudes.map { component * $0 } }
    }
    scratch = amplitudes
    spins = chain.spins.map { $0.length * $0.direction }
    var matrix = [Double](repeating: 0, count: sites * sites)
    for (site, value) in chain.potential.enumerated() { matrix[site * sites + site] = value }
    for (bond, value) in chain.hopping.enumerated() {
      matrix[bond * sites + bond + 1] = -value
      matrix[(bond + 1) * sites + bond] = -value
    }
    let system = try SymmetricEigensystem(matrix, dimension: sites)
    (levels, vectors) = (system.eigenvalues, system.vectors)
  }

  /// Evolves for a time, in as many equal steps as are needed.
  ///
  /// - Parameter poll: Called after each step.
  /// - Throws: What `poll` throws.
  public func advance(by time: Double, poll: Poll = {}) throws(EvaluationError) {
    let count = max(1, (time * chain.largestEnergy / Self.phase).rounded(.up))
    let step = time / count
    guard step > 0 else { return }
    // Within a run all steps are as long: few propagators are needed.
    if propagators.count > 8 { propagators.removeAll() }
    let p = Self.fraction
    let parts = [p, p, 1 - 4 * p, p, p].map { $0 * step }
    for _ in 0..<Int(count) {
      hop(parts[0] / 2)
      for (index, part) in parts.enumerated() {
        turn(part)
        hop(index < 4 ? (part + parts[index + 1]) / 2 : part / 2)
      }
      try poll()
    }
  }

  private func hop(_ time: Double) {
    let propagator = propagators[time] ?? propagator(time)
    propagators[time] = propagator
    let columns = 2 * chain.orbitals.count
    let source = amplitudes
    var result: [Complex] = []
    swap(&result, &scratch)
    var target = MutableMatrixView(
      &result, rows: sites, columns: columns, order: .columnMajor)
    BLAS.multiply(
      MatrixView(propagator.span, rows: sites, columns: sites, order: .columnMajor),
      MatrixView(source.span, rows: sites, columns: columns, order: .columnMajor),
      into: &target)
    scratch = source
    amplitudes = result
  }

  /// Σ_k v_k exp(−iE_k τ) v_kᵀ.
  private func propagator(_ time: Double) -> [Complex] {
    var scaled = [Complex](repeating: .zero, count: sites * sites)
    let plain = vectors.map { Complex($0) }
    for (k, level) in levels.enumerated() {
      let turn = Complex(cos(level * time), -sin(level * time))
      for site in 0..<sites { scaled[k * sites + site] = vectors[k * sites + site] * turn }
    }
    var result = [Complex](repeating: .zero, count: sites * sites)
    var target = MutableMatrixView(&result, rows: sites, columns: sites, order: .columnMajor)
    BLAS.multiply(
      MatrixView(scaled.span, rows: sites, columns: sites, order: .columnMajor),
      MatrixView(plain.span, rows: sites, columns: sites, order: .columnMajor).transposed,
      into: &target)
    return result
  }

  /// Everything but hopping, symmetric in time.
  private func turn(_ time: Double) {
    for index in spins.indices { precess(index, time / 2) }
    let pairs = chain.spins.indices.filter { chain.spins[$0].isCoupledToNext }
    for pair in pairs {
      for axis in CartesianAxis.allCases { exchange(pair, axis, time / 2) }
    }
    for pair in pairs.reversed() {
      for axis in CartesianAxis.allCases.reversed() { exchange(pair, axis, time / 2) }
    }
    for index in spins.indices { precess(index, time / 2) }
  }

  /// A spin and the electrons of its site, whose sum K stays: both turn about it by −2 J_sd |K| τ;
  /// of the spinors, the field of the spin alone turns as seen from the turning frame.
  private func precess(_ index: Int, _ time: Double) {
    let site = chain.spins[index].site
    let density = spinDensity(site)
    let sum = spins[index] + density
    let norm = sum.norm
    let coupling = chain.sdExchange
    guard coupling != 0 else { return }
    let angle = -2 * coupling * norm * time
    if norm > 0 { spins[index] = spins[index].turned(by: angle, about: sum / norm) }
    let first = SpinTurn(half: coupling * time * density.norm, about: density)
    let second = SpinTurn(half: angle / 2, about: sum)
    for orbital in chain.orbitals.indices {
      let (up, down) = (2 * orbital * sites + site, (2 * orbital + 1) * sites + site)
      (amplitudes[up], amplitudes[down]) = second.applied(
        to: first.applied(to: (amplitudes[up], amplitudes[down])))
    }
  }

  /// −J S^a S′^a of two neighbors: each turns about the axis in the field of the other.
  private func exchange(_ pair: Int, _ axis: CartesianAxis, _ time: Double) {
    let strength = axis == .z ? chain.exchangeZ : chain.exchange
    let direction = axis.direction
    let (a, b) = (spins[pair], spins[pair + 1])
    spins[pair] = a.turned(by: -2 * strength * b.dot(direction) * time, about: direction)
    spins[pair + 1] = b.turned(by: -2 * strength * a.dot(direction) * time, about: direction)
  }

  private func spinDensity(_ site: Int) -> Vector3 {
    var sum = Vector3.zero
    for (index, orbital) in chain.orbitals.enumerated() {
      let up = amplitudes[2 * index * sites + site]
      let down = amplitudes[(2 * index + 1) * sites + site]
      let cross = up.conjugate * down
      sum =
        sum + orbital.weight
        * Vector3(
          2 * cross.real, 2 * cross.imaginary, up.squaredMagnitude - down.squaredMagnitude)
    }
    return sum
  }

  /// The chain now.
  public var observation: ClassicalObservation {
    var charges = [Double](repeating: 0, count: sites)
    var energy = 0.0
    for (index, orbital) in chain.orbitals.enumerated() {
      for spin in 0..<2 {
        let start = (2 * index + spin) * sites
        for site in 0..<sites {
          let density = orbital.weight * amplitudes[start + site].squaredMagnitude
          charges[site] += density
          energy += chain.potential[site] * density
          guard site + 1 < sites else { continue }
          let flow = amplitudes[start + site].conjugate * amplitudes[start + site + 1]
          energy -= 2 * chain.hopping[site] * orbital.weight * flow.real
        }
      }
    }
    let densities = (0..<sites).map(spinDensity)
    for (index, spin) in chain.spins.enumerated() {
      energy -= chain.sdExchange * spins[index].dot(densities[spin.site])
      guard spin.isCoupledToNext else { continue }
      let (a, b) = (spins[index], spins[index + 1])
      energy -= chain.exchange * (a.x * b.x + a.y * b.y) + chain.exchangeZ * a.z * b.z
    }
    return ClassicalObservation(
      directions: zip(spins, chain.spins).map { $0 / $1.length }, localSpins: spins,
      chargeDensity: charges, electronSpinDensity: densities, energy: energy)
  }
}

/// exp(−iα n·σ).
private struct SpinTurn {
  private let diagonal: (Complex, Complex)
  private let beside: (Complex, Complex)

  /// - Parameters:
  ///   - half: α, half of the angle by which the spin turns.
  ///   - axis: Along n, of any length; no turn if that is 0.
  init(half: Double, about axis: Vector3) {
    let norm = axis.norm
    let (cosine, sine) = norm > 0 ? (cos(half), sin(half) / norm) : (1, 0)
    diagonal = (Complex(cosine, -sine * axis.z), Complex(cosine, sine * axis.z))
    beside = (Complex(-sine * axis.y, -sine * axis.x), Complex(sine * axis.y, -sine * axis.x))
  }

  func applied(to spinor: (Complex, Complex)) -> (Complex, Complex) {
    (
      diagonal.0 * spinor.0 + beside.0 * spinor.1, beside.1 * spinor.0 + diagonal.1 * spinor.1
    )
  }
}

extension CartesianAxis {
  fileprivate var direction: Vector3 {
    switch self {
    case .x: Vector3(1, 0, 0)
    case .y: Vector3(0, 1, 0)
    case .z: Vector3(0, 0, 1)
    }
  }
}

extension Vector3 {
  /// Rodrigues' formula.
  fileprivate func turned(by angle: Double, about axis: Vector3) -> Vector3 {
    let (cosine, sine) = (cos(angle), sin(angle))
    return cosine * self + sine * axis.cross(self) + ((1 - cosine) * axis.dot(self)) * axis
  }
}
