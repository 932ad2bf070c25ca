/// Why a text is no expression, or none with these names and units: a sentence, and where in the
/// text.
package struct ExpressionError: Error, Equatable, CustomStringConvertible {
  /// What is wrong and what was expected.
  package let message: String
  /// The character of the text where it shows, counted from 1.
  package let column: Int

  init(_ message: String, at offset: Int) {
    self.message = message
    column = offset + 1
  }

  package var description: String { "\(message) (at character \(column))" }
}
