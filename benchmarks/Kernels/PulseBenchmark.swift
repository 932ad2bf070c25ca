import Glibc
import Teams
import TensorNetworks

/// Time steps of a pulse of eight electrons at growing bond dimension; `benchmarks/tdmrg.py` runs the
/// same with TeNPy.
enum PulseBenchmark {
  /// - Parameter arguments: Weight a truncation may drop, number of timed steps, bond dimensions.
  static func run(_ arguments: [String]) throws {
    let weight = arguments.first.flatMap(Double.init) ?? 1e-11
    let steps = arguments.dropFirst().first.flatMap(Int.init) ?? 5
    let dimensions = arguments.dropFirst(2).compactMap(Int.init)
    let chain = PulseChain()
    let start = processorTime()
    let preparation = try PulseEvolution(
      chain, scheme: .second, rule: TruncationRule(maximumBond: 200, discardedWeight: 1e-7))
    for _ in 0..<20 { try preparation.advance(steps: 10, of: 0.1) }
    print("{\"dimension\": 0, \"seconds\": \(processorTime() - start)}")
    for dimension in dimensions {
      let rule = TruncationRule(maximumBond: dimension, discardedWeight: weight)
      let evolution = try PulseEvolution(
        chain.chain, from: preparation.state, scheme: .second, rule: rule)
      var times: [Double] = []
      for step in 0..<steps + 2 {
        let before = processorTime()
        try evolution.advance(steps: 1, of: 0.1)
        if step > 1 { times.append(processorTime() - before) }
      }
      let end = try evolution.measure()
      print(
        "{\"dimension\": \(dimension), \"seconds\": \(times.sorted()[times.count / 2]), "
          + "\"spin\": \(end.localSpins[0].z), "
          + "\"entropy\": \(end.bondEntropies[chain.halfBond - 1]), "
          + "\"full\": \(end.bondDimensions.count { $0 == dimension })}")
    }
  }

  /// CPU time of this process in s.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
