/// Sobol's low-discrepancy sequence, scrambled: points of the unit cube that fill it more evenly
/// than random ones, so that averages over 2ᵏ of them have errors far below 2^(−k/2).
///
/// The first points of a longer sequence are the shorter one. The scrambling (Matoušek's random
/// linear one with a digital shift, J. Complexity 14, 527 (1998)) makes each point uniformly
/// distributed, so that averages have no bias, and keeps how the points fill the cube.
public struct SobolSequence: Sendable {
  /// The most dimensions.
  public static let largestDimension = 1024
  /// The most points: 32 bits a coordinate.
  public static let mostPoints = 1 << 32

  /// For each dimension the directions of the 32 bits of a point's number.
  private let directions: [[UInt32]]
  private let shifts: [UInt32]

  /// - Parameters:
  ///   - keys: For each dimension the hash that decides its scrambling.
  public init(keys: [RandomHash]) {
    let scrambling = keys.map { DigitScrambling($0) }
    directions = zip(Self.directions(keys.count), scrambling).map { columns, scrambling in
      columns.map(scrambling.linear)
    }
    shifts = scrambling.map(\.shift)
  }

  /// The sequence as it is in the books, which begins with 0.
  ///
  /// - Parameter dimension: At most 1024.
  public init(unscrambled dimension: Int) {
    directions = Self.directions(dimension)
    shifts = [UInt32](repeating: 0, count: directions.count)
  }

  /// A coordinate of a point, above 0 and below 1.
  ///
  /// - Parameters:
  ///   - index: The number of the point, from 0.
  ///   - dimension: From 0.
  public func coordinate(ofPoint index: Int, _ dimension: Int) -> Double {
    (Double(bits(ofPoint: index, dimension)) + 0.5) * 0x1p-32
  }

  /// The 32 binary digits of a coordinate behind the point.
  public func bits(ofPoint index: Int, _ dimension: Int) -> UInt32 {
    // In the order of Gray's code, of which each block of 2ᵏ has the same points.
    var gray = UInt32(truncatingIfNeeded: index ^ (index >> 1))
    var digits = shifts[dimension]
    var bit = 0
    while gray != 0 {
      if gray & 1 == 1 { digits ^= directions[dimension][bit] }
      gray >>= 1
      bit += 1
    }
    return digits
  }

  /// The direction numbers of so many dimensions, with their first digit in the highest bit.
  private static func directions(_ count: Int) -> [[UInt32]] {
    // The first dimension reverses the digits of the number (van der Corput).
    var all: [[UInt32]] = [(0..<32).map { 1 << UInt32(31 - $0) }]
    for line in SobolDirectionNumbers.table.split(separator: "\n") {
      guard all.count < count else { break }
      let numbers = line.split(separator: " ").compactMap { UInt32($0) }
      let degree = Int(numbers[0])
      var columns = (0..<min(degree, 32)).map { numbers[2 + $0] << UInt32(31 - $0) }
      for k in columns.count..<32 {
        var next = columns[k - degree] ^ (columns[k - degree] >> UInt32(degree))
        for j in 1..<degree where numbers[1] >> UInt32(degree - 1 - j) & 1 == 1 {
          next ^= columns[k - j]
        }
        columns.append(next)
      }
      all.append(columns)
    }
    return Array(all.prefix(count))
  }
}

/// A random invertible lower triangular matrix over the field of two elements, and a random shift.
private struct DigitScrambling {
  /// Row k decides digit k: itself and a random choice of the digits before it.
  private let rows: [UInt32]
  let shift: UInt32

  init(_ key: RandomHash) {
    let key = RandomKey(key)
    let generator = Philox4x32(key: key.seed)
    func word(_ index: UInt32) -> UInt32 {
      let low = UInt32(truncatingIfNeeded: key.point)
      return generator.block(SIMD4(index, low, UInt32(truncatingIfNeeded: key.point >> 32), 0)).x
    }
    rows = (0..<32).map { row in
      let own: UInt32 = 1 << UInt32(31 - row)
      let before = row == 0 ? 0 : UInt32.max << UInt32(32 - row)
      return own | (word(UInt32(row)) & before)
    }
    shift = word(32)
  }

  /// The digits that the matrix makes of others.
  func linear(_ digits: UInt32) -> UInt32 {
    var result: UInt32 = 0
    for (row, mask) in rows.enumerated() where (mask & digits).nonzeroBitCount & 1 == 1 {
      result |= 1 << UInt32(31 - row)
    }
    return result
  }
}
