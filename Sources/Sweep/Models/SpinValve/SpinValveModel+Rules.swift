import Base
import Numerics
import QuantumChains

extension SpinValveModel {
  static let rules: [@Sendable (Self) -> Conflict?] =
    [{ $0.setup.phaseConflict($0.chain) }] + bathRules + twinRules + [
      {
        $0.setup.conflict($0.polarizer, called: "the polarizer", parameter: "polarizer_start")
      },
      { model in
        guard model.spacerSites < 0 else { return nil }
        let (first, second) = (model.polarizer.sites, model.analyzer.sites)
        return Conflict(
          "spacer_sites",
          "the layers overlap or are out of order: the polarizer takes the sites "
            + "\(first.lowerBound) to \(first.upperBound - 1), the analyzer "
            + "\(second.lowerBound) to \(second.upperBound - 1)"
        )
      },
      { model in
        // To change whichever has been set.
        let isDefault = model.spacerSites == SpinValveModel().spacerSites
        return model.setup.conflict(
          model.analyzer, called: "the analyzer",
          parameter: isDefault ? "polarizer_start" : "spacer_sites")
      },
      { $0.setup.packetConflict },
      { model in
        Conflict(
          "correlator_step",
          "correlators of two times are for layers that are up or down, without a 'bath'",
          where: model.correlatorStep != nil && (!model.isCollinear || model.bath.kind != .none))
      },
      { model in
        guard let step = model.correlatorStep else { return nil }
        let steps = model.setup.saved.end / step
        guard !(abs(steps - steps.rounded()) <= 1e-9 * steps && steps >= 1 && steps <= 1e6) else {
          return nil
        }
        return Conflict(
          "correlator_step",
          "'end_time' must be a whole number of 'correlator_step', at most 1000000, not "
            + "\(Format.significant(steps, 6))")
      },
      { model in
        guard model.correlatorCount > 1e7 else { return nil }
        return Conflict(
          "times",
          "the correlator would have \(Format.significant(2 * model.correlatorCount, 2)) numbers a "
            + "point; take fewer 'times', or 'quantities' without it")
      },
      { model in
        guard !model.isCollinear else { return nil }
        let obstacle =
          model.bath.kind != .none
          ? "'bath'"
          : model.temperature > 0 ? "'temperature'" : model.cutoff != nil ? "'flip_cutoff'" : nil
        guard obstacle != nil || model.layerSpins > 5 else { return nil }
        return Conflict(
          model.polarizerDirection == .up || model.polarizerDirection == .down
            ? "analyzer_direction" : "polarizer_direction",
          "layers that are neither up nor down populate all of their states: at most 5 spins a "
            + "layer"
            + (obstacle.map { ", and no \($0)" } ?? ""))
      },
      { model in
        let spins = 2 * model.layerSpins
        let wrong = model.densityMatrixElements.first { $0.count != 2 * spins + 1 }
        guard let wrong else { return nil }
        return Conflict(
          "density_matrix_elements",
          "\"\(wrong)\" has states of \((wrong.count - 1) / 2) spins, but the layers have \(spins) "
            + "together")
      },
      { model in
        Conflict(
          "gibbs_bias",
          "'gibbs_bias' needs a 'temperature': at 0 K the layers start polarized anyway",
          where: model.gibbsBias != 0 && model.temperature == 0)
      },
      { model in
        // Beyond, a layer has more states than an array of all pairs of them can hold.
        let states = model.layerStates
        guard states > 1 << 13 else { return nil }
        return Conflict(
          "layer_spins",
          "\(model.layerSpins) spins of a layer have \(states) states"
            + (model.cutoff == nil ? "" : " within 'flip_cutoff'")
            + ", and at most 8192 can be dealt with; set 'flip_cutoff' to a smaller number")
      },
      { model in
        Conflict(
          "layer_spins",
          "a Gibbs state of \(model.layerSpins) + \(model.layerSpins) spins is a mixture of up to "
            + "\(1 << (2 * model.layerSpins + 1)) pure states; at most 6 spins a layer with "
            + "'temperature'", where: model.temperature > 0 && model.layerSpins > 6)
      },
    ]

  static let cautions: [@Sendable (Self) -> Caution?] = [
    { $0.setup.cutPacketCaution },
    { $0.setup.caution(reflectionTime: $0.reflectionTime) },
    { $0.setup.caution(shorterThanPeriodsOf: $0.chain) },
    { model in
      let radius =
        JumpSeries.radius * PhysicalConstants.boltzmannElectronvolt * model.bath.bath.temperature
      guard model.bath.kind == .powerSeries, model.largestTransition > radius else { return nil }
      return Caution(
        "the power series of the jump operators converges below 2 pi k_B T = "
          + "\(Format.significant(radius, 2)) eV, but spins have transitions of "
          + "\(Format.significant(model.largestTransition, 2)) eV; \"ohmic\" has no such limit")
    },
  ]

  /// States of a sector that can still be diagonalized, or have a density matrix.
  private static let (largestFullSector, largestDensitySector) = (1000, 1500)

  /// Energies in eV that a layer's exchange, or all of the chain, can take or give at most.
  private var largestTransition: Double {
    guard bath.jumpHamiltonian == .layer else {
      return (try? chain.spectralBounds()).map { $0.upperBound - $0.lowerBound } ?? 0
    }
    let bonds = Double(layerSpins - 1)
    // A flip of one spin changes two bonds at most, and the exchange of each by 4 in all.
    return min(bonds, 2) * 2 * (abs(setup.couplings.exchange) + abs(setup.couplings.exchangeZ))
  }

  /// Jumps each fs beyond which a power series is nothing but the divergence of its last term.
  private static let highestRate = 1e3

  private static let bathRules: [@Sendable (Self) -> Conflict?] = [
    { model in
      guard model.bath.kind != .none else { return nil }
      let bath = model.bath.bath
      let density = [-bath.cutoff, 0, bath.cutoff].map(bath.spectralDensity).max() ?? 0
      // Three components of two layers, up and down.
      let jumps =
        12 * Double(model.layerSpins) * 2 * .pi * density * model.setup.saved.end
        / PhysicalConstants.reducedPlanckElectronvoltFemtosecond
      guard !(jumps <= Double(UInt32.max)) else { return nil }
      return Conflict(
        "bath_strength",
        "the baths would make up to \(Format.significant(jumps, 2)) jumps in 'end_time', far more "
          + "than can be computed")
    },
    { model in
      Conflict(
        "bath_temperature",
        "the power series of the jump operators is one in 1/T: 'bath_temperature' must not be 0",
        where: model.bath.kind == .powerSeries && model.bath.bath.temperature == 0)
    },
    { model in
      guard model.bath.kind == .powerSeries, model.bath.bath.temperature > 0 else { return nil }
      let rate = model.bath.physics.highestRate(upTo: model.largestTransition)
      guard !(rate <= highestRate) else { return nil }
      return Conflict(
        "bath_temperature",
        "the power series diverges: up to \(Format.significant(rate, 2)) jumps in a fs at the "
          + "\(Format.significant(model.largestTransition, 2)) eV of the spins' transitions; raise "
          + "'bath_temperature', or take \"ohmic\", which it stands for")
    },
    { model in
      Conflict(
        "layer_spins",
        "with a 'bath' the layers' density matrix has all \(1 << model.layerSpins) states of each "
          + "layer; at most 6 spins a layer",
        where: model.bath.kind != .none && model.layerSpins > 6)
    },
    { model in
      Conflict(
        "flip_cutoff", "'flip_cutoff' does not go with a 'bath', which flips any number of spins",
        where: model.bath.kind != .none && model.flipCutoff != nil)
    },
    { model in
      guard model.bath.kind != .none, model.bath.jumpHamiltonian == .full,
        model.layerSpins <= 6
      else { return nil }
      let states = OpenChain.largestSector(of: model.chain)
      guard states > largestFullSector else { return nil }
      return Conflict(
        "jump_hamiltonian",
        "\"full\" diagonalizes electron and layers: at most \(largestFullSector) states a sector, "
          + "and this chain has \(states); \"layer\" has no such limit")
    },
    { model in
      guard model.bath.kind != .none, model.bath.method == .densityMatrix,
        model.layerSpins <= 6
      else { return nil }
      let states = OpenChain.largestSector(of: model.chain)
      guard states > largestDensitySector else { return nil }
      return Conflict(
        "bath_method",
        "\"density-matrix\" is for at most \(largestDensitySector) states a sector, and this chain "
          + "has \(states); \"trajectories\" has no such limit")
    },
  ]
}
