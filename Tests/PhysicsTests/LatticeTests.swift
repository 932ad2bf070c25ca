import Foundation
import Numerics
import Teams
import TensorNetworks
import Testing

@Suite("Chains of any sites and couplings")
struct LatticeTests {
  static let models: [LatticeModel] = [
    LatticeModel(
      name: "Hubbard chain in a potential",
      sites: [.up, .down, .pair, .empty].map { .init($0) },
      couplings: (0..<3).map { .hopping(0.8 + 0.1 * Double($0), after: $0) }
        + (0..<4).map { .repulsion(2.5, at: $0) } + [.potential(-0.7, at: 1)]),
    LatticeModel(
      name: "antiferromagnet of spins 1", sites: [2, -2, 2, -2].map { .init(spin: 2, $0) },
      couplings: (0..<3).map { .exchange(0.3, after: $0) }),
    LatticeModel(
      name: "spins 5/2 and 1/2", sites: [.init(spin: 5, 5), .init(spin: 1, -1), .init(spin: 5, 1)],
      couplings: [.exchange(0.2, after: 0), .exchange(-0.25, after: 1)]),
    LatticeModel(
      name: "electrons on spins 1", sites: [.init(.up), .init(.up, spin: 2, -2), .init(.down)],
      couplings: [
        .hopping(1, after: 0), .hopping(1, after: 1), .sdExchange(-0.4, at: 1),
        .repulsion(1.5, at: 1),
      ]),
    LatticeModel(
      name: "electrons beside spins 3/2",
      sites: [.init(.up), .init(.down), .init(spin: 3, -3), .init(spin: 3, 1)],
      couplings: [
        .hopping(1, after: 0), .interface(0.3, after: 1), .exchange(-0.1, after: 2),
        .potential(0.4, at: 0),
      ]),
  ]

  /// At fourth order with Δt = 1/64, errors of Trotter are below 10⁻⁸.
  @Test("Any sites and couplings agree with exact diagonalization", arguments: models)
  func diagonalization(model: LatticeModel) throws {
    let evolution = try PulseEvolution(
      model.chain, from: model.start, scheme: .fourth, rule: PulseExactTests.exact)
    try evolution.advance(to: 1.5, step: 1.0 / 64)
    let measured = try evolution.measure()
    let exact = try DenseChain(model).observation(time: 1.5)
    for (a, b) in zip(measured.chargeDensity, exact.charges) { #expect(abs(a - b) < 1e-8) }
    for (a, b) in zip(measured.electronSpinDensity, exact.electronSpins) {
      #expect(a.distance(to: b) < 1e-8)
    }
    #expect(measured.localSpins.count == exact.localSpins.count)
    for (a, b) in zip(measured.localSpins, exact.localSpins) { #expect(a.distance(to: b) < 1e-8) }
    #expect(abs(measured.energy - exact.energy) < 1e-8)
    // Something has moved.
    #expect(measured.bondEntropies.contains { $0 > 0.05 })
    guard measured.localSpins.count > 1, let first = measured.localSpins.first else { return }
    #expect((measured.edgeDensity.trace - .one).squaredMagnitude.squareRoot() < 1e-12)
    let dimension = (model.sites.compactMap(\.spin).first ?? 0) + 1
    let reduced = SpinPair(measured.edgeDensity, firstDimension: dimension).reduced(to: 0)
    let z = (0..<dimension).reduce(0) { $0 + reduced[$1, $1].real * Double(dimension - 1 - 2 * $1) }
    #expect(abs(z - first.z) < 1e-12)
  }

  /// Levels U/2 ± √((U/2)² + 4γ²), so that electrons that start on one site are there with this
  /// probability.
  @Test("Two electrons on two sites oscillate as Hubbard's dimer does")
  func dimer() throws {
    let repulsion = 3.0
    let model = LatticeModel(
      name: "dimer", sites: [.init(.pair), .init(.empty)],
      couplings: [.hopping(1, after: 0)] + [0, 1].map { .repulsion(repulsion, at: $0) })
    let evolution = try PulseEvolution(
      model.chain, from: model.start, scheme: .second, rule: PulseExactTests.exact)
    try evolution.advance(steps: 1, of: 0.9)
    // One bond is no approximation. ψ = (|20⟩ + |02⟩)/2 oscillates with (|↑↓⟩ + |↓↑⟩)/√2 while
    // (|20⟩ − |02⟩)/2 has the energy U.
    let root = (repulsion * repulsion / 4 + 4).squareRoot()
    let even = Complex(cos(root * 0.9), -repulsion / 2 / root * sin(root * 0.9))
    let odd = Complex(cos(repulsion / 2 * 0.9), -sin(repulsion / 2 * 0.9))
    let both = 0.25 * (even + odd).squaredMagnitude
    let other = 0.25 * (even - odd).squaredMagnitude
    #expect(abs(try evolution.measure().chargeDensity[0] - (1 + both - other)) < 1e-12)
  }

  @Test("What a site does not have, or what would break a symmetry, is said")
  func refusals() {
    var chain = Chain(Array(repeating: Site(.electrons, conserving: .electronsAndSpin), count: 3))
    chain.add(Term.hopping(), at: 0)
    chain.add(Term.exchange(.z), at: 1)
    #expect(
      throws: EvaluationError.failed(
        "a site of electrons has no operator S_z, which a term of its chain names")
    ) { try ChainHamiltonian(chain) }
    var turned = Chain(Array(repeating: Site(.spin(1), conserving: .electronsAndSpin), count: 2))
    turned.add(Term([.localSpin(.x)]), at: 0)
    #expect(
      throws: EvaluationError.failed(
        "the Hamiltonian changes what the state of the chain is to conserve")
    ) { try ChainHamiltonian(turned) }
  }
}
