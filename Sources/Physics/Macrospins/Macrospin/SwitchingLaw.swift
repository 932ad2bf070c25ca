import Glibc
import Numerics

/// Escape over an energy barrier at an effective temperature (Zheng et al., Eq. 41).
///
/// Valid for barriers well above k_B T*; it says nothing about a barrier that is not there or a
/// magnet without fluctuations.
public struct SwitchingLaw: Sendable, Equatable {
  /// Attempt time τ₀ in s.
  public var attemptTime: Double
  /// Time t during which the magnet may switch, in s.
  public var dwellTime: Double

  /// - Parameters:
  ///   - attemptTime: τ₀ in s.
  ///   - dwellTime: t in s.
  public init(attemptTime: Double = 1e-9, dwellTime: Double = 20e-9) {
    self.attemptTime = attemptTime
    self.dwellTime = dwellTime
  }

  /// E_b/(k_B T*); NaN, "not defined", at T* = 0.
  ///
  /// - Parameters:
  ///   - barrier: E_b in J.
  ///   - effectiveTemperature: T* in K.
  public static func thermalStability(barrier: Double, effectiveTemperature: Double) -> Double {
    guard effectiveTemperature > 0 else { return .nan }
    return barrier / (PhysicalConstants.boltzmann * effectiveTemperature)
  }

  /// P = 1 − exp[−(t/τ₀) exp(−E_b/(k_B T*))]; NaN, "not defined", for E_b ≤ 0 or T* = 0.
  ///
  /// - Parameter thermalStability: E_b/(k_B T*).
  public func probability(thermalStability: Double) -> Double {
    guard thermalStability > 0 else { return .nan }
    return -expm1(-dwellTime / attemptTime * exp(-thermalStability))
  }
}
