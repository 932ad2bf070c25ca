public import Numerics

/// The eigenstate of L·n with eigenvalue m along any axis n: a state |L, m⟩ (n = z) or a coherent
/// state (m = L, Zheng et al., Eq. 15).
public struct OrientedState: Sendable, Equatable {
  /// The states of the moment.
  public let space: SpinSpace
  /// n, a unit vector.
  public let axis: Vector3
  /// L − m.
  let magnons: Int

  /// - Parameters:
  ///   - magneticNumber: m, one of −L, −L + 1, …, L.
  ///   - axis: n, of any length but zero.
  ///   - spinQuantumNumber: L.
  /// - Throws: `ScatteringError`.
  public init(
    magneticNumber: Double, along axis: Vector3 = Vector3(0, 0, 1), spinQuantumNumber: Double
  ) throws(ScatteringError) {
    space = try SpinSpace(spinQuantumNumber: spinQuantumNumber)
    magnons = try space.magnons(magneticNumber: magneticNumber)
    self.axis = axis.unit
    guard self.axis.norm.isFinite else { throw .emptyState }
  }

  /// The real amplitudes, up to a common sign, in a frame in which n is in the plane of the third
  /// and the first axis, at an angle whose cosine and sine (positive) are given.
  func amplitudes(cosine: Double, sine: Double) throws(ScatteringError) -> [Double] {
    let numbers = (0..<space.dimension).map { space.magneticNumber(magnons: $0) }
    let component = SymmetricTridiagonal(
      diagonal: numbers.map { cosine * $0 },
      offDiagonal: space.ladder[1..<space.dimension].map { sine / 2 * $0 })
    do throws(LinearAlgebraError) {
      return try component.eigenvector(of: numbers[magnons])
    } catch {
      throw .eigenvalues(error)
    }
  }
}
