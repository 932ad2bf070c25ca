import Borders
import Glibc
import Jobs
import Models
import ResultsStorage

/// How far the refined quantity is above the border, at all points that are known: those of a file,
/// and those that were computed since.
struct BorderField {
  /// For each point of the other axes, by the number of the refined point.
  private var numbers: [[Double]]
  /// Standard errors; empty without noise.
  private var errors: [[Double]]
  /// Whether two quantities are compared by the logarithm of their ratio: where both are positive
  /// it is nearer to a straight line than their difference.
  private let comparesByRatio: Bool
  let noise: PlannedRefinement.Noise

  /// - Parameters:
  ///   - source: a file whose points are those of a plan.
  ///   - count: number of its refined points.
  /// - Throws: `InputError` if it cannot be read.
  init(
    _ source: SweepSource, _ plan: Plan, _ planned: PlannedRefinement, count: Int
  ) throws(InputError) {
    let read = try BorderReading(source, plan, planned)
    let all = (0..<planned.combinations).map { combination in
      read.samples(0..<count, of: count, combination: combination)
    }
    // By the coarse points alone, which all rounds have.
    let coarse = planned.coarseAxes.reduce(1) { $0 * $1.values.count }
    comparesByRatio =
      plan.comparesQuantities
      && all.allSatisfy { samples in
        samples.prefix(coarse).allSatisfy { $0.difference.isNaN || ($0.own > 0 && $0.other > 0) }
      }
    let isNoisy = all.contains { $0.prefix(coarse).contains { $0.error > 0 } }
    noise = isNoisy ? .known : plan.mayScatter ? .unknown : .none
    numbers = all.map { _ in [] }
    errors = isNoisy ? numbers : []
    add(all)
  }

  /// Adds refined points that were computed since.
  ///
  /// - Parameters:
  ///   - batch: the records of all of them.
  ///   - plan: one that has them.
  ///   - range: which refined points these are.
  mutating func add(
    _ batch: RecordBatch, _ plan: Plan, _ planned: PlannedRefinement, range: Range<Int>
  ) {
    let read = BorderReading(batch, plan, planned)
    add(
      (0..<planned.combinations).map { combination in
        read.samples(range, of: range.upperBound, combination: combination)
      })
  }

  private mutating func add(_ samples: [[BorderReading.Sample]]) {
    for (function, samples) in samples.enumerated() {
      for sample in samples {
        let (value, error) = scaled(sample)
        numbers[function].append(value)
        if !errors.isEmpty { errors[function].append(error) }
      }
    }
  }

  private func scaled(_ sample: BorderReading.Sample) -> (value: Double, error: Double) {
    guard comparesByRatio, !sample.difference.isNaN else {
      return (sample.difference, sample.error)
    }
    let (own, other) = (sample.own, sample.other)
    // At a point that is no coarse one, one of them may not be positive after all.
    let areBoth = own > 0 && other > 0
    return (
      areBoth ? log(own / other) : sample.difference < 0 ? -50 : 50,
      sample.error / max(abs(own), abs(other))
    )
  }

  func values(ofFirst count: Int) -> Refinement.Values {
    Refinement.Values(
      numbers: numbers.map { Array($0.prefix(count)) },
      errors: errors.map { Array($0.prefix(count)) })
  }
}

/// Reads what tells where the border is from records, in a file or in memory.
private struct BorderReading {
  /// What is known of the border at a point.
  struct Sample {
    /// The refined quantity; only where it is compared with another one.
    let own: Double
    /// What it has more than on the border; NaN where there is no result.
    let difference: Double
    /// Standard error of the difference; 0 where none is known.
    let error: Double

    var other: Double { own - difference }
  }

  private let plan: Plan
  private let planned: PlannedRefinement
  private var columns: [String: (values: [Double], size: Int)] = [:]
  /// Where the record of a point stands; nil for a point without a result.
  private let record: (Int) -> Int?

  init(_ source: SweepSource, _ plan: Plan, _ planned: PlannedRefinement) throws(InputError) {
    (self.plan, self.planned) = (plan, planned)
    record = { [done = source.done] in done.contains($0) ? $0 : nil }
    let layout = source.reader.layout
    let wanted = Self.names(plan)
    for (quantity, size) in zip(layout.quantities, layout.quantitySizes)
    where wanted.contains(quantity.name) {
      columns[quantity.name] = (try asInput { try source.reader.read(quantity.name) }, size)
    }
  }

  init(_ batch: RecordBatch, _ plan: Plan, _ planned: PlannedRefinement) {
    (self.plan, self.planned) = (plan, planned)
    let records = Dictionary(
      zip(batch.points, batch.points.indices), uniquingKeysWith: { $1 })
    // A failed point has no numbers.
    record = { records[$0] }
    let wanted = Self.names(plan)
    for (index, quantity) in plan.quantities.enumerated() where wanted.contains(quantity.name) {
      columns[quantity.name] = (batch.columns[index], batch.quantitySizes[index])
    }
  }

  private static func names(_ plan: Plan) -> Set<String> {
    Set(plan.borderInputs + plan.borderErrors.flatMap(\.quantities))
  }

  /// What is known at a range of `count` refined points, at one point of the other axes.
  func samples(_ range: Range<Int>, of count: Int, combination: Int) -> [Sample] {
    let value = plan.borderValues()
    let scatter = plan.borderErrors
    let own = plan.comparesQuantities ? columns[planned.quantity]?.values : nil
    return range.map { refined in
      let point = planned.number(ofRefined: refined, combination: combination, count: count)
      guard let place = record(point) else {
        return Sample(own: .nan, difference: .nan, error: scatter.isEmpty ? 0 : .nan)
      }
      let difference = value(point) { name in
        columns[name].map { Array($0.values[place * $0.size..<(place + 1) * $0.size]) }
      }
      let squares = scatter.map { names, part in
        let ends = names.compactMap { columns[$0]?.values[place] }
        let width = ends.count == 2 ? ends[1] - ends[0] : ends.first ?? 0
        return width * width * part * part
      }
      return Sample(
        own: own.map { $0[place] } ?? .nan, difference: difference,
        error: squares.reduce(0, +).squareRoot())
    }
  }
}
