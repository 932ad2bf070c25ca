import Teams
import Testing

@Suite("Consecutive shares of things with costs")
struct ConsecutiveShareTests {
  /// Of the costliest share.
  private func worst(_ costs: [Double], _ starts: [Int]) -> Double {
    let ends = starts.dropFirst() + [costs.count]
    return zip(starts, ends).map { costs[$0..<$1].reduce(0, +) }.max() ?? 0
  }

  /// The same of the best of all ways to cut.
  private func best(_ costs: ArraySlice<Double>, _ shares: Int) -> Double {
    if shares == 1 { return costs.reduce(0, +) }
    return (costs.startIndex...costs.endIndex).map { cut in
      max(costs[..<cut].reduce(0, +), best(costs[cut...], shares - 1))
    }.min() ?? 0
  }

  @Test("No way to cut is better by more than 1 %", arguments: 1...4)
  func even(shares: Int) {
    var state: UInt64 = 7
    for count in [1, 2, 3, 7, 12] {
      for _ in 0..<20 {
        let costs = (0..<count).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          let uniform = Double(state >> 40) / Double(1 << 24)
          return uniform * uniform * uniform
        }
        let old = (0..<shares).map { $0 * count / shares }
        let starts = ConsecutiveShares.starts(of: costs, near: old)
        #expect(starts.count == shares)
        #expect(starts[0] == 0)
        #expect(starts == starts.sorted())
        #expect(worst(costs, starts) <= 1.0101 * best(costs[...], shares))
      }
    }
  }

  @Test("Starts that are good enough stay")
  func steady() {
    #expect(ConsecutiveShares.starts(of: [1, 1, 0, 1, 1], near: [0, 3]) == [0, 3])
    #expect(ConsecutiveShares.starts(of: [1, 1, 0, 1, 1], near: [0, 2]) == [0, 2])
    #expect(ConsecutiveShares.starts(of: [1, 1, 0, 1, 1], near: [0, 5]) == [0, 3])
  }

  @Test("Fewer things than shares, and none")
  func few() {
    #expect(worst([1, 2], ConsecutiveShares.starts(of: [1, 2], near: [0, 0, 1])) == 2)
    #expect(ConsecutiveShares.starts(of: [], near: [0, 0]) == [0, 0])
  }
}
