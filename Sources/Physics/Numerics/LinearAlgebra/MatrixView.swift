/// In which order the elements of a matrix follow each other in memory.
public enum MatrixOrder: Sendable {
  /// Row after row.
  case rowMajor
  /// Column after column, as BLAS and LAPACK have them.
  case columnMajor

  /// The order in which the same memory holds the transpose.
  @inlinable var transposed: MatrixOrder { self == .rowMajor ? .columnMajor : .rowMajor }

  /// Elements between the first and the last of a matrix, both included.
  @inlinable func extent(rows: Int, columns: Int, stride: Int) -> Int {
    let (lines, length) = self == .rowMajor ? (rows, columns) : (columns, rows)
    precondition(lines >= 0 && length >= 0 && stride >= length, "no shape of a matrix")
    return lines > 0 && length > 0 ? (lines - 1) * stride + length : 0
  }
}

/// A matrix that lies in somebody else's memory, or a rectangular part of one.
///
/// Transpose and adjoint are read from the same memory: nothing is copied. A view lives no longer
/// than the memory it was made from, and that it lies within it is checked where it is made.
@frozen public struct MatrixView<Element: BitwiseCopyable>: ~Escapable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// In which order the elements lie.
  public let order: MatrixOrder
  /// Elements from one row (row-major) or column (column-major) to the next.
  public let stride: Int
  /// Whether the elements are the conjugates of those in memory.
  public let isConjugated: Bool
  /// From the first to the last element.
  @usableFromInline let elements: Span<Element>

  /// A matrix of consecutive elements, or a part of a larger one.
  ///
  /// - Parameters:
  ///   - elements: The memory.
  ///   - offset: Where element (0, 0) stands.
  ///   - rows: Number of rows.
  ///   - columns: Number of columns.
  ///   - order: In which order the elements lie.
  ///   - stride: Elements from one row or column to the next; by default they follow each other.
  @inlinable @_lifetime(copy elements)
  public init(
    _ elements: Span<Element>, from offset: Int = 0, rows: Int, columns: Int, order: MatrixOrder,
    stride: Int? = nil
  ) {
    let stride = stride ?? (order == .rowMajor ? columns : rows)
    let extent = order.extent(rows: rows, columns: columns, stride: stride)
    self.init(
      elements: extent > 0 ? elements.extracting(offset..<offset + extent) : Span(), rows: rows,
      columns: columns, order: order, stride: stride, isConjugated: false)
  }

  @inlinable @_lifetime(copy elements)
  init(
    elements: Span<Element>, rows: Int, columns: Int, order: MatrixOrder, stride: Int,
    isConjugated: Bool
  ) {
    self.elements = elements
    self.rows = rows
    self.columns = columns
    self.order = order
    self.stride = stride
    self.isConjugated = isConjugated
  }

  /// Where the element in a row and a column, both counted from 0, stands.
  @inlinable func place(_ row: Int, _ column: Int) -> Int {
    order == .rowMajor ? row * stride + column : column * stride + row
  }

  /// Rows become columns.
  @inlinable public var transposed: Self {
    @_lifetime(copy self) get {
      MatrixView(
        elements: elements, rows: columns, columns: rows, order: order.transposed, stride: stride,
        isConjugated: isConjugated)
    }
  }
}

extension MatrixView<Complex> {
  /// The element in a row and a column, both counted from 0.
  @inlinable public subscript(row: Int, column: Int) -> Complex {
    let element = elements[place(row, column)]
    return isConjugated ? element.conjugate : element
  }

  /// The conjugate of the transpose.
  @inlinable public var adjoint: Self {
    @_lifetime(copy self) get {
      MatrixView(
        elements: elements, rows: columns, columns: rows, order: order.transposed, stride: stride,
        isConjugated: !isConjugated)
    }
  }
}

/// A matrix that lies in somebody else's memory and may be written to.
@frozen public struct MutableMatrixView<Element: BitwiseCopyable>: ~Copyable, ~Escapable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// In which order the elements lie.
  public let order: MatrixOrder
  /// Elements from one row (row-major) or column (column-major) to the next.
  public let stride: Int
  /// The whole memory, within which the matrix begins at `offset`.
  @usableFromInline var elements: MutableSpan<Element>
  @usableFromInline let offset: Int

  /// A matrix of consecutive elements of an array, or a part of a larger one; parameters as for
  /// `MatrixView`.
  @inlinable @_lifetime(&array)
  public init(
    _ array: inout [Element], from offset: Int = 0, rows: Int, columns: Int, order: MatrixOrder,
    stride: Int? = nil
  ) {
    let stride = stride ?? (order == .rowMajor ? columns : rows)
    let extent = order.extent(rows: rows, columns: columns, stride: stride)
    precondition(offset >= 0 && offset + extent <= array.count, "a matrix beyond its memory")
    self.rows = rows
    self.columns = columns
    self.order = order
    self.stride = stride
    self.offset = offset
    elements = array.mutableSpan
  }

  /// The element in a row and a column, both counted from 0.
  @inlinable public subscript(row: Int, column: Int) -> Element {
    get { elements[place(row, column)] }
    @_lifetime(self: copy self) set { elements[place(row, column)] = newValue }
  }

  @inlinable func place(_ row: Int, _ column: Int) -> Int {
    precondition((0..<rows).contains(row) && (0..<columns).contains(column), "no such element")
    return offset + (order == .rowMajor ? row * stride + column : column * stride + row)
  }

  /// The same matrix, to be read.
  @inlinable public var view: MatrixView<Element> {
    @_lifetime(borrow self) get {
      MatrixView(
        elements.span, from: offset, rows: rows, columns: columns, order: order, stride: stride)
    }
  }
}
