import Base
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

  /// How bits are written.
  package enum Form: String, Sendable, CaseIterable {
    /// Eight a byte; bits that fill no byte are left out.
    case packed
    /// A byte of 0 or 1 each, as the tests of NIST SP 800-90B read them.
    case bytes
    /// A letter 0 or 1 each and a line feed at the end, as the tests of NIST SP 800-22 read them.
    case text
  }

  /// Where in a byte the first of eight bits is.
  package enum Order: String, Sendable, CaseIterable {
    case lowestFirst = "lsb"
    case highestFirst = "msb"
  }

  /// What is written.
  package let bytes: [UInt8]
  /// Outcomes that the bytes were made from.
  package let outcomes: Int

  private let output: String

  /// - Throws: `InputError` if there is no readable result file at `path`, no bits in it, the
  ///   selected point is not done, or no file can be written to `output`.
  package init(
    path: String, at selection: [String], debiasing: Debiasing, form: Form = .packed,
    order: Order = .lowestFirst, output: String
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
      throw InputError("the point\(file.place(of: point)) is not done")
    }
    // Every experiment has as many trials as the histogram has cells but one.
    let experiments = try file.values("switched_histogram", at: point).reduce(0, +)
    let packed = try file.values("bits", at: point).map { UInt8($0) }
    guard let experiments = Int(exactly: experiments),
      (0...8 * packed.count).contains(experiments),
      experiments * (trials - 1) <= 8 * packed.count
    else { throw InputError("'\(path)' is damaged: its bits are not those of its experiments") }
    outcomes = experiments * (trials - 1)
    var bits = (packed: packed, count: outcomes)
    if debiasing == .vonNeumann {
      let debiased = BitStatistics.debiased(packed: packed, count: outcomes)
      bits = (debiased.packed, debiased.count)
    }
    bytes = Self.bytes(of: bits.packed, count: bits.count, form, order)
    guard !bytes.isEmpty else {
      throw InputError(
        "\(Format.count(outcomes, "outcome")) of '\(path)' leave "
          + (form == .packed ? "fewer than 8 bits" : "no bit")
          + (debiasing == .none ? "" : " without bias") + ", not enough for a file")
    }
  }

  /// - Parameters:
  ///   - packed: bit i is bit i mod 8, from the lowest, of byte i / 8.
  ///   - count: number of bits.
  private static func bytes(
    of packed: [UInt8], count: Int, _ form: Form, _ order: Order
  ) -> [UInt8] {
    func bit(_ index: Int) -> UInt8 { packed[index / 8] >> UInt8(index % 8) & 1 }
    switch form {
    case .packed:
      let whole = packed.prefix(count / 8)
      return order == .lowestFirst ? Array(whole) : whole.map(\.bitReversed)
    case .bytes: return (0..<count).map(bit)
    case .text:
      guard count > 0 else { return [] }
      return (0..<count).map { UInt8(ascii: "0") + bit($0) } + [UInt8(ascii: "\n")]
    }
  }

  /// Writes the bytes to a file that does not exist yet.
  ///
  /// - Throws: As `OutputFile.write`.
  package func write() throws {
    try OutputFile.write(bytes, to: output)
  }
}

extension UInt8 {
  /// The bits in the opposite order.
  fileprivate var bitReversed: UInt8 {
    (0..<8).reduce(0) { $0 << 1 | self >> UInt8($1) & 1 }
  }
}
