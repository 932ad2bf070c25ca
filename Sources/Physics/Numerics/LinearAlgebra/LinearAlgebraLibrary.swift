import Glibc

/// The library behind BLAS and LAPACK, as far as it tells.
public struct LinearAlgebraLibrary: Sendable, Equatable {
  /// Name and version: `OpenBLAS 0.3.21`; nil if the library does not say.
  public let name: String?
  /// The processor whose kernels it has chosen, in its words: `Haswell`; nil if it does not say.
  public let core: String?

  /// - Parameters:
  ///   - name: Name and version.
  ///   - core: The processor whose kernels are used.
  public init(name: String?, core: String?) {
    self.name = name
    self.core = core
  }

  /// The library of this process.
  public static var current: LinearAlgebraLibrary {
    // OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Haswell MAX_THREADS=64
    let words = text(of: "openblas_get_config")?.split(separator: " ").map(String.init) ?? []
    let name = words.count >= 2 ? "\(words[0]) \(words[1])" : nil
    return LinearAlgebraLibrary(
      name: name ?? (address(of: "mkl_set_num_threads") == nil ? nil : "Intel MKL"),
      core: text(of: "openblas_get_corename"))
  }

  /// What a function without arguments gives, if there is such a function.
  private static func text(of function: String) -> String? {
    typealias Function = @convention(c) () -> UnsafePointer<CChar>?
    guard let address = unsafe address(of: function) else { return nil }
    return unsafe unsafeBitCast(address, to: Function.self)().map {
      unsafe String(cString: $0)
    }
  }

  /// Other libraries do not have these names, so that they cannot be linked.
  private static func address(of function: String) -> UnsafeMutableRawPointer? {
    unsafe dlsym(nil, function)
  }

  /// Sets of instructions that the kernels for a processor of OpenBLAS use, of those that make them
  /// fast; nil for a name that is not known.
  public static func instructions(ofCore name: String) -> [String]? {
    switch name.lowercased() {
    case "skylakex", "cooperlake", "sapphirerapids": ["avx512f", "avx2", "fma"]
    case "haswell", "zen": ["avx2", "fma"]
    case "sandybridge", "bulldozer", "piledriver", "steamroller", "excavator": []
    case "prescott", "core2", "penryn", "dunnington", "nehalem", "atom", "katmai", "coppermine",
      "northwood", "banias", "athlon", "opteron", "opteron_sse3", "barcelona", "nano", "bobcat",
      "generic":
      []
    default: nil
    }
  }

  /// What to set `OPENBLAS_CORETYPE` to on a processor with these instructions, if the core that
  /// was chosen leaves them unused; nil if the choice is right or unknown.
  ///
  /// - Parameter available: The processor's instructions, as `/proc/cpuinfo` names them.
  public func betterCore(for available: Set<String>) -> String? {
    guard let used = core.flatMap(Self.instructions(ofCore:)),
      available.isSuperset(of: ["avx2", "fma"])
    else { return nil }
    let wide = ["avx512f", "avx512dq", "avx512bw", "avx512vl"]
    // 512-bit kernels are for Intel's processors; those of AMD's Zen have AVX2.
    if used.isEmpty { return available.isSuperset(of: wide) ? "SKYLAKEX" : "HASWELL" }
    return nil
  }
}

/// A quick comparison of the library's routines with plain loops: old kernels for new processors
/// are known to be wrong in places.
public enum LinearAlgebraTrial {
  /// The largest deviation from what the routines should give, relative to the size of the numbers:
  /// some 1e-15 where all is well.
  ///
  /// - Throws: `LinearAlgebraError` if a routine fails.
  public static func largestError() throws(LinearAlgebraError) -> Double {
    // Sizes that are no multiple of a vector, and more than one block of a kernel.
    let (rows, inner, columns) = (67, 131, 43)
    var state: UInt64 = 1
    func numbers(_ count: Int) -> [Complex] {
      (0..<count).map { _ in
        func next() -> Double {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Double(state >> 11) * 0x1p-53 - 0.5
        }
        return Complex(next(), next())
      }
    }
    let (a, b) = (numbers(rows * inner), numbers(inner * columns))
    var product = [Complex](repeating: .zero, count: rows * columns)
    do {
      var view = MutableMatrixView(&product, rows: rows, columns: columns, order: .rowMajor)
      BLAS.multiply(
        MatrixView(a.span, rows: rows, columns: inner, order: .rowMajor),
        MatrixView(b.span, rows: inner, columns: columns, order: .rowMajor), into: &view)
    }
    var error = 0.0
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = Complex.zero
        for k in 0..<inner { sum = sum + a[row * inner + k] * b[k * columns + column] }
        error = larger(error, magnitude(sum - product[row * columns + column]) / Double(inner))
      }
    }
    return larger(
      larger(error, try eigenError(numbers(rows * rows), rows)),
      try singularError(a, rows, inner))
  }

  /// ‖U† H − Λ U†‖ for a Hermitian matrix.
  private static func eigenError(
    _ numbers: [Complex], _ n: Int
  ) throws(LinearAlgebraError) -> Double {
    var matrix = numbers
    for row in 0..<n {
      matrix[row * n + row] = Complex(numbers[row * n + row].real)
      for column in 0..<row { matrix[row * n + column] = numbers[column * n + row].conjugate }
    }
    let system = try HermitianEigensystem(matrix, dimension: n)
    var error = 0.0
    for level in 0..<n {
      for column in 0..<n {
        var sum = -system.eigenvalues[level] * system.adjointVectors[level * n + column]
        for k in 0..<n {
          sum = sum + system.adjointVectors[level * n + k] * matrix[k * n + column]
        }
        error = larger(error, magnitude(sum) / Double(n))
      }
    }
    return error
  }

  /// The sum of the squares of the singular values, against that of the elements.
  private static func singularError(
    _ matrix: [Complex], _ rows: Int, _ columns: Int
  ) throws(LinearAlgebraError) -> Double {
    let view = MatrixView(matrix.span, rows: rows, columns: columns, order: .columnMajor)
    let values = try SingularValues(view).values
    let squares = matrix.reduce(0) { $0 + $1.squaredMagnitude }
    return abs(values.reduce(0) { $0 + $1 * $1 } / squares - 1)
  }

  /// The larger one, and infinity where one is no number: that is the worst of errors.
  private static func larger(_ a: Double, _ b: Double) -> Double {
    a.isNaN || b.isNaN ? .infinity : max(a, b)
  }

  private static func magnitude(_ number: Complex) -> Double {
    number.squaredMagnitude.squareRoot()
  }
}
