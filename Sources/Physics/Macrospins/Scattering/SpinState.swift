public import Numerics

/// A pure state Σ f(m)|L, m⟩ of a local moment (Zheng et al., Eq. 11).
public struct SpinState: Sendable, Equatable {
  /// The states of the moment.
  public let space: SpinSpace
  /// f(m) for m = L, L − 1, …, −L; normalized.
  public let amplitudes: [Complex]

  /// - Parameter amplitudes: f(m) for m = L, L − 1, …, −L, at least two, of any common norm.
  /// - Throws: `ScatteringError.spinQuantumNumber`, `.emptyState`.
  public init(amplitudes: [Complex]) throws(ScatteringError) {
    space = try SpinSpace(spinQuantumNumber: Double(amplitudes.count - 1) / 2)
    let norm = amplitudes.reduce(0) { $0 + $1.squaredMagnitude }.squareRoot()
    guard norm > 0, norm.isFinite else { throw .emptyState }
    self.amplitudes = amplitudes.map { $0 / norm }
  }

  /// The eigenstate |L, m⟩ of L_z, with L − m magnons.
  ///
  /// - Parameters:
  ///   - magneticNumber: m.
  ///   - spinQuantumNumber: L.
  /// - Throws: `ScatteringError.spinQuantumNumber`, `.magneticNumber`.
  public static func dicke(
    magneticNumber: Double, spinQuantumNumber: Double
  ) throws(ScatteringError) -> SpinState {
    let space = try SpinSpace(spinQuantumNumber: spinQuantumNumber)
    var amplitudes = [Complex](repeating: .zero, count: space.dimension)
    amplitudes[try space.magnons(magneticNumber: magneticNumber)] = .one
    return try SpinState(amplitudes: amplitudes)
  }

  /// The coherent state along a direction (Zheng et al., Eq. 15).
  ///
  /// The square root of the binomial distribution is built by the ratios of its neighbors, from its
  /// largest value outwards: no factorials, which overflow, and no logarithms of them, which lose
  /// digits as L grows. Amplitudes too small for a double are zero.
  ///
  /// - Parameters:
  ///   - polarAngle: Θ from +z in rad.
  ///   - azimuth: Φ from +x in rad.
  /// - Throws: `ScatteringError.spinQuantumNumber`; `.emptyState` if an angle is not a number.
  public static func coherent(
    polarAngle: Double, azimuth: Double, spinQuantumNumber: Double
  ) throws(ScatteringError) -> SpinState {
    let space = try SpinSpace(spinQuantumNumber: spinQuantumNumber)
    let last = space.dimension - 1
    let (sine, cosine) = Elementary.sineCosine(polarAngle / 2)
    let direction = Elementary.sineCosine(azimuth)
    let step = Complex(direction.cosine, direction.sine)
    guard sine.isFinite, step.real.isFinite else { throw .emptyState }
    let peak = min(max(Int(Double(last) * sine * sine), 0), last)
    var moduli = [Double](repeating: 0, count: space.dimension)
    moduli[peak] = 1
    // The peak is at N > 0 only if the sine is not zero, and below 2L only if the cosine is not.
    for magnons in stride(from: peak, to: last, by: 1) {
      let ratio = (Double(last - magnons) / Double(magnons + 1)).squareRoot()
      moduli[magnons + 1] = moduli[magnons] * ratio * (sine / cosine)
    }
    for magnons in stride(from: peak, to: 0, by: -1) {
      let ratio = (Double(magnons) / Double(last - magnons + 1)).squareRoot()
      moduli[magnons - 1] = moduli[magnons] * ratio * (cosine / sine)
    }
    var phase = Complex.one
    var amplitudes: [Complex] = []
    amplitudes.reserveCapacity(space.dimension)
    for modulus in moduli {
      amplitudes.append(modulus * phase)
      phase = phase * step
    }
    return try SpinState(amplitudes: amplitudes)
  }

  /// Means and second moments of the spin.
  public var moments: SpinMoments {
    SpinMoments(space) { amplitudes[$0] * amplitudes[$1].conjugate }
  }
}
