import Numerics
import QuantumChains
import Teams
import TensorNetworks
import Testing

/// One electron and one layer against other programs, and what must hold whatever they say.
@Suite("Chain of spins: one layer")
struct ChainDynamicsTests {
  /// The state in each populated sector at the saved times, with what is computed of them.
  struct Series {
    var electron: [[Double]] = []
    var spins: [[[Double]]] = []
    var purity: [Double] = []
    var orbitalPurity: [Double] = []
    var entropy: [Double] = []
    var energy: [Double] = []
    var norm: [Double] = []
    /// Of each row, sector after sector.
    var weights: [[Double]] = []

    init(
      _ chain: SpinChain, _ packet: [Complex], spinor: [Complex], times: [Double]
    ) throws {
      let sectors = spinor.enumerated().filter { $0.element != .zero }
      let evolution = try ChainEvolution(
        chain, sectors.map { SectorBasis(chain, lowering: $0.offset) })
      for (state, sector) in zip(evolution.states, sectors) {
        let block = state.basis.blocks.firstIndex {
          $0.electron == (sector.offset == 0 ? 1 : -1) && $0.first.lowering == 0
        }
        state.add(
          orbital: packet, block: try #require(block), first: [sector.element], second: [.one])
      }
      var series = Series()
      func observe(_ time: Int, _ states: [SectorState]) throws(EvaluationError) {
        var weights: [[Double]] = []
        var energy = 0.0
        for state in states {
          weights.append(try evolution.rowWeights(state))
          energy += try evolution.energy(state)
        }
        let moments = try ChainMoments(states, weights: weights, team: evolution.team)
        let layer = try SingleLayerState(states, evolution)
        series.electron.append(moments.electronSpin.components)
        series.spins.append(moments.localSpins.map(\.components))
        series.norm.append(moments.norm)
        series.purity.append(layer.purity)
        series.orbitalPurity.append(layer.orbitalPurity)
        series.entropy.append(layer.entropy)
        series.energy.append(energy)
        series.weights.append(weights.flatMap { $0 })
      }
      try observe(0, evolution.states)
      try evolution.run(
        through: times, toleranceRate: 1e-12 / max(times.last ?? 1, 1),
        poll: {}, observe: observe)
      self = series
    }

    private init() {}
  }

  private static let files = ["small_N2", "small_N3", "N5", "spin52"].flatMap { name in
    ["minusz", "plusx"].map { "chain_layer_\(name)_\($0)" }
  }

  @Test("Every number of the reference", arguments: files)
  func reference(name: String) throws {
    let file = try PhysicsTests.reference(name, as: SingleLayerFile.self)
    let (inputs, outputs) = (file.inputs, file.outputs)
    let series = try Series(
      inputs.chain, inputs.packet, spinor: inputs.spinor.map { Complex($0) },
      times: outputs.times)
    // The files have 12 decimals.
    func flat(_ spins: [[[Double]]]) -> [Double] { spins.flatMap { $0.flatMap { $0 } } }
    #expect(
      largestDifference(series.electron.flatMap { $0 }, outputs.electronSpin.flatMap { $0 }) < 1e-10
    )
    #expect(largestDifference(flat(series.spins), flat(outputs.localSpins)) < 1e-10)
    #expect(largestDifference(series.purity, outputs.purity) < 1e-10)
    #expect(largestDifference(series.orbitalPurity, outputs.orbitalPurity) < 1e-10)
    if let energy = outputs.energy {
      #expect(largestDifference(series.energy, energy) < 1e-10)
    }
    #expect(series.norm.allSatisfy { abs($0 - 1) < 1e-10 })
    let drift = series.energy.map { $0 - series.energy[0] }
    #expect(drift.allSatisfy { abs($0) < 1e-10 })
    // Probabilities in some order of the configurations; the reference may have some that no sector
    // has.
    for (mine, theirs) in zip(series.weights, outputs.probabilities) {
      let all = mine + [Double](repeating: 0, count: max(0, theirs.count - mine.count))
      #expect(largestDifference(all.sorted(), theirs.sorted()) < 1e-10)
    }
  }

  private static let chain = SpinChain(
    sites: 60, sdExchange: 0.4, layers: [SpinLayer(firstSite: 28, spins: 4)])
  private static let packet = WavePacket.gaussian(
    sites: 60, center: 14, waveNumber: 1, width: 0.4)
  private static let times = stride(from: 0.0, through: 30, by: 2).map { $0 }

  private static func spinor(_ polar: Double, _ azimuth: Double) -> [Complex] {
    let half = Elementary.sineCosine(polar / 2)
    let phase = Elementary.sineCosine(azimuth)
    return [
      Complex(half.cosine), Complex(half.sine * phase.cosine, half.sine * phase.sine),
    ]
  }

  @Test("S_z in total is conserved, and along z nothing leaves the axis")
  func conservation() throws {
    let series = try Series(
      Self.chain, Self.packet, spinor: [.zero, .one], times: Self.times)
    for (electron, spins) in zip(series.electron, series.spins) {
      let total = electron[2] + spins.reduce(0) { $0 + $1[2] }
      #expect(abs(total - 3) < 1e-12)
      #expect(electron[0] == 0 && electron[1] == 0)
      #expect(spins.allSatisfy { $0[0] == 0 && $0[1] == 0 })
    }
    // It is not trivial: the layer shrinks.
    let last = try #require(series.spins.last)
    #expect(last.reduce(0) { $0 + $1[2] } < 3.9)
    #expect(series.entropy[0] < 1e-12 && (series.entropy.last ?? 0) > 0.05)
  }

  @Test("An electron along +x: halves of the probabilities for one along -z")
  func halves() throws {
    let down = try Series(Self.chain, Self.packet, spinor: [.zero, .one], times: Self.times)
    let root = Complex(0.5.squareRoot())
    let sideways = try Series(Self.chain, Self.packet, spinor: [root, root], times: Self.times)
    for (whole, half) in zip(down.weights, sideways.weights) {
      #expect(abs(half[0] - 0.5) < 1e-12)
      #expect(largestDifference(whole.map { $0 / 2 }, Array(half.dropFirst())) < 1e-12)
    }
    let last = try #require(sideways.spins.last)
    #expect(last.contains { abs($0[0]) > 0.01 } && last.contains { abs($0[1]) > 0.01 })
  }

  @Test("Rotating the electron's spin about z rotates all spins")
  func rotation() throws {
    let angle = 1.234
    let start = try Series(
      Self.chain, Self.packet, spinor: Self.spinor(2, 0.3), times: Self.times)
    let turned = try Series(
      Self.chain, Self.packet, spinor: Self.spinor(2, 0.3 + angle), times: Self.times)
    let turn = Elementary.sineCosine(angle)
    for time in Self.times.indices {
      let before = [start.electron[time]] + start.spins[time]
      let after = [turned.electron[time]] + turned.spins[time]
      for (a, b) in zip(before, after) {
        let rotated = [
          turn.cosine * a[0] - turn.sine * a[1], turn.sine * a[0] + turn.cosine * a[1], a[2],
        ]
        #expect(largestDifference(rotated, b) < 1e-12)
      }
      #expect(abs(start.purity[time] - turned.purity[time]) < 1e-12)
    }
  }

  @Test("Without anisotropy the total spin is conserved as a vector")
  func isotropy() throws {
    var chain = Self.chain
    chain.exchangeZ = chain.exchange
    let series = try Series(
      chain, Self.packet, spinor: Self.spinor(1.1, 0.4), times: Self.times)
    func total(_ time: Int) -> [Double] {
      (0..<3).map { axis in
        series.electron[time][axis] + series.spins[time].reduce(0) { $0 + $1[axis] }
      }
    }
    for time in Self.times.indices { #expect(largestDifference(total(time), total(0)) < 1e-12) }
  }

  @Test("Mirroring the chain mirrors the spins")
  func mirror() throws {
    var mirrored = Self.chain
    mirrored.layers[0].firstSite = 60 + 1 - 31
    let a = try Series(Self.chain, Self.packet, spinor: [.zero, .one], times: Self.times)
    let b = try Series(
      mirrored, Array(Self.packet.reversed()), spinor: [.zero, .one], times: Self.times)
    for time in Self.times.indices {
      let (there, back) = (a.spins[time].map { $0[2] }, b.spins[time].map { $0[2] })
      #expect(largestDifference(there, back.reversed()) < 1e-12)
    }
  }

  @Test("A spin 1/2 as a large spin is the same")
  func largeSpin() throws {
    // S = 1/2 through the tables of spins 1/2, and S = 3/2 against a closed form of two levels:
    // with the electron bound to the site (no hopping) the flip probability is sin².
    let chain = SpinChain(
      sites: 2, hopping: 1e-12, sdExchange: 0.3,
      layers: [SpinLayer(firstSite: 1, spins: 1, twiceSpin: 3)])
    let times = stride(from: 0.0, through: 10, by: 1).map { $0 }
    let series = try Series(
      chain, [.one, .zero], spinor: [.zero, .one], times: times)
    // States |down, 3/2⟩ and |up, 1/2⟩: ∓ splitting and coupling of −J_sd σ · 2S.
    let (spin, sd) = (1.5, 0.3)
    let detuning = sd * (2 * spin + 2 * (spin - 1)) / 2
    let coupling = 2 * sd * (2 * spin).squareRoot()
    let rabi = (detuning * detuning + coupling * coupling).squareRoot()
    for (time, weights) in zip(times, series.weights) {
      let sine = Elementary.sineCosine(
        rabi * time / PhysicalConstants.reducedPlanckElectronvoltFemtosecond
      ).sine
      let expected = coupling * coupling / (rabi * rabi) * sine * sine
      #expect(abs(weights[0] - expected) < 1e-9)
    }
  }
}
