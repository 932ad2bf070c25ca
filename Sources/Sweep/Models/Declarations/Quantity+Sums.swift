import Macrospins
import ResultsStorage
import Units

extension Quantity {
  /// Sums of powers of a magnetization, which a file keeps beside the results so that trajectories
  /// can be added.
  ///
  /// - Parameters:
  ///   - name: Of the array among the sums.
  ///   - dimensions: Names of the model's dimensions that they have, slowest first.
  ///   - subject: What they are sums of.
  ///   - limbs: The sums as exact numbers.
  static func sums(
    _ name: String, _ dimensions: [String], _ subject: String,
    _ limbs: @escaping @Sendable (Outcome) -> [Double]
  ) -> Self {
    .array(
      SumsGroup.name(of: name), unit: .one, dimensions + [OwnDimension.limbs.name],
      "exact sums of the first four powers of the \(subject), over the trajectories",
      source: "numerics", limbs)
  }
}

extension OwnDimension {
  /// The limbs of sums of powers: 2, 3, 4 and 5 of 48 bits, from the lowest on, in units of 2⁻⁵² to
  /// the power.
  static let limbs = OwnDimension(
    SumsGroup.name(of: "limb"), unit: .one,
    "limbs of 48 bits, from the lowest on: 2, 3, 4 and 5 for powers 1 to 4, in units of "
      + "2^-52 to the power", values: (0..<TrajectorySums.limbCount).map(Double.init))
}
