/// Consecutive shares of a row of things with costs, as even as they can be.
package enum ConsecutiveShares {
  /// Where each share starts.
  ///
  /// The costliest share is within 1 % of the cheapest possible one. In these bounds starts stay as
  /// near as possible to those of old: what changes its share has to be moved. No share is empty if
  /// there are as many things as shares.
  ///
  /// - Parameters:
  ///   - costs: Of each thing; none negative.
  ///   - old: Where the shares have started so far, ascending; as many shares as there are to be.
  package static func starts(of costs: [Double], near old: [Int]) -> [Int] {
    let limit = 1.01 * smallestLimit(costs, shares: old.count)
    // The least that the shares before may take, so that the rest is within the limit.
    var earliest = old
    var end = costs.count
    for share in old.indices.reversed() {
      end = start(ofShareTo: end, costs, limit)
      earliest[share] = end
    }
    let least = costs.count < old.count ? 0 : 1
    var starts = old
    for share in old.indices {
      if share == 0 {
        starts[share] = 0
        continue
      }
      let latest = self.end(ofShareFrom: starts[share - 1], costs, limit)
      starts[share] = min(
        max(old[share], earliest[share], starts[share - 1] + least), latest,
        costs.count - least * (old.count - share))
    }
    return starts
  }

  /// The smallest cost of the costliest share, from above to a part in a million.
  private static func smallestLimit(_ costs: [Double], shares: Int) -> Double {
    let largest = costs.max() ?? 0
    var low = max(largest, costs.reduce(0, +) / Double(shares))
    // Shares that stop before they exceed this leave nothing over.
    var high = low + largest
    while high - low > 1e-6 * high {
      let middle = (low + high) / 2
      var end = 0
      for _ in 0..<shares { end = self.end(ofShareFrom: end, costs, middle) }
      if end == costs.count { high = middle } else { low = middle }
    }
    return high
  }

  private static func end(ofShareFrom start: Int, _ costs: [Double], _ limit: Double) -> Int {
    var (end, sum) = (start, 0.0)
    while end < costs.count, sum + costs[end] <= limit {
      sum += costs[end]
      end += 1
    }
    return end
  }

  private static func start(ofShareTo end: Int, _ costs: [Double], _ limit: Double) -> Int {
    var (start, sum) = (end, 0.0)
    while start > 0, sum + costs[start - 1] <= limit {
      start -= 1
      sum += costs[start]
    }
    return start
  }
}
