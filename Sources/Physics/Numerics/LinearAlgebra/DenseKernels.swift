import CLAPACK

/// Matrices in column-major order, through BLAS and LAPACK, without allocating. Callers see to it that
/// memory is large enough, and have evaluated `LinearAlgebraThreads.useOne`.
package enum DenseKernels {
  package typealias Matrix = UnsafeMutablePointer<Complex>

  /// How a factor enters a product.
  package enum Form { case plain, adjoint }

  /// target ← factor · a b + (accumulate ? target : 0), with `rows` × `columns` elements and a sum
  /// over `inner`.
  package static func multiply(
    _ rows: Int, _ columns: Int, _ inner: Int, _ a: UnsafePointer<Complex>, _ aStride: Int,
    _ aForm: Form, _ b: UnsafePointer<Complex>, _ bStride: Int, _ bForm: Form, into target: Matrix,
    _ targetStride: Int, factor: Double = 1, accumulate: Bool = false
  ) {
    var alpha = Complex(factor)
    var beta = Complex(accumulate ? 1 : 0)
    cblas_zgemm(
      CblasColMajor, aForm == .plain ? CblasNoTrans : CblasConjTrans,
      bForm == .plain ? CblasNoTrans : CblasConjTrans, Int32(rows), Int32(columns), Int32(inner),
      &alpha, a, Int32(aStride), b, Int32(bStride), &beta, target, Int32(targetStride))
  }

  /// The lower triangle of a† a (`adjointFirst`) or a a† of a matrix of `rows` × `columns`.
  package static func gram(
    _ rows: Int, _ columns: Int, _ a: UnsafePointer<Complex>, _ aStride: Int, adjointFirst: Bool,
    into target: Matrix
  ) {
    let size = adjointFirst ? columns : rows
    cblas_zherk(
      CblasColMajor, CblasLower, adjointFirst ? CblasConjTrans : CblasNoTrans, Int32(size),
      Int32(adjointFirst ? rows : columns), 1, a, Int32(aStride), 0, target, Int32(size))
  }

  /// Reduces the Hermitian matrix in a lower triangle to a tridiagonal one; the triangle then holds
  /// the transformation.
  package static func tridiagonalize(
    _ size: Int, _ matrix: Matrix, diagonal: UnsafeMutablePointer<Double>,
    offDiagonal: UnsafeMutablePointer<Double>, scales: Matrix, work: Matrix, workCount: Int
  ) throws(EigenvalueError) {
    try HermitianEigenvalues.check(
      LAPACKE_zhetrd_work(
        LAPACK_COL_MAJOR, lower, Int32(size), lapack(matrix), Int32(size), diagonal, offDiagonal,
        lapack(scales), lapack(work), Int32(workCount)))
  }

  /// Eigenvalues of a tridiagonal matrix in ascending order, in place of its diagonal.
  package static func tridiagonalEigenvalues(
    _ size: Int, diagonal: UnsafeMutablePointer<Double>, offDiagonal: UnsafeMutablePointer<Double>
  ) throws(EigenvalueError) {
    try HermitianEigenvalues.check(LAPACKE_dsterf_work(Int32(size), diagonal, offDiagonal))
  }

  /// Eigenvectors of a tridiagonal matrix, column by column in ascending order of eigenvalue, by
  /// divide and conquer; both diagonals are overwritten.
  package static func tridiagonalEigenvectors(
    _ size: Int, diagonal: UnsafeMutablePointer<Double>, offDiagonal: UnsafeMutablePointer<Double>,
    vectors: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>, workCount: Int,
    integers: UnsafeMutablePointer<Int32>, integerCount: Int
  ) throws(EigenvalueError) {
    try HermitianEigenvalues.check(
      LAPACKE_dstedc_work(
        LAPACK_COL_MAJOR, character("I"), Int32(size), diagonal, offDiagonal, vectors, Int32(size),
        work, Int32(workCount), integers, Int32(integerCount)))
  }

  /// columns ← Q columns, where Q is the transformation that `tridiagonalize` left.
  package static func applyTransformation(
    _ size: Int, _ count: Int, _ reflectors: Matrix, scales: Matrix, to columns: Matrix,
    work: Matrix, workCount: Int
  ) throws(EigenvalueError) {
    try HermitianEigenvalues.check(
      LAPACKE_zunmtr_work(
        LAPACK_COL_MAJOR, character("L"), lower, character("N"), Int32(size), Int32(count),
        lapack(reflectors), Int32(size), lapack(scales), lapack(columns), Int32(size), lapack(work),
        Int32(workCount)))
  }

  /// Replaces `rows` ≤ `columns` rows by orthonormal ones that span the same space, one after the
  /// other.
  package static func orthonormalizeRows(
    _ rows: Int, _ columns: Int, _ matrix: Matrix, _ stride: Int, scales: Matrix, work: Matrix,
    workCount: Int
  ) throws(EigenvalueError) {
    try HermitianEigenvalues.check(
      LAPACKE_zgelqf_work(
        LAPACK_COL_MAJOR, Int32(rows), Int32(columns), lapack(matrix), Int32(stride),
        lapack(scales), lapack(work), Int32(workCount)))
    try HermitianEigenvalues.check(
      LAPACKE_zunglq_work(
        LAPACK_COL_MAJOR, Int32(rows), Int32(columns), Int32(rows), lapack(matrix), Int32(stride),
        lapack(scales), lapack(work), Int32(workCount)))
  }

  /// Replaces `columns` ≤ `rows` columns by orthonormal ones that span the same space.
  package static func orthonormalizeColumns(
    _ rows: Int, _ columns: Int, _ matrix: Matrix, _ stride: Int, scales: Matrix, work: Matrix,
    workCount: Int
  ) throws(EigenvalueError) {
    try HermitianEigenvalues.check(
      LAPACKE_zgeqrf_work(
        LAPACK_COL_MAJOR, Int32(rows), Int32(columns), lapack(matrix), Int32(stride),
        lapack(scales), lapack(work), Int32(workCount)))
    try HermitianEigenvalues.check(
      LAPACKE_zungqr_work(
        LAPACK_COL_MAJOR, Int32(rows), Int32(columns), Int32(columns), lapack(matrix),
        Int32(stride), lapack(scales), lapack(work), Int32(workCount)))
  }

  /// Singular values in descending order and right singular vectors (as rows) of a matrix, which is
  /// overwritten; `left` is room for the left ones.
  package static func singularValues(
    _ rows: Int, _ columns: Int, _ matrix: Matrix, values: UnsafeMutablePointer<Double>,
    left: Matrix, right: Matrix, work: Matrix, workCount: Int, reals: UnsafeMutablePointer<Double>,
    integers: UnsafeMutablePointer<Int32>
  ) throws(EigenvalueError) {
    let size = min(rows, columns)
    try HermitianEigenvalues.check(
      LAPACKE_zgesdd_work(
        LAPACK_COL_MAJOR, character("S"), Int32(rows), Int32(columns), lapack(matrix), Int32(rows),
        values, lapack(left), Int32(rows), lapack(right), Int32(size), lapack(work),
        Int32(workCount), reals, integers))
  }

  private static let lower = character("L")

  private static func character(_ letter: Unicode.Scalar) -> CChar {
    CChar(bitPattern: UInt8(ascii: letter))
  }

  /// The same memory as LAPACK's complex numbers, which have the same layout.
  private static func lapack(_ pointer: Matrix) -> UnsafeMutablePointer<lapack_complex_double> {
    UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: lapack_complex_double.self)
  }
}
