/// A unit of measurement such as `"kA/m"` or `"fJ/(V m)"`.
///
/// The scale to SI is kept as `mantissa · 10^exponent`: units that differ from SI only by prefixes
/// have mantissa 1, and numbers given in them convert with a single rounding (`"40 nm"` is the
/// double nearest to 4e-8, not 40 times the double nearest to 1e-9).
public struct Unit: Sendable, Equatable, CustomStringConvertible {
  /// The text the unit was made from; `"1"` for a pure number.
  public let symbol: String
  let mantissa: Double
  let exponent: Int
  let dimension: PhysicalDimension

  /// The symbol.
  public var description: String { symbol }

  /// Reads a unit: symbols with SI prefixes, joined by spaces, `*` or `/`, with `^n`, `²`, `^-1/2`,
  /// `cm3`, `s-1` and parentheses. A `/` divides by the one factor after it: `"J/(V m)"`.
  ///
  /// - Throws: `UnitError.unreadable` with the part that is not understood.
  public init(_ symbol: String) throws(UnitError) {
    var parser = UnitParser(symbol)
    let product = try parser.parse()
    self.init(
      symbol: symbol, mantissa: product.mantissa, exponent: product.exponent,
      dimension: product.dimension)
  }

  init(symbol: String, mantissa: Double, exponent: Int, dimension: PhysicalDimension) {
    self.symbol = symbol
    self.mantissa = mantissa
    self.exponent = exponent
    self.dimension = dimension
  }

  /// A pure number.
  public static let one = Unit(symbol: "1", mantissa: 1, exponent: 0, dimension: .none)
}

/// Why a text is no quantity.
public enum UnitError: Error, Equatable {
  /// The unit contains something that is no known symbol.
  case unreadable(part: String)
  /// The number in front of the unit cannot be read or is not finite.
  case notANumber(String)
  /// The unit measures something else than the one that was declared.
  case mismatch(given: String, declared: String)
}

extension Unit {
  /// The number that `text` (`"4 mA"`, `"40nm"`, `"0.5"`, `"5/2"`) means in this unit. A text
  /// without a unit is in this unit already.
  ///
  /// - Throws: `UnitError` if the number or the unit cannot be read or the dimension differs.
  public func value(of text: String) throws(UnitError) -> Double {
    var (number, unitText) = Unit.split(text)
    var divisor = 1.0
    let rest = Unit.split(String(unitText.dropFirst()))
    if unitText.first == "/", !rest.number.isEmpty {
      // No unit begins so.
      guard let number = DecimalNumber(rest.number)?.shifted(by: 0), number > 0 else {
        throw .notANumber(text)
      }
      (divisor, unitText) = (number, rest.unit)
    }
    guard let parsed = DecimalNumber(number) else { throw .notANumber(text) }
    let given = unitText.isEmpty ? self : try Unit(unitText)
    guard given.dimension == dimension else {
      throw .mismatch(given: unitText, declared: symbol)
    }
    let shifted = parsed.shifted(by: given.exponent - exponent) / divisor
    let value = given.mantissa == mantissa ? shifted : shifted * (given.mantissa / mantissa)
    guard value.isFinite else { throw .notANumber(text) }
    return value
  }

  /// The number at the start of `text` and what follows it, both trimmed.
  private static func split(_ text: String) -> (number: String, unit: String) {
    let characters = Array(text)
    var end = 0
    while end < characters.count {
      let character = characters[end]
      if character.isASCII && (character.isNumber || character == "." || character == "_") {
        end += 1
      } else if character == "+" || character == "-" {
        // A sign belongs to the number at its start and after an exponent's e.
        guard end == 0 || characters[end - 1] == "e" || characters[end - 1] == "E" else { break }
        end += 1
      } else if character == "e" || character == "E" {
        // "1e3 K" has an exponent, "1 eV" and "1eV" have a unit.
        var next = end + 1
        if next < characters.count, characters[next] == "+" || characters[next] == "-" { next += 1 }
        guard end > 0, next < characters.count, characters[next].isNumber else { break }
        end += 1
      } else if character == " " && end == 0 {
        return split(String(characters.drop { $0 == " " }))
      } else {
        break
      }
    }
    let unit = String(characters[end...]).trimmingSpaces()
    return (String(characters[..<end]), unit)
  }
}

extension String {
  func trimmingSpaces() -> String {
    var slice = self[...]
    while slice.first?.isWhitespace == true { slice.removeFirst() }
    while slice.last?.isWhitespace == true { slice.removeLast() }
    return String(slice)
  }
}
