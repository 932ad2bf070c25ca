import Glibc
import TensorNetworks

/// What looking for ground states costs before a chain evolves.
extension TDMRGModel {
  /// Whether the ground state of the whole chain is looked for; those of layers cost little.
  private var isWhole: Bool { start == .groundState }

  /// States of a bond that a ground state keeps: those of a sea of this many electrons.
  private var groundStates: Double {
    let number = Double(min(electrons, 2 * sites - electrons))
    let finer = truncation > 0 ? pow(1e-7 / max(truncation, 1e-16), 0.15) : 30
    return min(Double(maximumBond), finer * (4 + 18 * number))
  }

  /// Searches: one for each value of the spin along z, and some three for the ground state.
  private var searches: Double {
    let values = conservesSpin ? Double(electrons + spinCount * twiceSpin) : 0
    let isMirrored = layerField == 0 && (electronAxis == .unpolarized || electronField == 0)
    return 4 + (isMirrored ? values / 2 : values)
  }

  /// Off by a factor of three where bonds grow otherwise; measured on one core.
  var preparationSeconds: Double {
    guard isWhole else { return 1e-3 }
    let states = groundStates
    let pairs = Double(sites) * searches * 12
    return pairs * (2e-3 + (conservesSpin ? 3e-9 : 3e-8) * pow(states, 3))
  }

  /// Environments of all bonds, the vectors of a Krylov space, and some states.
  var preparationBytes: Int {
    guard isWhole else { return 0 }
    let states = groundStates
    let share = conservesSpin ? 0.1 : 0.4
    let pair = 16.0 * 18 * 16 * states * states * share
    let environments = 16.0 * 9 * min(Double(sites), 40) * states * states * share
    return 14_000_000 + Int(pair + environments) + 2 * restartStateBytes / 10
  }
}
