public import Jobs
import Numerics
import ResultsStorage

/// The outcomes of a point of `switching-statistics` as a stream of bits, for tests of randomness and
/// for use.
public struct BitExport {
  /// How bias is taken out.
  public enum Debiasing: String, Sendable, CaseIterable {
    case none
    /// Unequal pairs give their first bit, equal ones nothing.
    case vonNeumann = "von-neumann"
  }

  /// Whole bytes, the first bit in the lowest place of the first byte; bits that fill no byte are
  /// left out.
  public let bytes: [UInt8]
  /// Outcomes that the bytes were made from.
  public let outcomes: Int

  private let output: String

  /// - Throws: `InputError` if there is no readable result file at `path`, no bits in it, the selected
  ///   point is not done, or no file can be written to `output`.
  public init(
    path: String, at selection: [String], debiasing: Debiasing, output: String
  ) throws(InputError) {
    self.output = try OutputPath.writable(output, for: "bits")
    let file = try ResultsFile(path)
    guard file.layout.quantities.contains(where: { $0.name == "bits" }),
      let trials = file.layout.dimensions.first(where: { $0.name == "k" })?.values.count
    else {
      throw InputError(
        "'\(path)' holds no bits: they are a quantity of the model 'switching-statistics'")
    }
    let point = try PointSelection(selection, in: file.layout).point
    guard try file.status()[point] == PointStatus.done.rawValue else {
      let place = file.describe(point)
      throw InputError("the point\(place.isEmpty ? "" : " at \(place)") is not done")
    }
    // Every experiment has as many trials as the histogram has cells but one.
    let experiments = try file.values("switched_histogram", at: point).reduce(0, +)
    outcomes = Int(experiments) * (trials - 1)
    let packed = try file.values("bits", at: point).map { UInt8($0) }
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
  public func write() throws(InputError) {
    try NewFile.write(bytes, to: output)
  }
}
