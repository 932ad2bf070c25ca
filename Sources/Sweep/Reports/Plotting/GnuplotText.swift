import Base

/// Texts as gnuplot reads them.
package enum GnuplotText {
  /// A text in quotes that shows every character as it is, also those that mark up enhanced text.
  package static func literal(_ text: String) -> String { quoted(plain(text)) }

  /// A text in quotes as `literal`, with a line for each of its words.
  package static func wordByWord(_ text: String) -> String {
    let words = text.split(separator: " ").map { word in
      plain(String(word)).map { #"\""#.contains($0) ? "\\\($0)" : String($0) }.joined()
    }
    return "\"" + words.joined(separator: #"\n"#) + "\""
  }

  /// Marked-up text in quotes.
  package static func quoted(_ markup: String) -> String {
    "'" + markup.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
  }

  /// A text with the characters of the mark-up escaped; what is no printable character is a blank.
  package static func plain(_ text: String) -> String {
    text.map { character in
      if #"\{}^_@&~"#.contains(character) { return "\\\(character)" }
      let isControl = character.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
      return isControl ? " " : String(character)
    }.joined()
  }

  /// A unit with raised exponents: `s^-1/2` has −1/2 above the line.
  package static func unit(_ symbol: String) -> String {
    var result = ""
    var rest = symbol[...]
    while let character = rest.popFirst() {
      guard character == "^" else {
        result += plain(String(character))
        continue
      }
      let exponent = rest.prefix { $0.isNumber || "-+/".contains($0) }
      rest = rest.dropFirst(exponent.count)
      result += "^{" + exponent.map { $0 == "-" ? "−" : String($0) }.joined() + "}"
    }
    return result
  }

  /// What stands beside an axis: name and unit, with a power of ten where no prefix takes it.
  package static func title(_ name: String, _ scale: UnitScale) -> String {
    let factor = scale.factorExponent == 0 ? "" : "10^{\(signed(scale.factorExponent))}"
    let unit = unit(scale.unit)
    let inside = factor + (factor.isEmpty || unit.isEmpty ? "" : " ") + unit
    return labeled(name) + (inside.isEmpty ? "" : " (\(inside))")
  }

  /// A label with the indices of its symbols lowered: `quantum temperature T_Q`. Names are to be
  /// in words.
  package static func labeled(_ text: String) -> String {
    var result = ""
    var letters = 0
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "_", (1...2).contains(letters) else {
        letters = character.isLetter ? letters + 1 : 0
        result += plain(String(character))
        continue
      }
      var index = rest.prefix { $0.isLetter || $0.isNumber || "+-,".contains($0) }
      if index.last == "," { index = index.dropLast() }
      rest = rest.dropFirst(index.count)
      result += "_{\(index.map { $0 == "-" ? "−" : String($0) }.joined())}"
      letters = 0
    }
    return result
  }

  /// A name of a file or job in words.
  package static func words(_ name: String) -> String {
    String(name.map { $0 == "_" || $0 == "." ? " " : $0 })
  }

  /// Ten digits: more than any picture shows.
  package static func number(_ value: Double) -> String {
    value.isNaN ? "NaN" : Format.significant(value, 10)
  }

  private static func signed(_ exponent: Int) -> String {
    exponent < 0 ? "−\(-exponent)" : "\(exponent)"
  }
}
