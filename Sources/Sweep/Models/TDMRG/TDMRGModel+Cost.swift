import Glibc
import TensorNetworks

extension TDMRGModel {
  /// Number of gates of a point.
  var gateCount: Double {
    let steps = Double(schedule.stepsBetween) * Double(schedule.times.count - 1)
    return steps * Double((sites - 1) * gatesPerStep)
  }

  /// Gates of a bond in one time step.
  private var gatesPerStep: Int { order == 4 ? 5 : 1 }

  /// Time of the gates and of the measurements, from an estimate of how bonds grow. Off by a factor
  /// of two where entanglement grows otherwise than in the papers' chains; measured on one core.
  var estimatedSeconds: Double {
    isClassicalOnly ? twinSeconds : preparationSeconds + quantumSeconds + twinSeconds
  }

  private var quantumSeconds: Double {
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

  /// One gate on each bond. Sites of larger spins have more states; where the spin along z is
  /// sharp, that makes blocks more rather than larger.
  private func secondsOfLayers(at time: Double) -> Double {
    let magnetic = Double(min(spinCount + 2, 20)) / 20
    let larger = conservesSpin ? 0 : magnetic * (spinFactor * spinFactor - 1)
    return squaredStates(at: time) * (!conservesSpin ? 6e-7 : 1.2e-7) * (1 + larger)
  }

  /// States of a localized spin, those of a spin 1/2 being the unit.
  private var spinFactor: Double { Double(twiceSpin + 1) / 2 }

  /// Sum of χ² over bonds with χ states. In a free pulse, some twenty bonds carry most. When it
  /// scatters, χ falls off on both sides of the widest bond; from the moment at which that is full,
  /// three more are filled each ħ/γ.
  private func squaredStates(at time: Double) -> Double {
    let (free, states) = (min(freeStates, limit), expectedStates(at: time))
    let full = min(Double(sites), 8 + 3 * max(0, time - fillingTime))
    return max(min(Double(sites), 20) * free * free, full * states * states)
  }

  private var limit: Double { Double(maximumBond) }

  /// States of a bond in a free pulse: that of a determinant, or of one of each spin.
  private var freeStates: Double {
    guard electrons > 0 else { return 1 }
    let number = Double(electrons)
    let finer = truncation > 0 ? pow(1e-7 / max(truncation, 1e-16), 1.0 / 6) : 30
    let polarized = electronAxis != .unpolarized
    return finer * (polarized ? 1 + pow(number, 1.6) : pow(1 + pow(number / 2, 1.6), 2))
  }

  /// States of the widest bond: from the arrival on e^κ times as many each ħ/γ.
  private func expectedStates(at time: Double) -> Double {
    min(limit, freeStates * exp(growthRate * max(0, time - growthStart)))
  }

  /// κ; fitted, like everything here, to the papers' chains with 1 to 8 electrons.
  private var growthRate: Double {
    let strength = min(1, abs(couplings.sdExchange / couplings.hopping) / 0.5)
    return (electronAxis == .unpolarized ? 0.018 : 0.03) * strength * pow(Double(electrons), 1.45)
  }

  /// In ħ/γ; the fastest electrons of the shallower well of unpolarized pulses are slower.
  private var growthStart: Double {
    let arrival = max(0, Double(layerStart - confinedSites) / 2)
    return arrival + (electronAxis == .unpolarized ? 8 : 2.5)
  }

  /// Time in ħ/γ at which the widest bond is full.
  private var fillingTime: Double {
    guard growthRate > 0 else { return .infinity }
    return growthStart + max(0, log(limit / freeStates)) / growthRate
  }

  /// Elements of all tensors at the end; of 4 χ² elements of a site with χ states on both sides,
  /// charges leave one in fifteen, or one in four with a single charge.
  private var elements: Double {
    guard let end = schedule.times.last else { return 0 }
    return squaredStates(at: end) * (!conservesSpin ? 0.95 : 0.27)
  }

  /// The state, a copy that is brought into canonical form to be measured, the matrices of one pair
  /// of sites, and what OpenBLAS keeps; measured. The leader of a team has all of the state to
  /// measure it.
  var workingMemory: Int {
    guard !isClassicalOnly else { return twinBytes + recordBytes }
    return max(quantumBytes, preparationBytes) + twinBytes
  }

  private var quantumBytes: Int {
    let states = (schedule.times.last).map { expectedStates(at: $0) } ?? 1
    let pair = states * states * (!conservesSpin ? 490 : 100) * spinFactor * spinFactor
    return 12_000_000 + Int(16 * 3 * elements + pair + layerBytes(states)) + recordBytes
  }

  /// The density matrix of all localized spins and what it is made of: for each pair of product
  /// states of a layer a matrix between the states of a bond, most of whose blocks are empty.
  private func layerBytes(_ states: Double) -> Double {
    guard measuresLayers, work.contains(.layers) else { return 0 }
    // One layer is looked at in halves.
    let groups =
      layers == 2 ? [layerSpins, secondLayerSpins] : [(layerSpins + 1) / 2, layerSpins / 2]
    let pairs = groups.reduce(0) { $0 + pow(Double(twiceSpin + 1), 2 * Double($1)) }
    let elements = states * states * (!conservesSpin ? 0.32 : 0.07)
    return 16 * (pairs * elements + 4 * layerStates * layerStates)
  }

  /// Pairs of localized spins whose correlations are measured.
  private var correlationCount: Int { measuresLayers ? spinCount * spinCount : 0 }

  /// What is measured at all saved times, in the run and in the record.
  private var recordBytes: Int {
    16 * savedTimes.count * (7 * sites + 4 * spinCount + 2 * correlationCount + 38)
  }

  var restartStateBytes: Int { Int(16 * elements) + recordBytes + 4096 * sites }
}
