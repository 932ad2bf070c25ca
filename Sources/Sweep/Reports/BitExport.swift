import Jobs
import Numerics
import ResultsStorage

/// The outcomes of a point of `switching-statistics` as a stream of bits, for tests of randomness
/// and for use.
package struct BitExport {
  /// How bias is taken out.
  package enum Debiasing: String, Sendable, CaseIterable {
    case none
    /// Unequal pairs give their first bit, equal ones nothing.
    case vonNeumann = "von-neumann"
  }

  /// Whole bytes, the first bit in the lowest place of the first byte; bits that fill no byte are
  /// left out.
  package let bytes: [UInt8]
  /// Outcomes that the bytes were made from.
  package let outcomes: Int

  private let output: String

  /// - Throws: `InputError` if there is no readable result file at `path`, no bits in it, the
  ///   selected point is not done, or no file can be written to `output`.
  package init(
    path: String, at selection: [String], debiasing: Debiasing, output: String
  ) throws(InputError) {
    self.output = try OutputFile.writable(output, for: "bits")
    let file = try ResultsFile(path)
    guard file.layout.quantities.contains(where: { $0.name == "bits" && $0.type == .uint8 }),
      let trials = file.layout.dimensions.first(where: { $0.name == "k" })?.values.count
    else {
      throw InputError(
        "'\(path)' holds no bits: they are a quantity of the model 'switching-statistics'")
    }
    let point = try file.layout.point(at: selection)
    guard try file.status()[point] == PointStatus.done.rawValue else {
      let place = file.describe(point)
      throw InputError("the point\(place.isEmpty ? "" : " at \(place)") is not done")
    }
    // Every experiment has as many trials as the histogram has cells but one.
    let experiments = try file.values("switched_histogram", at: point).reduce(0, +)
    let packed = try file.values("bits", at: point).map { UInt8($0) }
    guard let experiments = Int(exactly: experiments),
      (0...8 * packed.count).contains(experiments),
      experiments * (trials - 1) <= 8 * packed.count
    else { throw InputError("'\(path)' is damaged: its bits are not those of its experiments") }
    outcomes = experiments * (trials - 1)
    switch debiasing {
    case .none:
      bytes = Array(packed.prefix(outcomes / 8))
    case .vonNeumann:
      let debiased = BitStatistics.debiased(packed: packed, count: outcomes)
      bytes = Array(debiased.packed.prefix(debiased.count / 8))
    }
  }

  /// Writes the bytes to a file that does not exist yet.
  ///
  /// - Throws: `InputError` if the file exists or cannot be written.
  package func write() throws(InputError) {
    try OutputFile.write(bytes, to: output)
  }
}
