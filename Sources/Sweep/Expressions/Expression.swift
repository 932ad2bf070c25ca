import Units

/// A formula over named numbers and arrays, as users type it:
/// `max(mutual_information, time) / (2*log(2))`.
///
/// Numbers may have units (`20 nm`, `5 kA/m`, `3 [J m]`: a unit without spaces, or in brackets).
/// Operators, from the tightest on: `^`, the sign, `* /`, `+ -`, comparisons, `not`, `and`, `or`.
/// `name[dimension = value]` takes the values at one place of a dimension.
package struct Expression: Sendable, Equatable {
  /// As it was typed.
  package let text: String
  let root: Node

  /// Longer texts would make trees that are too deep to be worked through on a small stack.
  private static let longest = 4000
  private static let mostTokens = 600

  /// - Throws: `ExpressionError` where the text is no expression.
  package init(_ text: String) throws(ExpressionError) {
    guard text.count <= Self.longest else {
      throw ExpressionError("an expression has at most \(Self.longest) characters", at: 0)
    }
    let tokens = try ExpressionLexer.tokens(of: text)
    guard tokens.count <= Self.mostTokens else {
      throw ExpressionError("an expression has at most \(Self.mostTokens) words", at: 0)
    }
    var parser = ExpressionParser(tokens: tokens)
    root = try parser.parse()
    self.text = text
  }

  /// Names that it uses and that are no constants, each once, in the order of the text. Some may be
  /// dimensions.
  package var names: [String] {
    var names: [String] = []
    root.collect(&names)
    return names
  }

  /// A part of an expression.
  indirect enum Node: Sendable, Equatable {
    case number(Measurement, at: Int)
    case name(String, at: Int)
    case negated(Node, at: Int)
    case not(Node, at: Int)
    case binary(Operator, Node, Node, at: Int)
    case call(String, [Node], at: Int)
    case place(Node, dimension: String, Place, at: Int)

    /// Where it begins or has its operator.
    var offset: Int {
      switch self {
      case .number(_, let at), .name(_, let at), .negated(_, let at), .not(_, let at),
        .binary(_, _, _, let at), .call(_, _, let at), .place(_, _, _, let at):
        at
      }
    }

    fileprivate func collect(_ names: inout [String]) {
      switch self {
      case .number: break
      case .name(let name, _):
        if ExpressionConstant.named(name) == nil, !names.contains(name) { names.append(name) }
      case .negated(let part, _), .not(let part, _), .place(let part, _, _, _):
        part.collect(&names)
      case .binary(_, let left, let right, _):
        left.collect(&names)
        right.collect(&names)
      case .call(_, let parts, _): for part in parts { part.collect(&names) }
      }
    }
  }

  /// The place on a dimension: a coordinate, or its label.
  enum Place: Sendable, Equatable {
    case value(Measurement, isNegative: Bool)
    case label(String)
  }

  /// An operator between two parts.
  enum Operator: String, Sendable {
    case add = "+", subtract = "-", multiply = "*", divide = "/", power = "^"
    case less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case equal = "==", unequal = "!="
    case and, or
  }
}
