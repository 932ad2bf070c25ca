import Numerics
import Points
import QuantumChains
import Teams

extension SpinChainModel {
  var classicalUnit: Double { 1 }
  var siteCount: Int { setup.sites }
  var orbitalCount: Int { 2 }

  func classicalChain() throws(EvaluationError) -> ClassicalChain {
    ClassicalChain(
      potential: Array(repeating: 0, count: setup.sites),
      hopping: Array(repeating: setup.couplings.hopping, count: setup.sites - 1),
      exchange: setup.couplings.exchange, exchangeZ: setup.couplings.exchangeZ,
      sdExchange: setup.couplings.sdExchange * sdScale / 2,
      spins: ClassicalChain.Spin.layer(
        from: layerStart, along: layerDirection.vectors(layerSpins), twiceSpin: layer.twiceSpin),
      orbitals: [
        ClassicalChain.Orbital(
          amplitudes: try orbital(), spinor: spinor(ofElectron: 0), weight: 1)
      ])
  }

  func outcome(
    ofClassical record: TimeRecord, _ context: PointContext
  ) throws(EvaluationError) -> Outcome {
    Outcome(
      reflectionTime: reflectionTime, record: record, densities: [], modes: try magnonModes(),
      spectrum: work.contains(.spectrum) ? try spectrum(poll: context.poll) : nil)
  }

  static let twinRules: [@Sendable (Self) -> Conflict?] = [
    twinRule(
      { model in
        model.successiveElectrons > 1
          ? ("successive_electrons", "is for one electron, not for 'successive_electrons'") : nil
      })
  ]
}
