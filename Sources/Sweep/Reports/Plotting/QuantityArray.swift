import Jobs
import ResultsStorage

/// The values of a quantity, addressed by one index for each of its dimensions.
struct QuantityArray {
  package let dimensions: [String]
  private let strides: [Int]
  private let values: [Double]

  init(_ quantity: QuantityLayout, of file: borrowing ResultsFile) throws(InputError) {
    let layout = file.layout
    dimensions = layout.axes.map(\.name) + quantity.dimensions
    var strides: [Int] = []
    var stride = 1
    for extent in (layout.gridShape + layout.ownShape(of: quantity)).reversed() {
      strides.insert(stride, at: 0)
      stride *= extent
    }
    self.strides = strides
    values = try file.values(quantity.name)
  }

  /// Whether there is nothing but zeros and what is missing.
  var isZero: Bool { values.allSatisfy { $0 == 0 || $0.isNaN } }

  package subscript(index: [Int]) -> Double {
    values[zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }]
  }
}
