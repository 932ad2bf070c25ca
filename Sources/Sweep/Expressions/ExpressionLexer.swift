import Units

/// Divides the text of an expression into words.
struct ExpressionLexer {
  private let characters: [Character]
  private var position = 0

  /// Words that look like names and are operators.
  static let wordOperators: Set<String> = ["and", "or", "not"]
  private static let signs = [
    "<=", ">=", "==", "!=", "+", "-", "*", "/", "^", "(", ")", ",", "<", ">", "[", "]", "=",
  ]

  /// All words of a text, the end last.
  ///
  /// - Throws: `ExpressionError` at the first character that belongs to none.
  static func tokens(of text: String) throws(ExpressionError) -> [ExpressionToken] {
    var lexer = ExpressionLexer(characters: Array(text))
    var tokens: [ExpressionToken] = []
    repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
    return tokens
  }

  private init(characters: [Character]) { self.characters = characters }

  private mutating func next() throws(ExpressionError) -> ExpressionToken {
    while let space = peek, space.isWhitespace { position += 1 }
    let start = position
    guard let first = peek else { return ExpressionToken(kind: .end, offset: start) }
    if Self.isDigit(first) || first == "." && Self.isDigit(peek(1)) {
      return ExpressionToken(kind: try number(), offset: start)
    }
    if first.isLetter || first == "_" {
      let name = name()
      let kind: ExpressionToken.Kind = Self.wordOperators.contains(name) ? .sign(name) : .name(name)
      return ExpressionToken(kind: kind, offset: start)
    }
    for sign in Self.signs where characters[position...].starts(with: sign) {
      position += sign.count
      return ExpressionToken(kind: .sign(sign), offset: start)
    }
    throw ExpressionError("'\(first)' has no meaning in an expression", at: start)
  }

  /// Letters, digits and `_`, with `.` between: `external_field.x`.
  private mutating func name() -> String {
    let start = position
    while let next = peek {
      let isInside = next.isLetter || next.isNumber || next == "_"
      guard isInside || next == "." && (peek(1)?.isLetter ?? false) else { break }
      position += 1
    }
    return String(characters[start..<position])
  }

  /// A decimal number and the unit behind it, if there is one: `20 nm`, `1e-3`, `5 kA/m`.
  private mutating func number() throws(ExpressionError) -> ExpressionToken.Kind {
    let start = position
    while let next = peek, Self.isDigit(next) || next == "." { position += 1 }
    if peek == "e" || peek == "E" {
      let signed = peek(1) == "+" || peek(1) == "-" ? 2 : 1
      // "1 eV" and "1eV" have a unit.
      if Self.isDigit(peek(signed)) {
        position += signed
        while Self.isDigit(peek) { position += 1 }
      }
    }
    let digits = String(characters[start..<position])
    let unit = unit() ?? .one
    guard let value = try? Unit.one.value(of: digits) else {
      throw ExpressionError("'\(digits)' is no number", at: start)
    }
    return .number(Measurement(digits: digits, value: value, unit: unit))
  }

  /// The longest unit that stands here; nil if none does. It has no spaces inside, and is in
  /// brackets if it needs them: `5 [J m]`.
  private mutating func unit() -> Unit? {
    let start = position
    while peek == " " { position += 1 }
    if peek == "[", let end = characters[position...].firstIndex(of: "]"),
      let unit = try? Unit(String(characters[position + 1..<end]))
    {
      position = end + 1
      return unit
    }
    guard let first = peek, first.isLetter || first == "%" || first == "°" else {
      position = start
      return nil
    }
    var end = position
    while let next = character(end), Self.isInUnit(next, after: character(end - 1)) { end += 1 }
    // The longest one: what follows a '/' may be a name of the formula.
    while end > position {
      let text = String(characters[position..<end])
      if !Self.wordOperators.contains(text), Self.isWhole(text, before: character(end)),
        let unit = try? Unit(text)
      {
        position = end
        return unit
      }
      end -= 1
    }
    position = start
    return nil
  }

  /// Whether a unit can go on with a character. Digits and a minus sign stand behind `^` only: in
  /// `90 deg-1` and `20 %-2` the sign is an operator.
  private static func isInUnit(_ character: Character, after last: Character?) -> Bool {
    if character == "-" { return last == "^" }
    if character.isNumber { return last.map { "^-".contains($0) || $0.isNumber } ?? false }
    return character.isLetter || "%°µ^/".contains(character)
  }

  /// Whether a unit does not end inside a word, or before a component of a name.
  private static func isWhole(_ text: String, before next: Character?) -> Bool {
    guard let last = text.last, let next else { return true }
    let isWord = next.isLetter || next.isNumber || next == "_" || next == "."
    return !(isWord && (last.isLetter || last.isNumber)) && last != "/" && last != "-"
      && last != "^"
  }

  private var peek: Character? { character(position) }
  private func peek(_ distance: Int) -> Character? { character(position + distance) }
  private func character(_ index: Int) -> Character? {
    index < characters.count ? characters[index] : nil
  }
  private static func isDigit(_ character: Character?) -> Bool {
    character.map { $0.isASCII && $0.isNumber } ?? false
  }
}
