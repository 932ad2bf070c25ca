/// The group of a result file for what is no result, but what trajectories can be added to: arrays
/// like those of quantities, beside the results.
public enum SumsGroup {
  /// Its name in the file.
  static let name = "sums"

  /// The full name of an array in it.
  public static func name(of array: String) -> String { "\(name)/\(array)" }

  /// The name of an array without that of the group, if it is in it.
  static func ownName(of array: String) -> Substring {
    contains(array) ? array.dropFirst(name.utf8.count + 1) : array[...]
  }

  /// Whether a name is that of an array in it.
  public static func contains(_ array: String) -> Bool { array.hasPrefix(name + "/") }
}

extension StoreLayout {
  /// The quantities that are results.
  public var results: [QuantityLayout] { quantities.filter { !SumsGroup.contains($0.name) } }
}
