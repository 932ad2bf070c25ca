import Numerics
import QuantumChains
import Teams

extension SpinValveModel {
  static let rules: [@Sendable (Self) -> Conflict?] =
    bathRules + [
      {
        $0.setup.conflict($0.polarizer, called: "the polarizer", parameter: "polarizer_start")
      },
      { model in
        guard model.spacerSites < 0 else { return nil }
        let (first, second) = (model.polarizer.sites, model.analyzer.sites)
        return Conflict(
          "spacer_sites",
          "the layers overlap or are out of order: the polarizer takes the sites \(first.lowerBound) to "
            + "\(first.upperBound - 1), the analyzer \(second.lowerBound) to \(second.upperBound - 1)"
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
        guard model.gibbsBias != 0, model.temperature == 0 else { return nil }
        return Conflict(
          "gibbs_bias",
          "'gibbs_bias' needs a 'temperature': at 0 K the layers start polarized anyway"
        )
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
        guard model.temperature > 0, model.layerSpins > 6 else { return nil }
        return Conflict(
          "layer_spins",
          "a Gibbs state of \(model.layerSpins) + \(model.layerSpins) spins is a mixture of up to "
            + "\(1 << (2 * model.layerSpins + 1)) pure states; at most 6 spins a layer with "
            + "'temperature'")
      },
    ]

  static let cautions: [@Sendable (Self) -> Caution?] = [
    { $0.setup.caution(reflectionTime: $0.reflectionTime) }
  ]

  var reflectionTime: Double {
    setup.front.reflectionTime(
      sites: setup.sites, spins: polarizer.firstSite...analyzer.sites.upperBound - 1)
  }

  /// What is left out of the partial transpose.
  var leastProbability: Double { layerSpins > 4 ? supportCutoff : 0 }

  /// States of one layer that are kept.
  var layerStates: Int {
    let most = temperature > 0 ? layerSpins : (cutoff ?? layerSpins)
    var (states, sum) = (1, 1)
    for flips in 0..<most {
      states = states * (layerSpins - flips) / (flips + 1)
      sum += states
    }
    return sum
  }

  /// The mixture that the valve starts in.
  ///
  /// - Throws: `EvaluationError.failed` if an eigenvalue problem fails.
  func starts() throws(EvaluationError) -> [ValveStart] {
    guard temperature > 0 else {
      return ValveStart.mixture(
        electrons: electronSpinState.spins, LayerGibbsState(polarized: polarizer, down: false),
        LayerGibbsState(polarized: analyzer, down: true))
    }
    func gibbs(_ layer: SpinLayer, bias: Double) throws(EvaluationError) -> LayerGibbsState {
      do throws(EigenvalueError) {
        return try LayerGibbsState(
          layer, exchange: setup.exchange, exchangeZ: setup.exchangeZ, bias: bias,
          temperature: temperature)
      } catch {
        throw .failed(EvaluationFailure(error, in: "the Gibbs state"))
      }
    }
    return ValveStart.mixture(
      electrons: electronSpinState.spins, try gibbs(polarizer, bias: gibbsBias),
      try gibbs(analyzer, bias: -gibbsBias))
  }

  /// The layers' states that are kept.
  var pair: LayerPair {
    guard temperature == 0, let cutoff else { return LayerPair(chain) }
    return LayerPair(chain, keeping: [0...cutoff, layerSpins - cutoff...layerSpins])
  }
}
