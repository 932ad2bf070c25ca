import Numerics
import Points
import QuantumChains
import Teams
import TensorNetworks

extension TDMRGModel {
  var classicalUnit: Double { couplings.hopping }
  var siteCount: Int { sites }
  var orbitalCount: Int { 2 * electrons }

  /// The orbitals of the well, each with the spin of its electron, or with both.
  func classicalChain() throws(EvaluationError) -> ClassicalChain {
    let chain = self.chain
    let orbitals = try evaluating("the orbitals of the well") { try chain.initialOrbitals() }
    let up: [Complex] = [.one, .zero]
    let spinors: [[Complex]] =
      switch electronAxis {
      case .alongZ: [up]
      case .alongX: [Vector3(1, 0, 0).spinor]
      case .alongDirection: [chain.electronDirection.spinor]
      case .unpolarized: [up, [.zero, .one]]
      }
    let directions = zip(chain.layers, [layerDirection, secondLayerDirection])
    return ClassicalChain(
      potential: chain.sitePotential.isEmpty
        ? Array(repeating: 0, count: sites) : chain.sitePotential,
      hopping: chain.bondHopping.isEmpty
        ? Array(repeating: 1, count: sites - 1) : chain.bondHopping,
      exchange: chain.exchange, exchangeZ: chain.exchangeZ, sdExchange: chain.sdExchange,
      spins: directions.flatMap { layer, direction in
        ClassicalChain.Spin.layer(
          from: layer.lowerBound, along: direction.vectors(layer.count), twiceSpin: twiceSpin)
      },
      orbitals: orbitals.flatMap { orbital in
        spinors.map { ClassicalChain.Orbital(amplitudes: orbital, spinor: $0, weight: 1) }
      })
  }

  func outcome(ofClassical record: TimeRecord, _ context: PointContext) -> Outcome {
    Outcome(
      model: self, record: record,
      losses: savedTimes.values.map { _ in TruncationLosses() }, levels: [])
  }

  static let twinRules: [@Sendable (Self) -> Conflict?] = [
    twinRule(
      { model in
        if model.hubbardRepulsion != 0 { return ("hubbard_u", "has no 'hubbard_u'") }
        if model.start == .groundState { return ("start", "has no ground state to start from") }
        let isEntangled =
          model.layerState == .ground || model.layers == 2 && model.secondLayerState == .ground
        return isEntangled
          ? (
            model.layerState == .ground ? "layer_state" : "second_layer_state",
            "needs layers of which every spin has a direction"
          ) : nil
      })
  ]
}
