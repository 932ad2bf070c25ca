/// Colors, as `#rrggbb`.
enum Palette {
  /// Viridis (Smith and van der Walt, 2015; in the public domain) at 17 equal steps: lightness
  /// grows evenly, also in gray and for the color-blind.
  static let sequential = [
    "#440154", "#48186a", "#472d7b", "#424086", "#3b528b", "#33638d", "#2c728e", "#26828e",
    "#21918c", "#1fa088", "#28ae80", "#3fbc73", "#5ec962", "#84d44b", "#addc30", "#d8e219",
    "#fde725",
  ]

  /// For numbers of both signs: blue, gray, red, with the lightness L* = 96 − 62 |t| of CIELAB.
  static let diverging = [
    "#00569b", "#006fb7", "#1d89cf", "#62a3e0", "#95bdea", "#c5d8f0", "#f3f3f3", "#f7ccc7",
    "#f3a69e", "#e68179", "#d25f58", "#b7403d", "#982227",
  ]

  /// What is not to be trusted.
  static let doubtful = "#9a9a9a"

  /// Colors that stay apart for the color-blind (Okabe and Ito, 2008).
  static let distinct = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000",
  ]

  /// Colors of curves: a walk through viridis, without its bright end, where curves are numbers in
  /// order; distinct ones for a few others.
  static func curves(_ count: Int, areOrdered: Bool) -> [String] {
    if count <= 1 || (!areOrdered && count <= distinct.count) {
      return Array(distinct.prefix(count))
    }
    let usable = Double(sequential.count) - 3
    return (0..<count).map { sequential[Int((usable * Double($0) / Double(count - 1)).rounded())] }
  }

  /// As gnuplot's `set palette defined` wants it.
  static func definition(_ colors: [String]) -> String {
    colors.enumerated().map { "\($0) '\($1)'" }.joined(separator: ", ")
  }
}
