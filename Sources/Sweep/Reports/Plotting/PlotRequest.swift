import Jobs

/// What `spinsweep plot` is asked for, as typed.
public struct PlotRequest: Sendable {
  public var path: String
  public var quantity: String
  public var x: String?
  public var y: String?
  /// The dimension whose values are curves of their own.
  public var lines: String?
  /// `AXIS=VALUE[,VALUE…]`
  public var selections: [String] = []
  /// `LEVEL[,LEVEL…]`
  public var contours: [String] = []
  /// Whether the quantity has a logarithmic scale.
  public var isLogarithmic = false
  public var output: String

  public init(path: String, quantity: String, output: String) {
    self.path = path
    self.quantity = quantity
    self.output = output
  }
}

/// A kind of picture, by the ending of its file.
package enum PictureFormat: String, Sendable, CaseIterable {
  case svg, png, pdf

  /// - Throws: `InputError` for any other ending.
  package init(path: String) throws(InputError) {
    let ending = path.lastIndex(of: ".").map { String(path[path.index(after: $0)...]) } ?? ""
    guard let format = Self(rawValue: ending.lowercased()) else {
      throw InputError(
        "the picture must be a file .svg, .png or .pdf, not '\(path)'"
          + NearestName.suggestion(for: ending, among: Self.allCases.map(\.rawValue)))
    }
    self = format
  }
}
