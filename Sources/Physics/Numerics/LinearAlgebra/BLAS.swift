import CLAPACK

/// The door to BLAS: products of matrices in whatever order they lie in memory.
///
/// All operations run on the thread that calls them; OpenBLAS and MKL would otherwise start one for
/// every processor of the machine, each of which has a rank of its own.
public enum BLAS {
  /// Evaluated before the first call of BLAS or LAPACK; later evaluations cost nothing.
  static let useOneThread: Void = swift_useOneThread()

  /// c ← `factor` a b + `kept` c.
  ///
  /// - Parameters:
  ///   - a: The first factor; with the order of c it must not be conjugated, with the other one it
  ///     may.
  ///   - b: The second factor, of which the same holds.
  ///   - c: The product; its shape is that of a b.
  ///   - factor: Of the product.
  ///   - kept: Of what c holds before; if it is 0 (the default), that may be anything.
  public static func multiply(
    _ a: MatrixView<Complex>, _ b: MatrixView<Complex>,
    into c: inout MutableMatrixView<Complex>, factor: Double = 1, keeping kept: Double = 0
  ) {
    let shape = ProductShape(a, b, c)
    guard shape.hasElements else { return }
    let (forms, strides) = ((a.form(in: c.order), b.form(in: c.order)), (a.stride, b.stride))
    let (alpha, beta) = (Complex(factor), Complex(kept))
    let order = c.order.blas
    // Nothing keeps the pointers, the shapes are checked, and each view lies within its memory.
    unsafe withElements(a, b, &c) { a, b, c, stride in
      unsafe withUnsafePointer(to: alpha) { alpha in
        unsafe withUnsafePointer(to: beta) { beta in
          unsafe cblas_zgemm(
            order, forms.0, forms.1, shape.rows, shape.columns, shape.inner, alpha, a,
            Int32(max(strides.0, 1)), b, Int32(max(strides.1, 1)), beta, c, stride)
        }
      }
    }
  }

  /// c ← `factor` a b + `kept` c; parameters as for complex matrices.
  public static func multiply(
    _ a: MatrixView<Double>, _ b: MatrixView<Double>, into c: inout MutableMatrixView<Double>,
    factor: Double = 1, keeping kept: Double = 0
  ) {
    let shape = ProductShape(a, b, c)
    guard shape.hasElements else { return }
    let (forms, strides) = ((a.form(in: c.order), b.form(in: c.order)), (a.stride, b.stride))
    let order = c.order.blas
    // As above.
    unsafe withElements(a, b, &c) { a, b, c, stride in
      unsafe cblas_dgemm(
        order, forms.0, forms.1, shape.rows, shape.columns, shape.inner, factor, a,
        Int32(max(strides.0, 1)), b, Int32(max(strides.1, 1)), kept, c, stride)
    }
  }

  /// One triangle of c ← a a† + `kept` c; the other one is left alone.
  ///
  /// - Parameters:
  ///   - a: The factor; conjugated if its order is not that of c.
  ///   - triangle: Which elements of c are meant.
  ///   - c: The Hermitian product, with as many rows and columns as a has rows.
  ///   - kept: Of what c holds before; if it is 0 (the default), that may be anything.
  public static func square(
    _ a: MatrixView<Complex>, _ triangle: MatrixTriangle,
    into c: inout MutableMatrixView<Complex>, keeping kept: Double = 0
  ) {
    precondition(a.rows == c.rows && c.rows == c.columns, "shapes that make no square")
    guard c.rows > 0, a.columns > 0 || kept != 1 else { return }
    useOneThread
    let form = a.form(in: c.order)
    precondition(form != CblasTrans, "a transpose that is not conjugated")
    let (order, stride, n) = (c.order.blas, c.stride, Int32(c.rows))
    // As above.
    unsafe a.elements.withUnsafeBufferPointer { elements in
      unsafe c.withUnsafeMutablePointer { c in
        unsafe cblas_zherk(
          order, triangle == .upper ? CblasUpper : CblasLower, form, n, Int32(a.columns), 1,
          elements.baseAddress, Int32(max(a.stride, 1)), kept, c, Int32(stride))
      }
    }
  }

  private static func withElements<Element: BitwiseCopyable>(
    _ a: MatrixView<Element>, _ b: MatrixView<Element>,
    _ c: inout MutableMatrixView<Element>,
    _ body: (
      UnsafePointer<Element>?, UnsafePointer<Element>?, UnsafeMutablePointer<Element>?, Int32
    ) -> Void
  ) {
    useOneThread
    let stride = Int32(c.stride)
    unsafe a.elements.withUnsafeBufferPointer { a in
      unsafe b.elements.withUnsafeBufferPointer { b in
        unsafe c.withUnsafeMutablePointer { c in
          unsafe body(a.baseAddress, b.baseAddress, c, stride)
        }
      }
    }
  }
}

/// A triangle of a square matrix, its diagonal included.
public enum MatrixTriangle: Sendable {
  /// Elements with row ≤ column.
  case upper
  /// Elements with row ≥ column.
  case lower
}

/// The numbers of BLAS that belong to a product.
private struct ProductShape {
  let rows: Int32
  let columns: Int32
  let inner: Int32

  init<Element>(
    _ a: borrowing MatrixView<Element>, _ b: borrowing MatrixView<Element>,
    _ c: borrowing MutableMatrixView<Element>
  ) {
    precondition(
      a.columns == b.rows && a.rows == c.rows && b.columns == c.columns,
      "shapes that make no product")
    (rows, columns, inner) = (Int32(a.rows), Int32(b.columns), Int32(a.columns))
  }

  var hasElements: Bool { rows > 0 && columns > 0 }
}

extension MatrixOrder {
  fileprivate var blas: CBLAS_LAYOUT { self == .rowMajor ? CblasRowMajor : CblasColMajor }
}

extension MatrixView {
  /// What BLAS is told about a factor in a product of a given order.
  fileprivate func form(in order: MatrixOrder) -> CBLAS_TRANSPOSE {
    guard order == self.order else { return isConjugated ? CblasConjTrans : CblasTrans }
    precondition(!isConjugated, "BLAS conjugates only what it transposes")
    return CblasNoTrans
  }
}

extension MutableMatrixView {
  /// Calls a function with the place of element (0, 0); nil if there is no memory at all.
  mutating func withUnsafeMutablePointer<Result>(
    _ body: (UnsafeMutablePointer<Element>?) -> Result
  ) -> Result {
    let offset = offset
    return unsafe elements.withUnsafeMutableBufferPointer { elements in
      // The view was checked to lie within its memory when it was made.
      unsafe body(elements.baseAddress.map { unsafe $0 + offset })
    }
  }
}
