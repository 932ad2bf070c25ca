/// Decompositions of single matrices in column-major order.
package enum DenseFactors {
  /// A matrix as a product of orthonormal columns and the rest.
  ///
  /// - Returns: `isometry` with min(rows, columns) columns, and the upper trapezoidal `rest`.
  package static func orthogonalTriangular(
    _ matrix: [Complex], rows: Int, columns: Int
  ) throws(EigenvalueError) -> (isometry: [Complex], rest: [Complex]) {
    let size = min(rows, columns)
    var work = QRWork(rows: rows, columns: columns)
    return try work.factor(matrix, size)
  }

  /// Singular values in descending order with both sets of vectors.
  package struct Singular {
    package let values: [Double]
    /// Columns are the left singular vectors.
    package let left: [Complex]
    /// Rows are the right singular vectors, conjugated.
    package let right: [Complex]
  }

  package static func singular(
    _ matrix: [Complex], rows: Int, columns: Int
  ) throws(EigenvalueError) -> Singular {
    let (size, longer) = (min(rows, columns), max(rows, columns))
    guard size > 0 else { return Singular(values: [], left: [], right: []) }
    var input = ScratchMemory<Complex>()
    var left = ScratchMemory<Complex>()
    var right = ScratchMemory<Complex>()
    var work = ScratchMemory<Complex>()
    var values = ScratchMemory<Double>()
    var reals = ScratchMemory<Double>()
    var integers = ScratchMemory<Int32>()
    let workCount = size * size + 66 * longer
    let source = input.reserve(matrix.count)
    for index in matrix.indices { source[index] = matrix[index] }
    try DenseKernels.singularValues(
      rows, columns, source, values: values.reserve(size), left: left.reserve(rows * size),
      right: right.reserve(size * columns), work: work.reserve(workCount), workCount: workCount,
      reals: reals.reserve(5 * size * size + 5 * longer * size + size),
      integers: integers.reserve(8 * size))
    return Singular(
      values: Array(UnsafeBufferPointer(start: values.start, count: size)),
      left: Array(UnsafeBufferPointer(start: left.start, count: rows * size)),
      right: Array(UnsafeBufferPointer(start: right.start, count: size * columns)))
  }
}

/// Memory of one QR decomposition.
private struct QRWork: ~Copyable {
  private let rows: Int
  private let columns: Int
  private var matrix = ScratchMemory<Complex>()
  private var scales = ScratchMemory<Complex>()
  private var work = ScratchMemory<Complex>()

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// Q and R = Q† A.
  mutating func factor(
    _ elements: [Complex], _ size: Int
  ) throws(EigenvalueError) -> (isometry: [Complex], rest: [Complex]) {
    let target = matrix.reserve(elements.count)
    for index in elements.indices { target[index] = elements[index] }
    let workCount = 64 * columns
    // If the matrix is wide, its first columns span everything its rows allow.
    try DenseKernels.orthonormalizeColumns(
      rows, size, target, rows, scales: scales.reserve(size), work: work.reserve(workCount),
      workCount: workCount)
    let isometry = Array(UnsafeBufferPointer(start: target, count: rows * size))
    let rest = [Complex](unsafeUninitializedCapacity: size * columns) { buffer, count in
      elements.withUnsafeBufferPointer { source in
        isometry.withUnsafeBufferPointer { q in
          if let q = q.baseAddress, let a = source.baseAddress, let r = buffer.baseAddress {
            DenseKernels.multiply(
              size, columns, rows, q, rows, .adjoint, a, rows, .plain, into: r, size)
          }
        }
      }
      count = size * columns
    }
    return (isometry, rest)
  }
}
