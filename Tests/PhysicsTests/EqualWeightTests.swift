import TensorNetworks
import Testing

@Suite("All spin configurations with equal weight")
struct EqualWeightTests {
  /// A row of `equal_weight.json`: by brute force up to eight spins.
  struct Row: Decodable {
    let spins: Int
    let pairEntropy: Double
    let mutualInformation: Double

    enum CodingKeys: String, CodingKey {
      case spins = "N_FM"
      case pairEntropy = "S_1N"
      case mutualInformation = "MI"
    }
  }

  @Test("Entropies agree with sums over all configurations")
  func bruteForce() throws {
    for row in try reference("equal_weight", as: [Row].self) {
      let state = EqualWeightState(spins: row.spins)
      #expect(abs(state.pairEntropy - row.pairEntropy) < 1e-12)
      #expect(abs(state.mutualInformation - row.mutualInformation) < 1e-12)
      // The density matrix has the same entropies.
      #expect(abs(try state.pair.entropy() - row.pairEntropy) < 1e-12)
      #expect(abs(try state.pair.mutualInformation() - row.mutualInformation) < 1e-12)
    }
  }

  @Test("The mutual information of distant spins tends to (ln 2)/2")
  func limit() {
    let half = 0.34657359027997264
    let spins = 1_000_000
    let excess = EqualWeightState(spins: spins).mutualInformation - half
    // (ln 2)/(4N) and corrections of order 1/N².
    #expect(abs(excess * 4 * Double(spins) / (2 * half) - 1) < 1e-5)
  }
}
