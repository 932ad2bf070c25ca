import Foundation
import Macrospins
import Numerics
import QuantumChains
import Teams
import TensorNetworks
import TestSupport
import Testing

/// The universal Lindblad equation for an electron and two layers with baths.
@Suite struct OpenSystemTests {
  private static let cases = [
    "11_layer_T100", "11_layer_weak_down", "11_full_T100", "11_full_T10", "11_full_weak_down",
    "22_layer_T100",
  ]

  private func load(_ name: String) throws -> LindbladReference {
    try reference("chain_lindblad\(name)")
  }

  /// The norms of all jump operators.
  @Test("Jump operators against references", arguments: cases)
  func jumpOperators(name: String) throws {
    let reference = try load(name)
    let norms = try reference.open().jumpNorms
    // The reference has σ⁺ and σ⁻ without √2.
    let root = Double(2).squareRoot()
    let expected = reference.outputs.jumpNorms.flatMap { [root * $0[0], root * $0[1], $0[2]] }
    #expect(norms.count == expected.count)
    for (found, expected) in zip(norms, expected) { #expect(abs(found - expected) < 1e-10) }
  }

  /// To the tolerance of the reference files, whose numbers have 12 decimals.
  @Test("Density matrix against references", arguments: cases)
  func densityMatrix(name: String) throws {
    let reference = try load(name)
    let evolution = LindbladEvolution(
      try reference.open(), orbital: reference.orbital, starts: reference.starts)
    // The larger ones for a shorter time; a debug build only begins.
    var count = reference.inputs.sites > 20 ? 6 : name.hasPrefix("22") ? 4 : 21
    #if DEBUG
      count = 2
    #endif
    var last = 0.0
    for (index, time) in reference.outputs.times.prefix(count).enumerated() {
      try evolution.advance(by: time - last) {}
      last = time
      let state = evolution.reducedState
      let numbers = try reference.numbers(of: state)
      for (found, expected) in zip(numbers, reference.numbers(at: index)) {
        #expect(abs(found - expected) < 1e-8, "\(name), \(time) fs")
      }
      #expect(abs(evolution.purity - reference.outputs.totalPurity[index]) < 1e-8)
      // Some hundred products with errors of 10⁻¹⁶ each.
      #expect(abs(state.layers.trace - 1) < 1e-12)
      #expect(try state.layers.spectrum().allSatisfy { $0 > -1e-13 })
    }
  }

  /// Every quantity within four standard errors of the reference.
  @Test("Trajectories against references", arguments: [("11_layer_T100", 30), ("11_full_T10", 20)])
  func trajectories(name: String, end: Int) throws {
    let reference = try load(name)
    let count = samples(400)
    let ensemble = TrajectoryEnsemble(
      try reference.open(), orbital: reference.orbital, starts: reference.starts, count: count,
      seed: 1, point: 0)
    var last = 0.0
    for index in stride(from: 0, through: end, by: 5) {
      let time = reference.outputs.times[index]
      try ensemble.advance(by: time - last) {}
      last = time
      let (values, errors) = try ReducedState.estimate(ensemble.groups()) {
        state throws(EvaluationError) in try reference.numbers(of: state)
      }
      let firstMagnon = values.count - reference.outputs.magnons[index].count
      for (number, expected) in reference.numbers(at: index).enumerated() {
        // What has a small probability p may not have happened yet; the variance of a probability
        // is p (1 − p) at most.
        let unseen = number >= firstMagnon ? (expected * (1 - expected) / Double(count)) : 0
        let error = max(errors[number], max(0, unseen).squareRoot())
        #expect(
          abs(values[number] - expected) < 4 * error + 1e-9,
          "\(name), \(time) fs, number \(number): \(values[number]), not \(expected)")
      }
    }
    #expect(ensemble.jumps > count / 20)
  }

  /// A small chain with long ways: the electron starts at site 9, the layers are at 21 and 45.
  private static let long = SpinChain(
    sites: 60, sdExchange: 0.5,
    layers: [21, 45].map { SpinLayer(firstSite: $0, spins: 2) })

  /// Trajectories that jump soon.
  private static func ensemble(
    count: Int, groups: Int = 1, seed: UInt64 = 3, point: UInt64 = 0,
    team: any RankTeam = LoneRank()
  ) throws -> TrajectoryEnsemble {
    TrajectoryEnsemble(
      try OpenChain(
        long, bath: OhmicBath(temperature: 300, coupling: 0.4), hamiltonian: .layer),
      orbital: WavePacket.gaussian(sites: 60, center: 9, waveNumber: .pi / 2, width: 0.4),
      starts: polarizedStarts(long, electrons: [1, -1]), count: count, groups: groups,
      seed: seed, point: point, team: team)
  }

  /// Numbers of all groups, to be compared in every bit.
  private static func numbers(_ groups: [ReducedState]) -> [Double] {
    groups.flatMap {
      $0.layers.probabilities.values + $0.chargeDensity + [$0.electronSpin, $0.energy]
    }
  }

  /// Before the electron has met both layers each trajectory is a product of the layers' states, so
  /// that any average is separable, whatever has jumped.
  @Test func separableBeforeBothLayers() throws {
    let ensemble = try Self.ensemble(count: 12)
    try ensemble.advance(by: 4) {}
    #expect(ensemble.jumps > 6)
    let summary = try EntanglementSummary(
      of: ensemble.groups()[0].layers, supportCutoff: 0)
    #expect(summary.entropyAB > 0.5)
    // What is left is the front of the packet beyond the second layer.
    #expect(abs(try #require(summary.logarithmicNegativity)) < 1e-12)
  }

  /// A function of seed and point, in the same bits.
  @Test func reproducible() throws {
    let runs = try [(7, 0), (7, 0), (7, 1), (8, 0)].map { seed, point in
      let ensemble = try Self.ensemble(count: 10, seed: UInt64(seed), point: UInt64(point))
      try ensemble.advance(by: 2) {}
      try ensemble.advance(by: 2) {}
      return Self.numbers(try ensemble.groups())
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0] != runs[2])
    #expect(runs[0] != runs[3])
  }

  @Test("The same bits for any number of ranks", arguments: [2, 3, 7])
  func ranks(ranks: Int) throws {
    @Sendable func run(_ team: any RankTeam) throws -> [Double] {
      let ensemble = try Self.ensemble(count: 12, groups: 5, team: team)
      try ensemble.advance(by: 3) {}
      return Self.numbers(try ensemble.groups())
    }
    let alone = try run(LoneRank())
    for shared in try ThreadTeam.run(ranks: ranks, run) { #expect(shared == alone) }
  }

  @Test("From a saved state it goes on to the same bits")
  func restart() throws {
    let reference = try load("11_layer_T100")
    let open = try reference.open()
    func makers() throws -> [any OpenEvolution] {
      [
        try Self.ensemble(count: 10, groups: 2),
        LindbladEvolution(open, orbital: reference.orbital, starts: reference.starts),
      ]
    }
    for (evolution, other) in zip(try makers(), try makers()) {
      try evolution.advance(by: 2) {}
      let state = MemoryState()
      evolution.save(to: state)
      #expect(other.restore(state))
      #expect(state.remaining == 0)
      try evolution.advance(by: 2) {}
      try other.advance(by: 2) {}
      #expect(Self.numbers(try evolution.groups()) == Self.numbers(try other.groups()))
      #expect(!other.restore(MemoryState()))
    }
  }

  /// Without coupling nothing jumps and nothing is lost, and both forms agree.
  @Test func noCoupling() throws {
    let reference = try load("11_layer_T100")
    let open = try OpenChain(
      reference.chain, bath: OhmicBath(coupling: 0), hamiltonian: .layer)
    let evolution = LindbladEvolution(
      open, orbital: reference.orbital, starts: reference.starts)
    let ensemble = TrajectoryEnsemble(
      open, orbital: reference.orbital, starts: reference.starts, count: 2, groups: 1,
      seed: 1, point: 0)
    try evolution.advance(by: 5) {}
    try ensemble.advance(by: 5) {}
    let states = try [evolution.reducedState, ensemble.groups()[0]]
    let numbers = try states.map { try reference.numbers(of: $0) }
    for (a, b) in zip(numbers[0], numbers[1]) { #expect(abs(a - b) < 1e-12) }
    #expect(abs(evolution.purity - 0.5) < 1e-12)
    #expect(abs(evolution.energyFlow) < 1e-14)
  }

  /// Detailed balance: no energy flows into a Gibbs state at the bath's temperature. The printed
  /// form of the spectral density heats it.
  @Test func thermalEquilibrium() throws {
    let chain = SpinChain(
      sites: 8, sdExchange: 0.5, layers: [2, 6].map { SpinLayer(firstSite: $0, spins: 1) })
    func flow(_ bath: OhmicBath, _ temperature: Double) throws -> Double {
      try LindbladEvolution(
        OpenChain(chain, bath: bath, hamiltonian: .full), thermalAt: temperature
      ).energyFlow
    }
    for temperature in [100, 3000.0] {
      let bath = OhmicBath(temperature: temperature)
      #expect(abs(try flow(bath, temperature)) < 1e-15)
      #expect(try flow(bath, 2 * temperature) < 0)
      #expect(try flow(bath, temperature / 2) > 0)
    }
    #expect(try flow(OhmicBath(temperature: 100, spectrum: .printed), 100) > 0.01)
  }

  @Test func spectralDensity() {
    let bath = OhmicBath(temperature: 100, coupling: 0.12, strength: 0.7, cutoff: 1.2)
    let thermal: Double = 8.617333262e-5 * 100
    let zero: Double = 0.0144 * 0.7 * thermal / 1.2
    #expect(agree(bath.spectralDensity(0), zero, 1e-15))
    #expect(agree(bath.spectralDensity(1e-12), zero, 1e-9))
    for energy in [0.001, 0.03, 0.4] {
      let (emitted, absorbed) = (bath.spectralDensity(energy), bath.spectralDensity(-energy))
      #expect(agree(absorbed, emitted * exp(-energy / thermal), 1e-12))
      #expect(agree(emitted - absorbed, 0.0144 * 0.7 * energy / 1.2, 1e-12))
      var printed = bath
      printed.spectrum = .printed
      #expect(agree(printed.spectralDensity(energy), absorbed, 1e-12))
    }
    #expect(bath.spectralDensity(1.3) == 0)
    #expect(bath.spectralDensity(-1.3) == 0)
    let cold = OhmicBath(temperature: 0)
    #expect(cold.spectralDensity(0.5) == 0.0144 * 0.5)
    #expect(cold.spectralDensity(-0.5) == 0)
    #expect(cold.spectralDensity(0) == 0)
  }

  /// Groups of one: the standard error of a mean, s/√n.
  @Test func jackknife() {
    let sample = [1.0, 4, 2, 7, 5]
    let leftOut = sample.map { [(19 - $0) / 4, 3] }
    let errors = Jackknife.standardErrors(leftOut)
    let variance = sample.reduce(0) { $0 + ($1 - 3.8) * ($1 - 3.8) } / 4
    #expect(agree(errors[0], (variance / 5).squareRoot(), 1e-14))
    #expect(errors[1] == 0)
    #expect(Jackknife.standardErrors([[1]])[0].isNaN)
  }

  /// Mean ½, variance 1/12, and nothing in common between purposes.
  @Test func uniformNumbers() {
    let count = 40_000
    let stream = UniformStream(seed: 5, point: 2, purpose: .quantumJump)
    let numbers = (0..<UInt32(count / 2)).flatMap { index in
      let pair = stream.uniforms(trajectory: index % 100, step: index / 100)
      return [pair.0, pair.1]
    }
    #expect(numbers.allSatisfy { $0 > 0 && $0 < 1 })
    let mean = numbers.reduce(0, +) / Double(count)
    let square = numbers.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / Double(count)
    // Four standard errors.
    #expect(abs(mean - 0.5) < 4 * (1 / 12.0 / Double(count)).squareRoot())
    #expect(abs(square - 1 / 12.0) < 4 * (1 / 180.0 / Double(count)).squareRoot())
    let other = UniformStream(seed: 5, point: 2, purpose: .initialState)
    #expect(other.uniforms(trajectory: 0, step: 0) != stream.uniforms(trajectory: 0, step: 0))
  }

  @Test("The power series of the jump amplitude converges to it, and diverges beyond 2 pi k_B T")
  func powerSeries() {
    for spectrum in BathSpectrum.allCases {
      let exact = OhmicBath(temperature: 100, spectrum: spectrum)
      var series = exact
      series.series = JumpSeries(last: 40)
      // k_B T = 8.6 meV; the series' terms fall off as (ω/2π k_B T)^n.
      for energy in stride(from: -0.02, through: 0.02, by: 0.004) {
        let amplitude = exact.jumpAmplitude(energy)
        #expect(abs(series.jumpAmplitude(energy) - amplitude) < 1e-13 * amplitude)
      }
      // Nine terms, from a program in Python; the whole is 1.895 and 6.8.
      series.series = JumpSeries()
      let sign = spectrum == .printed ? -1.0 : 1
      let zero = exact.jumpAmplitude(0)
      #expect(abs(series.jumpAmplitude(sign * 0.03) / zero - 1.8936867422813) < 1e-10)
      #expect(abs(series.jumpAmplitude(sign * 0.4) / zero + 916193.0214) < 1e-3)
      series.series = JumpSeries(first: 1)
      #expect(abs(series.jumpAmplitude(sign * 0.03) / zero - 0.8936867422813) < 1e-10)
    }
  }
}
