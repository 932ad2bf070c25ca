import Numerics
import Teams

/// A real matrix of dense blocks in which only neighboring ones are coupled, factored into block
/// triangles with pivoting within blocks.
struct BlockTridiagonal {
  /// One row of blocks, all in column-major order.
  fileprivate struct Row {
    /// S_i = D_i − L_i S⁻¹ U.
    var own: TriangularFactors
    /// S_i⁻¹ U_i, what x of the next row adds to x of this one.
    var next: [Double] = []
    /// L_i, what the row before adds.
    var previous: [Double] = []
  }

  private var rows: [Row] = []
  private let sizes: [Int]

  /// Columns that are solved for between two calls of `poll`: some milliseconds.
  private static let panel = 64

  /// - Parameters:
  ///   - sizes: The numbers of unknowns of the blocks, in order.
  ///   - block: The elements, in column-major order, of the block in a row and a column that is the
  ///     same, the one before or the one behind.
  ///   - poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Throws: `EvaluationError.failed` because of `DensityError.singular` if a pivot is zero; what
  ///   `poll` throws.
  init(
    sizes: [Int], block: (Int, Int) -> [Double], poll: Poll
  ) throws(EvaluationError) {
    self.sizes = sizes
    for (i, size) in sizes.enumerated() {
      var own = block(i, i)
      let previous = i > 0 ? block(i, i - 1) : []
      if i > 0 {
        for columns in Self.panels(of: size) {
          Self.multiply(
            previous, rows[i - 1].next, columns, size, sizes[i - 1], into: &own)
          try poll()
        }
      }
      guard let factors = TriangularFactors(own, dimension: size) else {
        throw .failed(EvaluationFailure(DensityError.singular))
      }
      var row = Row(own: factors, previous: previous)
      if i + 1 < sizes.count {
        row.next = block(i, i + 1)
        for columns in Self.panels(of: sizes[i + 1]) {
          row.solve(&row.next, columns, size)
          try poll()
        }
      }
      rows.append(row)
    }
  }

  private static func panels(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: panel).map { $0..<min($0 + panel, count) }
  }

  /// c ← c − a b for some columns of b and c.
  private static func multiply(
    _ a: [Double], _ b: [Double], _ columns: Range<Int>, _ rows: Int, _ inner: Int,
    into c: inout [Double]
  ) {
    var target = MutableMatrixView(
      &c, from: columns.lowerBound * rows, rows: rows, columns: columns.count,
      order: .columnMajor)
    BLAS.multiply(
      MatrixView(a.span, rows: rows, columns: inner, order: .columnMajor),
      MatrixView(
        b.span, from: columns.lowerBound * inner, rows: inner, columns: columns.count,
        order: .columnMajor),
      into: &target, factor: -1, keeping: 1)
  }

  /// The solution of A x = b; both hold the unknowns block by block.
  func solve(_ b: [Double]) -> [Double] {
    var parts: [[Double]] = []
    var start = 0
    for (i, row) in rows.enumerated() {
      var part = Array(b[start..<start + sizes[i]])
      if let before = parts.last {
        Self.multiply(row.previous, before, 0..<1, sizes[i], sizes[i - 1], into: &part)
      }
      row.solve(&part, 0..<1, sizes[i])
      parts.append(part)
      start += sizes[i]
    }
    for i in stride(from: rows.count - 2, through: 0, by: -1) {
      Self.multiply(rows[i].next, parts[i + 1], 0..<1, sizes[i], sizes[i + 1], into: &parts[i])
    }
    return parts.flatMap { $0 }
  }
}

extension BlockTridiagonal.Row {
  /// Replaces some columns of `values` by S⁻¹ times them.
  fileprivate func solve(_ values: inout [Double], _ columns: Range<Int>, _ size: Int) {
    var target = MutableMatrixView(
      &values, from: columns.lowerBound * size, rows: size, columns: columns.count,
      order: .columnMajor)
    own.solve(&target)
  }
}
