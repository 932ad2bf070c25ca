import Glibc
import Physics

extension TDMRGModel {
  static let hasUniformCost = false

  /// Number of gates of a point.
  var gateCount: Int {
    let steps = schedule.stepsBetween * (schedule.times.count - 1)
    return steps * (sites - 1) * gatesPerStep
  }

  /// Gates of a bond in one time step.
  private var gatesPerStep: Int { order == 4 ? 5 : 1 }

  /// Time of the gates and of the measurements, from an estimate of how bonds grow. Off by a factor of
  /// two or three where entanglement grows otherwise than in the papers' chains; measured on one core.
  var estimatedSeconds: Double {
    let schedule = schedule
    guard let end = schedule.times.last, end > 0, schedule.step > 0 else { return 1e-3 }
    let slices = 50
    let length = end / Double(slices)
    let rate = Double(gatesPerStep) / schedule.step
    var seconds = 0.0
    for slice in 0..<slices {
      let time = (Double(slice) + 0.5) * length
      seconds += length * rate * (1e-5 * Double(sites) + secondsOfLayers(at: time))
    }
    for time in schedule.times { seconds += 2e-3 + 0.7 * secondsOfLayers(at: time) }
    return seconds
  }

  /// One gate on each bond between the fronts of what scatters off the localized spins.
  private func secondsOfLayers(at time: Double) -> Double {
    let states = expectedStates(at: time)
    return wideBonds(at: time) * states * states * (electronAxis == .alongX ? 6e-7 : 1e-7)
  }

  /// Time in ħ/γ at which the pulse reaches the localized spins.
  private var arrival: Double { max(0, Double(layerStart - confinedSites) / 2) }

  /// Bonds that carry about as many states as the widest.
  private func wideBonds(at time: Double) -> Double {
    min(Double(sites), max(1, 2.5 * (time - arrival - 2)))
  }

  /// States of the widest bond: some tens in a free pulse, and from the arrival on e^κ times as many
  /// each ħ/γ, where κ grows with the number of electrons.
  private func expectedStates(at time: Double) -> Double {
    guard electrons > 0 else { return 1 }
    let free = 3 + 5 * Double(electrons)
    let perElectron = electronAxis == .unpolarized ? 0.02 : 0.075
    let strength = min(1, abs(sdExchange / hopping) / 0.5)
    let rate = electrons == 1 ? 0 : perElectron * strength * Double(electrons)
    let finer = truncation > 0 ? pow(1e-7 / max(truncation, 1e-16), 1.0 / 6) : 30
    let grown = free * exp(rate * max(0, time - arrival - 4)) * finer
    return min(Double(maximumBond), grown)
  }

  /// Elements of all tensors at the end; of 4 χ² elements of a site with χ states on both sides,
  /// charges leave one in fifteen, or one in five with a single charge.
  private var elements: Double {
    guard let end = schedule.times.last else { return 0 }
    let states = expectedStates(at: end)
    return wideBonds(at: end) * states * states * (electronAxis == .alongX ? 0.8 : 0.27)
  }

  /// The state, a copy that is brought into canonical form to be measured, the matrices of one pair of
  /// sites, and what OpenBLAS keeps; measured.
  var workingMemory: Int {
    let states = (schedule.times.last).map { expectedStates(at: $0) } ?? 1
    let pair = states * states * (electronAxis == .alongX ? 490 : 100)
    return 7_000_000 + Int(16 * 3 * elements + pair) + recordBytes
  }

  /// Numbers of all observations.
  private var recordBytes: Int { 16 * times * (6 * sites + 3 * layers * layerSpins + 32) }

  var restartStateBytes: Int { Int(16 * elements) + recordBytes + 4096 * sites }
}
