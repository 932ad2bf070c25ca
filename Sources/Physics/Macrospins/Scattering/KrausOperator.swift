public import Numerics

/// What a scattered electron does to the moment if it leaves forward or backward with spin up or
/// down: ⟨k′, s′|S|k⟩ applied to its spin state (Zheng et al., Eqs. 7 and 12).
///
/// It is tridiagonal with one empty side: an electron that leaves with spin up has kept the moment
/// as it is or lowered it, one with spin down has kept or raised it.
public struct KrausOperator: Sendable, Equatable {
  /// Whether the electron is transmitted (k′ = k) or reflected (k′ = −k).
  public let isForward: Bool
  /// Whether the electron leaves with spin up along z.
  public let isUp: Bool
  /// Elements ⟨N|K|N⟩.
  private let diagonal: [Complex]
  /// Elements ⟨N|K|N − 1⟩ (spin up) or ⟨N|K|N + 1⟩ (spin down); zero where there is no such state.
  private let besideDiagonal: [Complex]

  /// The four operators of an electron that arrives in the pure state a|↑⟩ + b|↓⟩: forward up,
  /// forward down, backward up, backward down. Σ K†K = 1.
  ///
  /// - Parameters:
  ///   - phases: Those of the moment.
  ///   - up: a.
  ///   - down: b, normalized with a.
  /// - Throws: `ScatteringError.spinQuantumNumber`.
  public static func all(
    _ phases: ScatteringPhases, up: Complex, down: Complex
  ) throws(ScatteringError) -> [KrausOperator] {
    let space = try SpinSpace(spinQuantumNumber: phases.spinQuantumNumber)
    return [true, false].flatMap { isForward in
      [true, false].map { isUp in
        KrausOperator(space, phases, up: up, down: down, isForward: isForward, isUp: isUp)
      }
    }
  }

  /// t = X + Z (σ_z L_z + σ₊ L₋ + σ₋ L₊), and r = t − 1.
  private init(
    _ space: SpinSpace, _ phases: ScatteringPhases, up: Complex, down: Complex, isForward: Bool,
    isUp: Bool
  ) {
    let spinless = isForward ? phases.spinless : phases.spinless - .one
    let spinDependent = phases.spinDependent
    let (kept, flipped) = isUp ? (up, down) : (down, up)
    let keptSpinless = kept * spinless
    let keptSpin = (isUp ? 1.0 : -1.0) * (kept * spinDependent)
    let flip = flipped * spinDependent
    diagonal = (0..<space.dimension).map {
      keptSpinless + space.magneticNumber(magnons: $0) * keptSpin
    }
    besideDiagonal = (0..<space.dimension).map { space.ladder[isUp ? $0 : $0 + 1] * flip }
    self.isForward = isForward
    self.isUp = isUp
  }

  /// ⟨N|K|N′⟩.
  public func element(row: Int, column: Int) -> Complex {
    if row == column { return diagonal[row] }
    return row - column == (isUp ? 1 : -1) ? besideDiagonal[row] : .zero
  }

  /// K applied to a state.
  ///
  /// - Parameter amplitudes: f(m), m = L, …, −L, as many as the moment has.
  public func applied(to amplitudes: [Complex]) -> [Complex] {
    var result: [Complex] = []
    result.reserveCapacity(diagonal.count)
    for row in diagonal.indices {
      var sum = diagonal[row] * amplitudes[row]
      let column = isUp ? row - 1 : row + 1
      if diagonal.indices.contains(column) { sum += besideDiagonal[row] * amplitudes[column] }
      result.append(sum)
    }
    return result
  }
}
