import Units

/// Makes a tree of the words of an expression, by recursive descent.
struct ExpressionParser {
  private typealias Node = Expression.Node

  private let tokens: [ExpressionToken]
  private var position = 0
  private var depth = 0

  /// Brackets and signs inside one another; more would exhaust the stack.
  private static let deepest = 200

  init(tokens: [ExpressionToken]) { self.tokens = tokens }

  mutating func parse() throws(ExpressionError) -> Expression.Node {
    let root = try disjunction()
    guard current.kind == .end else {
      throw ExpressionError("expected an operator, not \(current.text)", at: current.offset)
    }
    return root
  }

  private mutating func disjunction() throws(ExpressionError) -> Node {
    try chain(of: [.or]) { (parser) throws(ExpressionError) in try parser.conjunction() }
  }

  private mutating func conjunction() throws(ExpressionError) -> Node {
    try chain(of: [.and]) { (parser) throws(ExpressionError) in try parser.negation() }
  }

  private mutating func negation() throws(ExpressionError) -> Node {
    let offset = current.offset
    guard take("not") else { return try comparison() }
    try deepen()
    defer { depth -= 1 }
    return .not(try negation(), at: offset)
  }

  /// Two sides at most: a < b < c would not mean what it looks like.
  private mutating func comparison() throws(ExpressionError) -> Node {
    let left = try sum()
    let offset = current.offset
    guard
      let comparison = take(
        among: [.lessOrEqual, .greaterOrEqual, .equal, .unequal, .less, .greater])
    else { return left }
    return .binary(comparison, left, try sum(), at: offset)
  }

  private mutating func sum() throws(ExpressionError) -> Node {
    try chain(of: [.add, .subtract]) { (parser) throws(ExpressionError) in try parser.product() }
  }

  private mutating func product() throws(ExpressionError) -> Node {
    try chain(of: [.multiply, .divide]) { (parser) throws(ExpressionError) in try parser.sign() }
  }

  private mutating func sign() throws(ExpressionError) -> Node {
    let offset = current.offset
    if take("+") { return try sign() }
    guard take("-") else { return try power() }
    try deepen()
    defer { depth -= 1 }
    return .negated(try sign(), at: offset)
  }

  /// `2^-3` and `2^3^2`, which is `2^(3^2)`.
  private mutating func power() throws(ExpressionError) -> Node {
    let base = try indexed()
    let offset = current.offset
    guard take("^") else { return base }
    try deepen()
    defer { depth -= 1 }
    return .binary(.power, base, try sign(), at: offset)
  }

  private mutating func indexed() throws(ExpressionError) -> Node {
    var node = try primary()
    while true {
      let offset = current.offset
      guard take("[") else { return node }
      repeat {
        guard case .name(let dimension) = current.kind else {
          throw ExpressionError(
            "expected a dimension, as in x[time = 5 fs], not \(current.text)", at: current.offset)
        }
        position += 1
        try expect("=")
        node = .place(node, dimension: dimension, try place(), at: offset)
      } while take(",")
      try expect("]")
    }
  }

  private mutating func place() throws(ExpressionError) -> Expression.Place {
    let isNegative = take("-")
    let token = current
    position += 1
    switch token.kind {
    case .number(let number): return .value(number, isNegative: isNegative)
    case .name(let label) where !isNegative: return .label(label)
    default:
      throw ExpressionError(
        "expected a value or a label of the dimension, not \(token.text)", at: token.offset)
    }
  }

  private mutating func primary() throws(ExpressionError) -> Node {
    let token = current
    switch token.kind {
    case .number(let number):
      position += 1
      return .number(number, at: token.offset)
    case .name(let name):
      position += 1
      guard take("(") else { return .name(name, at: token.offset) }
      return try call(name, at: token.offset)
    case .sign("("):
      position += 1
      try deepen()
      defer { depth -= 1 }
      let inner = try disjunction()
      try expect(")")
      return inner
    default:
      throw ExpressionError(
        "expected a number, a name or '(', not \(token.text)", at: token.offset)
    }
  }

  private mutating func call(_ name: String, at offset: Int) throws(ExpressionError) -> Node {
    try deepen()
    defer { depth -= 1 }
    var arguments: [Node] = []
    if !take(")") {
      repeat { arguments.append(try disjunction()) } while take(",")
      try expect(")")
    }
    return .call(name, arguments, at: offset)
  }

  /// Parts with operators of one rank between them, from the left.
  private mutating func chain(
    of operators: [Expression.Operator],
    _ part: (inout ExpressionParser) throws(ExpressionError) -> Node
  ) throws(ExpressionError) -> Node {
    var left = try part(&self)
    while true {
      let offset = current.offset
      guard let sign = take(among: operators) else { return left }
      left = .binary(sign, left, try part(&self), at: offset)
    }
  }

  private var current: ExpressionToken { tokens[min(position, tokens.count - 1)] }

  private mutating func take(_ sign: String) -> Bool {
    guard current.kind == .sign(sign) else { return false }
    position += 1
    return true
  }

  private mutating func take(among operators: [Expression.Operator]) -> Expression.Operator? {
    operators.first { take($0.rawValue) }
  }

  private mutating func expect(_ sign: String) throws(ExpressionError) {
    guard take(sign) else {
      throw ExpressionError("expected '\(sign)', not \(current.text)", at: current.offset)
    }
  }

  private mutating func deepen() throws(ExpressionError) {
    depth += 1
    guard depth <= Self.deepest else {
      throw ExpressionError("too many brackets inside one another", at: current.offset)
    }
  }
}
