import Glibc

/// How good a sequence of bits is as a source of randomness.
public struct BitStatistics: Sendable, Equatable {
  /// Number of bits.
  public let count: Int
  /// How many of them are 1.
  public let ones: Int
  /// Correlation of a bit with the next; NaN if all are alike or there are fewer than two.
  public let serialCorrelation: Double

  /// - Parameters:
  ///   - packed: bit i is bit i mod 8, from the lowest, of byte i / 8.
  ///   - count: number of bits.
  public init(packed: [UInt8], count: Int) {
    var ones = 0
    var pairs = 0
    var previous = 0
    var first = 0
    for index in 0..<count {
      let bit = Int(packed[index / 8] >> UInt8(index % 8) & 1)
      ones += bit
      pairs += bit & previous
      if index == 0 { first = bit }
      previous = bit
    }
    self.count = count
    self.ones = ones
    // Knuth's coefficient, with the last bit followed by the first.
    let wrapped = Double(pairs + (previous & first))
    let (n, k) = (Double(count), Double(ones))
    let variance = n * k - k * k
    serialCorrelation = variance > 0 && count > 1 ? (n * wrapped - k * k) / variance : .nan
  }

  /// Share of the commoner bit.
  private var mostCommon: Double { Double(max(ones, count - ones)) / Double(max(count, 1)) }

  /// −log₂ of the share of the commoner bit: min-entropy in bits a bit.
  public var minEntropy: Double { count > 0 ? Self.information(mostCommon) : .nan }

  /// d(min-entropy)/dp of the probability p of a 1.
  public var slope: Double {
    let size = 1 / (mostCommon * log(2))
    return 2 * ones >= count ? -size : size
  }

  /// Lower bound of the min-entropy at 99 % confidence: most common value estimate of
  /// NIST SP 800-90B, Sec. 6.3.1. NaN for fewer than two bits.
  public var minEntropyLow: Double {
    guard count > 1 else { return .nan }
    // 2.576 standard deviations leave half a percent on each side.
    let spread = 2.576 * (mostCommon * (1 - mostCommon) / Double(count - 1)).squareRoot()
    return Self.information(min(1, mostCommon + spread))
  }

  /// −log₂ of a probability; 0, not −0, of what is certain.
  private static func information(_ probability: Double) -> Double { 0 - log2(probability) }

  /// The bits without bias, if they are independent: of each pair, unequal bits give the first, and
  /// equal ones nothing (von Neumann).
  ///
  /// - Parameters:
  ///   - packed: Bit i is bit i mod 8, from the lowest, of byte i / 8.
  ///   - count: Number of bits.
  /// - Returns: Bits packed in the same way, and their number.
  public static func debiased(packed: [UInt8], count: Int) -> (packed: [UInt8], count: Int) {
    var result: [UInt8] = []
    var kept = 0
    for pair in 0..<count / 2 {
      let first = packed[pair / 4] >> UInt8(2 * pair % 8) & 1
      let second = packed[pair / 4] >> UInt8((2 * pair + 1) % 8) & 1
      guard first != second else { continue }
      if kept % 8 == 0 { result.append(0) }
      result[kept / 8] |= first << UInt8(kept % 8)
      kept += 1
    }
    return (result, kept)
  }
}
