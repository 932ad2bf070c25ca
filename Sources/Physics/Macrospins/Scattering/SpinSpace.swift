import Numerics

/// The states |L, m⟩ of a spin, counted by the number of magnons N = L − m = 0 … 2L (Zheng et al.,
/// Eq. 9): row and column 0 of vectors and matrices belong to m = L, the last to m = −L.
public struct SpinSpace: Sendable, Equatable {
  /// L.
  public let spinQuantumNumber: Double
  /// 2L + 1.
  public let dimension: Int
  /// ⟨N−1|L₊|N⟩ = √(N (2L + 1 − N)) for N = 0 … 2L + 1; zero at both ends, where L₊ and L₋ end the
  /// ladder.
  let ladder: [Double]

  /// - Parameter spinQuantumNumber: L = 1/2, 1, 3/2, … up to 10⁸.
  /// - Throws: `ScatteringError.spinQuantumNumber` for any other number.
  public init(spinQuantumNumber: Double) throws(ScatteringError) {
    guard spinQuantumNumber <= 1e8, let doubled = Int(exactly: 2 * spinQuantumNumber), doubled > 0
    else { throw .spinQuantumNumber(spinQuantumNumber) }
    self.spinQuantumNumber = spinQuantumNumber
    dimension = doubled + 1
    ladder = (0...dimension).map { SpinLadder.raising(from: $0, twiceSpin: doubled) }
  }

  /// m = L − N.
  public func magneticNumber(magnons: Int) -> Double { spinQuantumNumber - Double(magnons) }

  /// N = L − m.
  ///
  /// - Throws: `ScatteringError.magneticNumber` if m is not one of −L, −L + 1, …, L.
  public func magnons(magneticNumber: Double) throws(ScatteringError) -> Int {
    guard let magnons = Int(exactly: spinQuantumNumber - magneticNumber),
      (0..<dimension).contains(magnons)
    else { throw .magneticNumber(magneticNumber, spinQuantumNumber: spinQuantumNumber) }
    return magnons
  }
}
