import Base

/// What a program says on standard error: passed on line by line, labeled with its rank.
struct ProgramMessages {
  private let label: String
  private var rest: [UInt8] = []
  private var bytes = 0
  /// The last line that says something.
  private(set) var lastLine = ""
  /// Whether the program can still say something.
  private(set) var isOpen = true

  /// Bytes of a program that are passed on; the rest is left out.
  private static let mostBytes = 1 << 20
  /// A longer line is broken.
  private static let longestLine = 4096
  /// Of the last line, in a sentence.
  private static let longestExcerpt = 80

  init(rank: Int) { label = "[rank \(rank)] " }

  /// Takes what was read.
  ///
  /// - Parameter isLast: Whether it is the end.
  mutating func take(_ block: ArraySlice<UInt8>, isLast: Bool) {
    rest += block
    var lines: [String] = []
    var start = 0
    // Once enough was passed on, only what may be the last words is read.
    if bytes >= Self.mostBytes { start = max(0, rest.count - Self.longestLine) }
    while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(String(decoding: rest[start..<end], as: UTF8.self))
      start = end + 1
    }
    rest.removeSubrange(..<start)
    if rest.count > Self.longestLine || isLast && !rest.isEmpty {
      lines.append(String(decoding: rest, as: UTF8.self))
      rest = []
    }
    if isLast { isOpen = false }
    pass(lines)
  }

  private mutating func pass(_ lines: [String]) {
    if let line = lines.last(where: { line in line.contains { !$0.isWhitespace } }) {
      let text = line.printable
      lastLine =
        text.count > Self.longestExcerpt
        ? String(text.prefix(Self.longestExcerpt)) + "…" : text
    }
    guard bytes < Self.mostBytes, !lines.isEmpty else { return }
    bytes += lines.reduce(0) { $0 + $1.utf8.count + 1 }
    // One write, so that lines of several ranks do not mix.
    var text = lines.map { label + $0 + "\n" }.joined()
    if bytes >= Self.mostBytes { text += label + "(more messages of the program are left out)\n" }
    StandardError.write(text)
  }

  /// Nothing more comes.
  mutating func close() {
    if isOpen { take([], isLast: true) }
  }
}
