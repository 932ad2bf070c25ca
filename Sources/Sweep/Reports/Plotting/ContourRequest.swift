import Base
import Jobs
import ResultsStorage
import Units

/// A contour that the user asks for: `1K`, `temperature`, `quantum_temperature=temperature`.
struct ContourRequest {
  /// Something that has a value at each place of a map.
  enum Term: Equatable {
    case level(Double)
    case coordinate(PlotArrangement.Place)
    case quantity(String)
  }

  let label: String
  let left: Term
  let right: Term

  /// - Parameters:
  ///   - text: one item of `--contour`.
  ///   - quantity: the quantity that is drawn, which an item without `=` speaks of.
  init(
    _ text: String, of quantity: QuantityLayout, among dimensions: [PlotDimension],
    in layout: StoreLayout
  ) throws(InputError) {
    let location = SourceLocation.option("--contour \(text)")
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map { $0.filter { !$0.isWhitespace } }
    let names = layout.results.map(\.name) + dimensions.flatMap { $0.coordinates.map(\.name) }
    var (left, unit) = (Term.quantity(quantity.name), quantity.unit)
    var label = ""
    if parts.count == 2, !parts[0].isEmpty {
      guard let found = Self.term(parts[0], dimensions, layout) else {
        throw Self.unknown(parts[0], names, location)
      }
      (left, unit) = found
      label = GnuplotText.words(parts[0]) + " = "
    }
    self.left = left
    let right = parts[parts.count - 1]
    if let (term, rightUnit) = Self.term(right, dimensions, layout) {
      guard unit == rightUnit else {
        throw InputError(
          "'\(right)' is measured in \(rightUnit), which cannot be compared with \(unit)",
          at: location)
      }
      self.right = term
      let name = label.isEmpty ? GnuplotText.words(quantity.name) + " = " : label
      self.label = name + GnuplotText.words(right)
      return
    }
    do throws(UnitError) {
      let level = try Unit(unit).value(of: right)
      self.right = .level(level)
      let scale = UnitScale(unit: unit, magnitude: abs(level))
      let power = scale.factorExponent == 0 ? "" : "e\(scale.factorExponent)"
      let number = Format.significant(scale.drawn(level), 6) + power
      self.label = label + number + (scale.unit.isEmpty ? "" : " \(scale.unit)")
    } catch {
      if right.first.map({ $0.isNumber || "+-.".contains($0) }) == true {
        throw InputError("expected a level in \(unit) or a name, not '\(right)'", at: location)
      }
      throw Self.unknown(right, names, location)
    }
  }

  private static func unknown(
    _ name: String, _ names: [String], _ location: SourceLocation
  ) -> InputError {
    InputError(
      "the file has no quantity or axis '\(name)'"
        + NearestName.suggestion(for: name, among: names), at: location)
  }

  /// What a name means, and its unit.
  private static func term(
    _ name: String, _ dimensions: [PlotDimension], _ layout: StoreLayout
  ) -> (Term, String)? {
    for (number, dimension) in dimensions.enumerated() {
      if let found = dimension.coordinates.firstIndex(where: { $0.name == name }) {
        return (
          .coordinate(.init(dimension: number, coordinate: found)),
          dimension.coordinates[found].unit
        )
      }
    }
    return layout.results.first { $0.name == name }.map { (.quantity(name), $0.unit) }
  }
}
