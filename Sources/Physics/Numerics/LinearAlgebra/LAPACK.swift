import CLAPACK

/// The door to LAPACK: the routines that this module uses, by what they do, with its letters as
/// cases. Matrices are column-major. Arrays must be as long as said; the types made of these
/// routines see to it.
///
/// LAPACK divides its work into blocks as the length of its work arrays allows, so the lengths here
/// are part of the bits of results.
enum LAPACK {
  /// Factors of the reflections that a transformation is made of.
  typealias Reflections = [lapack_complex_double]

  enum Vectors: Unicode.Scalar {
    case none = "N"
    case all = "V"
    case ofTridiagonal = "I"
    case asManyAsValues = "S"
  }

  private enum Side: Unicode.Scalar { case left = "L" }
  private enum Form: Unicode.Scalar { case plain = "N" }

  // MARK: Hermitian matrices

  /// How eigenvalues are found.
  enum Method {
    /// QR iteration.
    case iteration
    /// Reduction by way of a band matrix.
    case twoStages
    /// Divide and conquer.
    case divideAndConquer
  }

  /// Eigenvalues in ascending order of a Hermitian matrix of dimension n, of which one triangle is
  /// read; the matrix is overwritten, by eigenvectors as columns if they are wanted.
  static func eigenvalues(
    of matrix: inout MutableMatrixView<Complex>, _ vectors: Vectors, _ triangle: MatrixTriangle,
    by method: Method
  ) throws(LinearAlgebraError) -> [Double] {
    BLAS.useOneThread
    let n = Int32(matrix.rows)
    var values = [Double](repeating: 0, count: matrix.rows)
    let (job, part) = (vectors.rawValue.letter, triangle.letter)
    // LAPACK sees n² numbers of the view, and n values.
    let info = unsafe matrix.withLAPACK { matrix, stride in
      switch method {
      case .iteration: unsafe LAPACKE_zheev(columnMajor, job, part, n, matrix, stride, &values)
      case .twoStages:
        unsafe LAPACKE_zheevd_2stage(columnMajor, job, part, n, matrix, stride, &values)
      case .divideAndConquer:
        unsafe LAPACKE_zheevd(columnMajor, job, part, n, matrix, stride, &values)
      }
    }
    try LinearAlgebraError.check(info)
    return values
  }

  /// Eigenvalues in ascending order of a real symmetric matrix, which eigenvectors replace, one
  /// after the other.
  static func eigenvalues(
    replacingByVectors matrix: inout [Double], dimension: Int
  ) throws(LinearAlgebraError) -> [Double] {
    BLAS.useOneThread
    let n = Int32(dimension)
    var values = [Double](repeating: 0, count: dimension)
    // The matrix has n² numbers.
    try LinearAlgebraError.check(
      unsafe LAPACKE_dsyevd(
        columnMajor, Vectors.all.rawValue.letter, MatrixTriangle.lower.letter, n, &matrix, n,
        &values))
    return values
  }

  /// The factor G of ρ = P G G† Pᵀ, by pivoting until nothing is left on the diagonal.
  ///
  /// - Parameters:
  ///   - matrix: ρ, of which the lower triangle is read; then G.
  ///   - tolerance: What counts as nothing.
  /// - Returns: Number of columns of G; nil if ρ is zero or not a number.
  static func factorPositive(
    _ matrix: inout MutableMatrixView<Complex>, tolerance: Double
  ) -> Int? {
    BLAS.useOneThread
    let count = matrix.rows
    var pivots = [Int32](repeating: 0, count: count)
    var work = [Double](repeating: 0, count: 2 * count)
    var rank: Int32 = 0
    // Info 1 is a rank below n, which is what is looked for. n pivots and 2n numbers to work in.
    let info = unsafe matrix.withLAPACK { matrix, stride in
      unsafe LAPACKE_zpstrf_work(
        columnMajor, MatrixTriangle.lower.letter, Int32(count), matrix, stride, &pivots, &rank,
        tolerance, &work)
    }
    return info >= 0 && rank > 0 ? Int(rank) : nil
  }

  /// Reduces a Hermitian matrix, of which the lower triangle is read, to a tridiagonal one; the
  /// triangle then holds the transformation with the returned factors.
  ///
  /// - Parameters:
  ///   - elements: The n × n matrix.
  ///   - diagonal: Receives n elements.
  ///   - offDiagonal: Receives n − 1 elements.
  ///   - reflections: Receives n − 1 factors.
  static func tridiagonalize(
    _ elements: inout [Complex], dimension size: Int, diagonal: inout [Double],
    offDiagonal: inout [Double], _ reflections: inout Reflections,
    _ workspace: inout LinearAlgebraWorkspace
  ) throws(LinearAlgebraError) {
    BLAS.useOneThread
    var matrix = MutableMatrixView(&elements, rows: size, columns: size, order: .columnMajor)
    workspace.complex.makeRoom(for: 64 * size, filler: none)
    reflections.makeRoom(for: size, filler: none)
    diagonal.makeRoom(for: size, filler: 0)
    offDiagonal.makeRoom(for: size, filler: 0)
    // Room for all that LAPACK writes has just been made.
    try LinearAlgebraError.checkArguments(
      unsafe matrix.withLAPACK { matrix, stride in
        unsafe LAPACKE_zhetrd_work(
          columnMajor, MatrixTriangle.lower.letter, Int32(size), matrix, stride, &diagonal,
          &offDiagonal, &reflections, &workspace.complex, Int32(64 * size))
      })
  }

  /// vectors ← Q vectors, with the transformation Q of `tridiagonalize`.
  static func transform(
    _ vectors: inout MutableMatrixView<Complex>, by elements: inout [Complex],
    _ reflections: Reflections, _ workspace: inout LinearAlgebraWorkspace
  ) throws(LinearAlgebraError) {
    let (size, count) = (vectors.rows, vectors.columns)
    var matrix = MutableMatrixView(&elements, rows: size, columns: size, order: .columnMajor)
    let workCount = 64 * count + 8192
    workspace.complex.makeRoom(for: workCount, filler: none)
    // The matrix is n × n with n − 1 factors, as `tridiagonalize` left them.
    try LinearAlgebraError.checkArguments(
      unsafe matrix.withLAPACK { matrix, stride in
        unsafe vectors.withLAPACK { vectors, vectorStride in
          unsafe LAPACKE_zunmtr_work(
            columnMajor, Side.left.rawValue.letter, MatrixTriangle.lower.letter,
            Form.plain.rawValue.letter, Int32(size), Int32(count), matrix, stride, reflections,
            vectors, vectorStride, &workspace.complex, Int32(workCount))
        }
      })
  }

  // MARK: Tridiagonal matrices

  /// Eigenvalues in ascending order replace the diagonal; the elements beside it are overwritten.
  static func tridiagonalEigenvalues(
    _ diagonal: inout [Double], _ offDiagonal: inout [Double], dimension: Int
  ) throws(LinearAlgebraError) {
    BLAS.useOneThread
    precondition(diagonal.count >= dimension && offDiagonal.count >= dimension - 1)
    // As many numbers as have just been counted.
    try LinearAlgebraError.check(unsafe LAPACKE_dsterf(Int32(dimension), &diagonal, &offDiagonal))
  }

  /// Eigenvectors one after the other in the workspace, in ascending order of eigenvalue, by divide
  /// and conquer; both diagonals are overwritten.
  static func tridiagonalVectors(
    _ diagonal: inout [Double], _ offDiagonal: inout [Double], dimension: Int,
    _ workspace: inout LinearAlgebraWorkspace
  ) throws(LinearAlgebraError) {
    let (workCount, integerCount) = (
      1 + 4 * dimension + dimension * dimension, 3 + 5 * dimension
    )
    workspace.vectors.makeRoom(for: dimension * dimension, filler: 0)
    workspace.real.makeRoom(for: workCount, filler: 0)
    workspace.integers.makeRoom(for: integerCount, filler: 0)
    precondition(diagonal.count >= dimension && offDiagonal.count >= dimension - 1)
    let n = Int32(dimension)
    // Room for all that LAPACK writes has just been made.
    try LinearAlgebraError.checkArguments(
      unsafe LAPACKE_dstedc_work(
        columnMajor, Vectors.ofTridiagonal.rawValue.letter, n, &diagonal, &offDiagonal,
        &workspace.vectors, n, &workspace.real, Int32(workCount), &workspace.integers,
        Int32(integerCount)))
  }

  /// Eigenvectors one after the other, in ascending order of eigenvalue, by QR iteration.
  static func tridiagonalVectors(
    _ diagonal: [Double], _ offDiagonal: [Double]
  ) throws(LinearAlgebraError) -> [Double] {
    BLAS.useOneThread
    let n = Int32(diagonal.count)
    var vectors = [Double](repeating: 0, count: diagonal.count * diagonal.count)
    var values = diagonal
    // LAPACKE looks for NaN in as many elements as there are rows, more than LAPACK uses.
    var beside = offDiagonal + [0]
    precondition(beside.count == diagonal.count)
    // n values and elements beside them, n² numbers of vectors.
    try LinearAlgebraError.check(
      unsafe LAPACKE_dsteqr(
        columnMajor, Vectors.ofTridiagonal.rawValue.letter, n, &values, &beside, &vectors, n))
    return vectors
  }

  /// The normalized eigenvector of a known simple eigenvalue, by inverse iteration.
  static func tridiagonalVector(
    _ diagonal: [Double], _ offDiagonal: [Double], of eigenvalue: Double
  ) throws(LinearAlgebraError) -> [Double] {
    BLAS.useOneThread
    let n = Int32(diagonal.count)
    var vector = [Double](repeating: 0, count: diagonal.count)
    // LAPACKE looks for NaN in as many elements as there are rows, more than LAPACK uses.
    let beside = offDiagonal + [0]
    let eigenvalues = [Double](repeating: eigenvalue, count: diagonal.count)
    precondition(beside.count == diagonal.count)
    var failed: Int32 = 0
    // One vector of n elements is asked for, in one block that ends with element n.
    try LinearAlgebraError.check(
      unsafe LAPACKE_dstein(
        columnMajor, n, diagonal, beside, 1, eigenvalues, [1], [n], &vector, n, &failed))
    return vector
  }

  // MARK: Factors

  /// Replaces the columns of a tall matrix by orthonormal ones that span the same space, or the
  /// rows of a wide one, one after the other.
  static func orthonormalize(
    rows byRows: Bool, of matrix: inout MutableMatrixView<Complex>,
    _ workspace: inout LinearAlgebraWorkspace
  ) throws(LinearAlgebraError) {
    BLAS.useOneThread
    let (m, n) = (Int32(matrix.rows), Int32(matrix.columns))
    let count = byRows ? m : n
    precondition(count <= m && count <= n, "more vectors than dimensions")
    workspace.complex.makeRoom(for: 64 * Int(count), filler: none)
    workspace.scales.makeRoom(for: Int(count), filler: none)
    // Room for all that LAPACK writes has just been made.
    try LinearAlgebraError.checkArguments(
      unsafe matrix.withLAPACK { a, stride in
        let info =
          byRows
          ? unsafe LAPACKE_zgelqf_work(
            columnMajor, m, n, a, stride, &workspace.scales, &workspace.complex, 64 * count)
          : unsafe LAPACKE_zgeqrf_work(
            columnMajor, m, n, a, stride, &workspace.scales, &workspace.complex, 64 * count)
        guard info == 0 else { return info }
        return byRows
          ? unsafe LAPACKE_zunglq_work(
            columnMajor, m, n, m, a, stride, workspace.scales, &workspace.complex, 64 * count)
          : unsafe LAPACKE_zungqr_work(
            columnMajor, m, n, n, a, stride, workspace.scales, &workspace.complex, 64 * count)
      })
  }

  /// Singular values in descending order of a matrix, which is overwritten.
  ///
  /// - Parameters:
  ///   - matrix: m × n.
  ///   - left: Receives the left singular vectors as columns, m × min(m, n).
  ///   - right: Receives the conjugated right singular vectors as rows, min(m, n) × n.
  ///   - spare: Room beyond what LAPACK needs in any case, for larger blocks.
  static func singularValues(
    of matrix: inout MutableMatrixView<Complex>, left: inout MutableMatrixView<Complex>,
    right: inout MutableMatrixView<Complex>, spare: Int
  ) throws(LinearAlgebraError) -> [Double] {
    BLAS.useOneThread
    let (rows, columns) = (matrix.rows, matrix.columns)
    let (size, longer) = (min(rows, columns), max(rows, columns))
    precondition(left.columns == size && right.rows == size)
    precondition(left.rows == rows && right.columns == columns)
    let workCount = size * size + 66 * longer + spare
    var work = Reflections(repeating: none, count: workCount)
    var reals = [Double](repeating: 0, count: 5 * size * size + 5 * longer * size + size)
    var integers = [Int32](repeating: 0, count: 8 * size)
    var values = [Double](repeating: 0, count: size)
    // The shapes have been checked, and the lengths are those of LAPACK's manual.
    let info = unsafe matrix.withLAPACK { matrix, stride in
      unsafe left.withLAPACK { left, leftStride in
        unsafe right.withLAPACK { right, rightStride in
          unsafe LAPACKE_zgesdd_work(
            columnMajor, Vectors.asManyAsValues.rawValue.letter, Int32(rows), Int32(columns),
            matrix, stride, &values, left, leftStride, right, rightStride, &work,
            Int32(workCount), &reals, &integers)
        }
      }
    }
    try LinearAlgebraError.checkArguments(info)
    return values
  }

  /// Factors a real n × n matrix into triangles, P L U.
  ///
  /// - Returns: The pivots; nil if one is zero.
  static func factor(_ matrix: inout [Double], dimension: Int) -> [Int32]? {
    BLAS.useOneThread
    precondition(matrix.count == dimension * dimension)
    var pivots = [Int32](repeating: 0, count: dimension)
    let n = Int32(dimension)
    // n² numbers and n pivots.
    let info = unsafe LAPACKE_dgetrf_work(columnMajor, n, n, &matrix, n, &pivots)
    return info == 0 ? pivots : nil
  }

  /// Replaces the columns of a matrix by the solutions of A x = column.
  static func solve(
    _ factors: [Double], _ pivots: [Int32], _ columns: inout MutableMatrixView<Double>
  ) {
    let (n, count, stride) = (Int32(columns.rows), Int32(columns.columns), Int32(columns.stride))
    precondition(factors.count == columns.rows * columns.rows && pivots.count == columns.rows)
    // Shapes have just been checked; it can only fail for shapes.
    unsafe columns.withUnsafeMutablePointer { columns in
      _ = unsafe LAPACKE_dgetrs_work(
        columnMajor, Form.plain.rawValue.letter, n, count, factors, n, pivots, columns, stride)
    }
  }

  /// Eigenvalues and right eigenvectors of any real n × n matrix, which is overwritten.
  static func generalEigenvalues(
    of matrix: inout [Double], dimension: Int
  ) throws(LinearAlgebraError) -> (real: [Double], imaginary: [Double], vectors: [Double]) {
    BLAS.useOneThread
    precondition(matrix.count == dimension * dimension)
    var real = [Double](repeating: 0, count: dimension)
    var imaginary = real
    var vectors = [Double](repeating: 0, count: dimension * dimension)
    var unused = [0.0]
    let n = Int32(dimension)
    // n² numbers in and out; left vectors are not asked for.
    try LinearAlgebraError.check(
      unsafe LAPACKE_dgeev(
        columnMajor, Vectors.none.rawValue.letter, Vectors.all.rawValue.letter, n, &matrix, n,
        &real, &imaginary, &unused, 1, &vectors, n))
    return (real, imaginary, vectors)
  }

  private static let columnMajor = LAPACK_COL_MAJOR
  private static let none = lapack_complex_double(real: 0, imaginary: 0)
}

extension Unicode.Scalar {
  /// As C has it.
  fileprivate var letter: CChar { CChar(truncatingIfNeeded: value) }
}

extension MatrixTriangle {
  fileprivate var letter: CChar { (self == .upper ? "U" as Unicode.Scalar : "L").letter }
}

extension MutableMatrixView<Complex> {
  /// Calls a function with the matrix as LAPACK's complex numbers, which have the same layout.
  fileprivate mutating func withLAPACK(
    _ body: (UnsafeMutablePointer<lapack_complex_double>?, Int32) -> Int32
  ) -> Int32 {
    precondition(order == .columnMajor, "LAPACK reads columns")
    let stride = Int32(Swift.max(stride, 1))
    return unsafe withUnsafeMutablePointer { numbers in
      let raw = UnsafeMutableRawPointer(numbers)
      return unsafe body(raw?.assumingMemoryBound(to: lapack_complex_double.self), stride)
    }
  }
}
