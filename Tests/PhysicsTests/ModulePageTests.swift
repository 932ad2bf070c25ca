import Foundation
import Macrospins
import Numerics
import TensorNetworks
import Testing
import Units

/// The examples of the modules' pages, compiled and run as they stand there.
@Suite("Examples of the modules' pages")
struct ModulePageTests {
  @Test("Units: a number with a unit")
  func units() throws {
    try Self.expectOnPage(of: "Units", ofTest: "units")
    // begin units
    let length = try Unit("m").value(of: "20 nm")
    let energy = try Unit("kJ/m^3")
    // end units
    #expect(length == 2e-8 && energy.symbol == "kJ/m^3")
  }

  @Test("Macrospins: an ensemble")
  func macrospins() throws {
    try Self.expectOnPage(of: "Macrospins", ofTest: "macrospins")
    // begin macrospins
    var magnet = Magnet()
    magnet.biasVoltage = 1.2
    let ensemble = try MacrospinEnsemble(
      magnet: magnet, protocol: SwitchingProtocol(), trajectories: 1000, seed: 1, point: 0)
    let outcome = try ensemble.run {}
    // end macrospins
    #expect(outcome.trajectories == 1000)
  }

  @Test("TensorNetworks: electrons on a Hubbard chain beside a spin 3/2")
  func tensorNetworks() throws {
    try Self.expectOnPage(of: "TensorNetworks", ofTest: "tensorNetworks")
    // begin tensorNetworks
    // Two electrons on a Hubbard chain whose last site is a spin 3/2, coupled to its neighbor.
    let orbital = Site(.electrons, conserving: .electronsAndSpin)
    let magnet = Site(.spin(3), conserving: .electronsAndSpin)
    var chain = Chain([orbital, orbital, magnet])
    chain.add(-1 * Term.hopping(), at: 0)
    for site in 0...1 { chain.add(4 * Term.repulsion, at: site) }
    for axis in CartesianAxis.allCases {
      chain.add(0.3 * Term([.electronSpin(axis)], [.localSpin(axis)]), at: 1)
    }
    let start = MatrixProductState(
      product: [
        orbital.amplitudes([.electronPair: .one]), orbital.amplitudes([.empty: .one]),
        magnet.amplitudes([.spin(-3): .one]),
      ], sites: chain.sites.map(\.space))
    let evolution = try PulseEvolution(
      chain, from: start, scheme: .fourth,
      rule: TruncationRule(maximumBond: 100, discardedWeight: 1e-10))
    try evolution.advance(steps: 100, of: 0.05)
    let charges = try evolution.measure().chargeDensity
    // end tensorNetworks
    // The electrons have spread, and none is lost.
    #expect(abs(charges.reduce(0, +) - 2) < 1e-8)
    #expect(charges[1] > 0.01)
  }

  /// Checks that the lines between two marks of this file are those of a page's first example,
  /// imports and comments at the end of a line aside.
  private static func expectOnPage(of module: String, ofTest name: String) throws {
    func lines(_ text: some StringProtocol) -> [String] {
      text.split(separator: "\n")
        .map { String($0.split(separator: "  //")[0]).trimmingCharacters(in: .whitespaces) }
        .filter { !$0.isEmpty && !$0.hasPrefix("import ") && !$0.hasPrefix("// ") }
    }
    let file = URL(fileURLWithPath: #filePath)
    let package = file.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let own = try String(contentsOf: file, encoding: .utf8)
    let page = try String(
      contentsOf: package.appendingPathComponent(
        "Sources/Physics/\(module)/\(module).docc/\(module).md"), encoding: .utf8)
    let tested = try #require(
      own.split(separator: "// begin \(name)\n").last?.split(separator: "// end \(name)").first)
    let shown = try #require(page.split(separator: "```swift\n").dropFirst().first)
    let example = try #require(shown.split(separator: "```").first)
    #expect(lines(tested) == lines(example))
  }
}
