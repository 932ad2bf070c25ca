/// A real matrix of which only the elements that are not zero are kept, row after row.
public struct SparseMatrix: Sendable, Equatable {
  /// Number of columns.
  public let columns: Int
  /// Where the elements of each row begin; one more for the end.
  public private(set) var starts: [Int] = [0]
  /// The column of each element.
  public private(set) var indices: [Int] = []
  /// Each element.
  public private(set) var values: [Double] = []

  /// Number of rows.
  public var rows: Int { starts.count - 1 }

  /// A matrix without rows yet.
  public init(columns: Int) { self.columns = columns }

  /// The elements of a full matrix that are not zero.
  public init(_ matrix: RealMatrix) {
    self.init(columns: matrix.columns)
    for row in 0..<matrix.rows {
      appendRow((0..<matrix.columns).map { ($0, matrix[row, $0]) })
    }
  }

  /// Appends a row; elements that are zero are left out.
  public mutating func appendRow(_ elements: some Sequence<(column: Int, value: Double)>) {
    for (column, value) in elements where value != 0 {
      precondition((0..<columns).contains(column), "no such column")
      indices.append(column)
      values.append(value)
    }
    starts.append(indices.count)
  }

  /// The Kronecker product with the unit matrix of dimension n: index (i, x) = i n + x.
  public func expanded(by n: Int) -> SparseMatrix {
    var result = SparseMatrix(columns: columns * n)
    for row in 0..<rows {
      let elements = starts[row]..<starts[row + 1]
      for x in 0..<n {
        result.appendRow(elements.map { (indices[$0] * n + x, values[$0]) })
      }
    }
    return result
  }

  /// The sum of two matrices of the same shape.
  public static func + (a: SparseMatrix, b: SparseMatrix) -> SparseMatrix {
    var result = SparseMatrix(columns: a.columns)
    for row in 0..<a.rows {
      var sum: [Int: Double] = [:]
      for matrix in [a, b] {
        for place in matrix.starts[row]..<matrix.starts[row + 1] {
          sum[matrix.indices[place], default: 0] += matrix.values[place]
        }
      }
      result.appendRow(sum.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
    return result
  }

  /// A bound of the magnitude of all eigenvalues: the largest sum of magnitudes in a row.
  public var largestRowSum: Double {
    (0..<rows).map { row in
      values[starts[row]..<starts[row + 1]].reduce(0) { $0 + abs($1) }
    }.max() ?? 0
  }

  /// Adds `factor` M v to w, for vectors whose elements are rows of `width` numbers each.
  ///
  /// - Parameters:
  ///   - factor: Of the product.
  ///   - v: A row of numbers for each column of the matrix.
  ///   - w: A row of numbers for each row of the matrix.
  ///   - width: Numbers in a row.
  public func addProduct(
    _ factor: Double, _ v: Span<Double>, to w: inout MutableSpan<Double>, width: Int
  ) {
    precondition(v.count >= columns * width && w.count >= rows * width, "vectors that are too short")
    // A kernel: the lengths have been checked, and indices are below the number of columns.
    unsafe v.withUnsafeBufferPointer { v in
      unsafe w.withUnsafeMutableBufferPointer { w in
        guard let v = v.baseAddress, let w = w.baseAddress else { return }
        for row in 0..<rows {
          let target = unsafe w + row * width
          for place in starts[row]..<starts[row + 1] {
            let source = unsafe v + indices[place] * width
            let element = factor * values[place]
            for k in 0..<width { unsafe target[k].addProduct(element, source[k]) }
          }
        }
      }
    }
  }
}
