/// Recursive-descent reader of unit expressions.
struct UnitParser {
  struct Product {
    var mantissa = 1.0
    var exponent = 0
    var dimension = PhysicalDimension.none
  }

  private static let longest = 100

  private let characters: [Character]
  private var position = 0

  init(_ text: String) {
    characters = Array(text)
  }

  mutating func parse() throws(UnitError) -> Product {
    // Overflow and depth of recursion are limited here and in powers, since users type units.
    guard characters.count <= Self.longest else { throw .unreadable(part: String(characters)) }
    let product = try expression()
    guard position == characters.count else {
      throw .unreadable(part: String(characters[position...]))
    }
    return product
  }

  private mutating func expression() throws(UnitError) -> Product {
    var result = try factor()
    while true {
      skipSpaces()
      guard let next = peek, next != ")" else { return result }
      if next == "/" {
        position += 1
        let divisor = try power(of: try factor(), halves: -2)
        result = multiply(result, divisor)
      } else {
        if next == "*" || next == "·" { position += 1 }
        let next = try factor()
        result = multiply(result, next)
      }
    }
  }

  private mutating func factor() throws(UnitError) -> Product {
    skipSpaces()
    var base: Product
    if peek == "(" {
      position += 1
      base = try expression()
      guard peek == ")" else { throw .unreadable(part: String(characters)) }
      position += 1
    } else {
      let start = position
      while let next = peek, next.isLetter || next == "%" || next == "°" { position += 1 }
      if position == start, peek == "1" { position += 1 }
      base = try Self.symbol(String(characters[start..<position]), in: String(characters))
      // As netCDF's units have it: cm3, s-1.
      if position > start, characters[start] != "1", let next = peek,
        "+-".contains(next) || next.isASCII && next.isNumber
      {
        return try power(of: base, halves: try exponentInHalves())
      }
    }
    if peek == "^" {
      position += 1
      base = try power(of: base, halves: try exponentInHalves())
    } else if let whole = try raisedExponent() {
      base = try power(of: base, halves: 2 * whole)
    }
    return base
  }

  /// The exponent of `m²` and `s⁻¹`; nil if there is none.
  private mutating func raisedExponent() throws(UnitError) -> Int? {
    var digits = ""
    while let next = peek, let digit = Self.raised[next] {
      digits.append(digit)
      position += 1
    }
    guard !digits.isEmpty else { return nil }
    guard let whole = Int(digits), (-20...20).contains(whole) else {
      throw .unreadable(part: String(characters))
    }
    return whole
  }

  private static let raised: [Character: Character] = [
    "⁺": "+", "⁻": "-", "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6",
    "⁷": "7", "⁸": "8", "⁹": "9",
  ]

  private mutating func exponentInHalves() throws(UnitError) -> Int {
    let start = position
    if peek == "-" || peek == "+" { position += 1 }
    while let next = peek, next.isASCII, next.isNumber { position += 1 }
    guard let whole = Int(String(characters[start..<position])), (-40...40).contains(whole) else {
      throw .unreadable(part: String(characters))
    }
    let rest = String(characters[position...].prefix(2))
    guard rest == "/2" else { return 2 * whole }
    position += 2
    return whole
  }

  private func multiply(_ a: Product, _ b: Product) -> Product {
    Product(
      mantissa: a.mantissa * b.mantissa, exponent: a.exponent + b.exponent,
      dimension: a.dimension * b.dimension)
  }

  private func power(of base: Product, halves: Int) throws(UnitError) -> Product {
    guard abs(halves) <= 40, abs(base.exponent) <= 1000,
      let dimension = base.dimension.raised(toHalves: halves)
    else {
      throw .unreadable(part: String(characters))
    }
    guard halves % 2 == 0 else {
      // Half-integer powers of scaled units never occur; a scale of 1 keeps them exact.
      guard base.mantissa == 1, base.exponent == 0 else {
        throw .unreadable(part: String(characters))
      }
      return Product(dimension: dimension)
    }
    var mantissa = 1.0
    for _ in 0..<(abs(halves) / 2) { mantissa *= base.mantissa }
    return Product(
      mantissa: halves < 0 ? 1 / mantissa : mantissa, exponent: base.exponent * halves / 2,
      dimension: dimension)
  }

  private var peek: Character? { position < characters.count ? characters[position] : nil }

  private mutating func skipSpaces() {
    while peek == " " { position += 1 }
  }

  private static func symbol(_ name: String, in text: String) throws(UnitError) -> Product {
    if let unit = UnitSymbol.table[name] { return unit.product }
    if let prefix = name.first, let power = UnitSymbol.prefixes[prefix],
      let unit = UnitSymbol.table[String(name.dropFirst())], unit.takesPrefix
    {
      var product = unit.product
      product.exponent += power
      return product
    }
    throw .unreadable(part: name.isEmpty ? text : name)
  }
}
