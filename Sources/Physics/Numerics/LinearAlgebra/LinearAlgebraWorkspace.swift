import CLAPACK

/// Memory that decompositions work in, used again and again.
package struct LinearAlgebraWorkspace: Sendable {
  var complex: [lapack_complex_double] = []
  var scales: [lapack_complex_double] = []
  var real: [Double] = []
  var integers: [Int32] = []
  /// What is overwritten of a tridiagonal matrix, and its eigenvectors.
  var vectors: [Double] = []

  /// None yet.
  package init() {}
}

extension Array where Element: BitwiseCopyable {
  /// Makes room for at least `count` elements; growing loses what there was.
  package mutating func makeRoom(for count: Int, filler: Element) {
    if self.count < count { self = Array(repeating: filler, count: count + count / 4) }
  }
}
