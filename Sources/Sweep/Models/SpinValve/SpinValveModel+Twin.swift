import Numerics
import Points
import QuantumChains
import Teams

extension SpinValveModel {
  var classicalUnit: Double { 1 }
  var siteCount: Int { setup.sites }
  var orbitalCount: Int { 2 * electronSpinState.spins.count }

  /// An unpolarized electron is half of one of each spin, in one trajectory.
  func classicalChain() -> ClassicalChain {
    let spins = electronSpinState.spins
    let orbital = setup.packet
    return ClassicalChain(
      potential: Array(repeating: 0, count: setup.sites),
      hopping: Array(repeating: setup.couplings.hopping, count: setup.sites - 1),
      exchange: setup.couplings.exchange, exchangeZ: setup.couplings.exchangeZ,
      sdExchange: setup.couplings.sdExchange,
      spins: zip([polarizer, analyzer], spinDirections).flatMap {
        ClassicalChain.Spin.layer(from: $0.firstSite, along: $1, twiceSpin: $0.twiceSpin)
      },
      orbitals: spins.map {
        ClassicalChain.Orbital(
          amplitudes: orbital, spinor: $0 == 1 ? [.one, .zero] : [.zero, .one],
          weight: 1 / Double(spins.count))
      })
  }

  func outcome(ofClassical record: TimeRecord, _ context: PointContext) -> Outcome {
    Outcome(
      chain: ChainOutcome(reflectionTime: reflectionTime, record: record), twoTimes: nil)
  }

  static let twinRules: [@Sendable (Self) -> Conflict?] = [
    twinRule(
      { model in
        if model.temperature > 0 { return ("temperature", "starts at 'temperature' = 0") }
        if model.bath.kind != .none { return ("bath", "has no bath") }
        guard model.isClassicalOnly, model.correlatorStep != nil || !model.probeTimes.isEmpty else {
          return nil
        }
        return (
          model.correlatorStep == nil ? "probe_times" : "correlator_step",
          "has no correlators of two times"
        )
      })
  ]
}
