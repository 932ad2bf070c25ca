public import Numerics

/// The uncertainty of a spin's components, in units of ħ, beside the least that commutators allow:
/// ΔL_x ΔL_y ≥ |⟨L_z⟩|/2. Zheng et al., Eqs. (1) and (2), where they are equal.
public struct SpinUncertainty: Sendable, Equatable {
  /// ⟨L_i⟩ for i = x, y, z.
  public let mean: Vector3
  /// ΔL_i.
  public let deviation: Vector3

  /// ΔL_x ΔL_y in units of ħ².
  public var product: Double { deviation.x * deviation.y }

  /// |⟨L_z⟩|/2 in units of ħ²: the product is never less.
  public var bound: Double { abs(mean.z) / 2 }

  /// - Parameter moments: First and second moments of the spin.
  public init(_ moments: SpinMoments) {
    let variance = moments.variance
    mean = moments.mean
    deviation = Vector3(
      max(variance.x, 0).squareRoot(), max(variance.y, 0).squareRoot(),
      max(variance.z, 0).squareRoot())
  }

  /// Of an electron, whose squares s_i² are 1/4.
  ///
  /// - Parameter blochVector: Twice its mean spin.
  public init(blochVector: Vector3) {
    func deviation(_ component: Double) -> Double {
      max(1 - component * component, 0).squareRoot() / 2
    }
    mean = blochVector / 2
    self.deviation = Vector3(
      deviation(blochVector.x), deviation(blochVector.y), deviation(blochVector.z))
  }
}
