/// One of several parts that a grid is split into: `--part K/N`.
public struct Part: Sendable, Equatable, CustomStringConvertible {
  /// From 1 to `count`.
  public let number: Int
  public let count: Int

  /// Reads `"K/N"`; nil if it is none.
  public init?(_ text: String) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1], count >= 1,
      (1...count).contains(number)
    else { return nil }
    self.number = number
    self.count = count
  }

  public var description: String { "\(number)/\(count)" }
}
