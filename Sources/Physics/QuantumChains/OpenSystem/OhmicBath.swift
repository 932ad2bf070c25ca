import Glibc
import Numerics

/// Ohmic baths of bosons, one for each operator of a localized spin that couples to one.
public struct OhmicBath: Sendable, Equatable {
  /// Temperature in K.
  public var temperature: Double
  /// g.
  public var coupling: Double
  /// Γ in eV.
  public var strength: Double
  /// ω_m in eV.
  public var cutoff: Double
  /// The form of the spectral density.
  public var spectrum: BathSpectrum
  /// Which components of a spin couple to a bath of their own.
  public var components: BathComponents
  /// The power series that jump operators are made by; nil for what it converges to.
  public var series: JumpSeries?

  /// - Parameters:
  ///   - temperature: In K.
  ///   - coupling: g.
  ///   - strength: Γ in eV.
  ///   - cutoff: ω_m in eV.
  ///   - spectrum: The form of the spectral density.
  ///   - components: Which components of a spin couple to a bath of their own.
  public init(
    temperature: Double = 100, coupling: Double = 0.12, strength: Double = 1, cutoff: Double = 1,
    spectrum: BathSpectrum = .detailedBalance, components: BathComponents = .all
  ) {
    self.temperature = temperature
    self.coupling = coupling
    self.strength = strength
    self.cutoff = cutoff
    self.spectrum = spectrum
    self.components = components
  }

  /// The spectral density J(ω) in eV, for an energy ω in eV that the system gives to the bath:
  ///
  ///     J = g² Γ (ω/ω_m) [1 + n(ω)] θ(ω_m − |ω|),  J(−ω) = e^(−ω/k_B T) J(ω)
  ///
  /// with Bose's n(ω) = 1/(e^(ω/k_B T) − 1), and J(0) = g² Γ k_B T/ω_m.
  public func spectralDensity(_ energy: Double) -> Double {
    let prefactor = coupling * coupling * strength / cutoff
    // ω (1 + n(ω)) is even in what n(ω) ω is at −ω: the printed form swaps the signs.
    let emitted: Double
    switch spectrum {
    case .detailedBalance:
      guard abs(energy) <= cutoff else { return 0 }
      emitted = energy
    case .printed:
      guard energy <= cutoff else { return 0 }
      emitted = -energy
    }
    let thermal = PhysicalConstants.boltzmannElectronvolt * temperature
    guard thermal > 0 else { return prefactor * max(0, emitted) }
    guard emitted != 0 else { return prefactor * thermal }
    return prefactor * emitted / -expm1(-emitted / thermal)
  }

  /// √(2π J(ω)), what a jump operator has at this frequency, in √eV; that of the power series may
  /// be negative.
  public func jumpAmplitude(_ energy: Double) -> Double {
    guard let series else { return (2 * Double.pi * spectralDensity(energy)).squareRoot() }
    let thermal = PhysicalConstants.boltzmannElectronvolt * temperature
    let emitted = spectrum == .printed ? -energy : energy
    let prefactor = 2 * Double.pi * coupling * coupling * strength * thermal / cutoff
    return prefactor.squareRoot() * series.value(at: emitted / thermal)
  }

  /// The highest rate in 1/fs of a jump at frequencies up to some energy in eV.
  public func highestRate(upTo energy: Double) -> Double {
    let amplitudes = stride(from: -1.0, through: 1, by: 0.0625).map { jumpAmplitude($0 * energy) }
    let largest = amplitudes.map { $0 * $0 }.max() ?? 0
    return largest / PhysicalConstants.reducedPlanckElectronvoltFemtosecond
  }
}

/// The form of an ohmic bath's spectral density.
public enum BathSpectrum: String, Sendable, CaseIterable {
  /// With 1 + n(ω) and θ(ω_m − |ω|): the Gibbs state is stationary up to the order of the equation.
  case detailedBalance = "detailed-balance"
  /// Suresh et al., Eq. (20) as printed: n(ω) and θ(ω_m − ω), which turns emission and absorption
  /// around.
  case printed
}

/// Components of a localized spin that couple to a bath of their own.
public enum BathComponents: String, Sendable, CaseIterable {
  /// Three baths for each spin.
  case all = "xyz"
  /// Two baths.
  case transverse = "xy"
  /// One bath.
  case longitudinal = "z"

  /// The operators whose jumps act, with their weights: Σ_{x,y} L ρ L† = 2 L₊ρL₊† + 2 L₋ρL₋†.
  var operators: [(SpinOperator, weight: Double)] {
    switch self {
    case .all: [(.raising, 2), (.lowering, 2), (.z, 1)]
    case .transverse: [(.raising, 2), (.lowering, 2)]
    case .longitudinal: [(.z, 1)]
    }
  }
}

/// The isolated system whose eigenstates the jump operators of the universal Lindblad equation are
/// made of.
public enum JumpHamiltonian: String, Sendable, CaseIterable {
  /// Each layer for itself, without electron: jumps act on spins only.
  case layer
  /// Electron and layers.
  case full
}

/// An operator of one localized spin 1/2.
enum SpinOperator: Int, Sendable, CaseIterable {
  /// σ⁺ = |↑⟩⟨↓|.
  case raising
  /// σ⁻ = |↓⟩⟨↑|.
  case lowering
  /// σ_z.
  case z

  /// By how much the number of spins down changes.
  var change: Int {
    switch self {
    case .raising: -1
    case .lowering: 1
    case .z: 0
    }
  }
}

/// A jump operator: which operator of which localized spin it comes from.
struct Jump: Sendable, Equatable {
  let layer: Int
  let spin: Int
  let kind: SpinOperator
}
