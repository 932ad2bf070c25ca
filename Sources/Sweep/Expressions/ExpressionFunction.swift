import Glibc
import Units

/// A function of numbers that expressions may call.
package struct ExpressionFunction: Sendable {
  /// As expressions have it.
  package let name: String
  /// What it is of, and what it gives.
  package let meaning: String
  let form: Form

  /// What a function wants and gives.
  enum Form: Sendable {
    /// One number without a unit; gives one.
    case pure(@Sendable (Double) -> Double)
    /// One number in any unit; gives one in the same unit.
    case keepingUnit(@Sendable (Double) -> Double)
    case squareRoot
    /// Two numbers or more in one unit; gives one in it.
    case smallest, largest
    /// Two numbers in one unit; gives an angle.
    case angle
    case choice
    /// An array and one of its dimensions.
    case reduction(Reduction)
  }

  /// What is made of the numbers along a dimension.
  enum Reduction: Sendable {
    case sum, mean
    /// The coordinate where the numbers are largest or smallest.
    case placeOfLargest, placeOfSmallest
    /// By trapezoids over the coordinates.
    case integral
  }

  /// All functions, in the order of listings.
  package static let all: [ExpressionFunction] = [
    pure("exp", "exponential") { exp($0) },
    pure("log", "natural logarithm") { log($0) },
    pure("log10", "decimal logarithm") { log10($0) },
    ExpressionFunction(name: "sqrt", meaning: "square root", form: .squareRoot),
    ExpressionFunction(
      name: "abs", meaning: "absolute value", form: .keepingUnit { Swift.abs($0) }),
    pure("floor", "largest whole number that is not above") { $0.rounded(.down) },
    ExpressionFunction(
      name: "min", meaning: "smallest of several numbers, or along a dimension", form: .smallest),
    ExpressionFunction(
      name: "max", meaning: "largest of several numbers, or along a dimension", form: .largest),
    pure("sin", "sine of an angle in rad") { sin($0) },
    pure("cos", "cosine of an angle in rad") { cos($0) },
    pure("tan", "tangent of an angle in rad") { tan($0) },
    pure("asin", "inverse sine") { asin($0) },
    pure("acos", "inverse cosine") { acos($0) },
    pure("atan", "inverse tangent") { atan($0) },
    ExpressionFunction(name: "atan2", meaning: "angle of (x, y): atan2(y, x)", form: .angle),
    pure("sinh", "hyperbolic sine") { sinh($0) },
    pure("cosh", "hyperbolic cosine") { cosh($0) },
    pure("tanh", "hyperbolic tangent") { tanh($0) },
    ExpressionFunction(
      name: "if", meaning: "if(condition, a, b): a where the condition holds, else b",
      form: .choice),
    reduction("sum", "sum along a dimension", .sum),
    reduction("mean", "mean along a dimension", .mean),
    reduction("argmax", "coordinate of the largest number along a dimension", .placeOfLargest),
    reduction("argmin", "coordinate of the smallest number along a dimension", .placeOfSmallest),
    reduction("integral", "integral over a dimension, by trapezoids", .integral),
  ]

  static func named(_ name: String) -> ExpressionFunction? { all.first { $0.name == name } }

  private static func pure(
    _ name: String, _ meaning: String, _ function: @escaping @Sendable (Double) -> Double
  ) -> Self {
    Self(name: name, meaning: meaning, form: .pure(function))
  }

  private static func reduction(_ name: String, _ meaning: String, _ form: Reduction) -> Self {
    Self(name: name, meaning: meaning, form: .reduction(form))
  }

  /// NaN if one of them is.
  static func smaller(_ a: Double, _ b: Double) -> Double { a.isNaN || a < b ? a : b }
  /// NaN if one of them is.
  static func larger(_ a: Double, _ b: Double) -> Double { a.isNaN || a > b ? a : b }

  /// `x` to a whole power, by squaring: x^2 is x·x.
  static func power(_ x: Double, _ exponent: Int) -> Double {
    // Not 1 to the zeroth.
    guard !x.isNaN else { return .nan }
    var (result, factor, left) = (1.0, x, Swift.abs(exponent))
    while left > 0 {
      if left & 1 == 1 { result *= factor }
      factor *= factor
      left >>= 1
    }
    return exponent < 0 ? 1 / result : result
  }
}
