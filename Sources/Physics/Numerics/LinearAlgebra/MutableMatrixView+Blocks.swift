/// Operations on blocks of a handful of rows, for which a call of BLAS costs more than it saves. Both
/// matrices lie in the same order; loops work on memory directly, two complex numbers a vector, and
/// rely on each view lying within its memory, which was checked when it was made.
extension MutableMatrixView<Complex> {
  /// Becomes a matrix of the same order, or that part of it that fits.
  package mutating func copy(_ source: MatrixView<Complex>) {
    unsafe forEachLine(with: source) { target, source, count in
      unsafe target.update(from: source, count: count)
    }
  }

  /// Becomes the elements of a matrix in whatever order they lie.
  package mutating func copy(conjugating source: MatrixView<Complex>) {
    for column in 0..<columns {
      for row in 0..<rows { self[row, column] = source[row, column] }
    }
  }

  /// Becomes zero.
  package mutating func clear() {
    let (lines, length, stride) = (lineCount, lineLength, stride)
    unsafe withUnsafeMutablePointer { target in
      guard let target = unsafe target else { return }
      for line in 0..<lines {
        unsafe (target + line * stride).update(repeating: .zero, count: length)
      }
    }
  }

  /// Adds a multiple of a matrix, or becomes it.
  ///
  /// - Parameter overwrite: Whether what was there before is forgotten.
  package mutating func add(
    _ factor: Complex, _ source: MatrixView<Complex>, overwrite: Bool = false
  ) {
    let real = SIMD4<Double>(repeating: factor.real)
    let imaginary = SIMD4<Double>(
      -factor.imaginary, factor.imaginary, -factor.imaginary, factor.imaginary)
    unsafe forEachLine(with: source) { target, source, count in
      let (x, y) = unsafe (UnsafeRawPointer(source), UnsafeMutableRawPointer(target))
      var index = 0
      while index + 1 < count {
        let value = unsafe x.loadUnaligned(fromByteOffset: index * 16, as: SIMD4<Double>.self)
        let swapped = SIMD4(value[1], value[0], value[3], value[2])
        var sum = (real * value).addingProduct(imaginary, swapped)
        if !overwrite {
          sum += unsafe y.loadUnaligned(fromByteOffset: index * 16, as: SIMD4<Double>.self)
        }
        unsafe y.storeBytes(of: sum, toByteOffset: index * 16, as: SIMD4<Double>.self)
        index += 2
      }
      if index < count {
        let product = unsafe factor * source[index]
        unsafe target[index] = overwrite ? product : target[index] + product
      }
    }
  }

  /// Becomes diag(factors) · source; columns follow each other in memory.
  package mutating func scaleRows(
    of source: MatrixView<Complex>, by factors: Span<Double>, from offset: Int
  ) {
    precondition(order == .columnMajor && offset >= 0 && offset + rows <= factors.count)
    unsafe factors.withUnsafeBufferPointer { factors in
      unsafe forEachLine(with: source) { target, source, count in
        for row in 0..<count {
          unsafe target[row] = factors[offset + row] * source[row]
        }
      }
    }
  }

  private var lineCount: Int { order == .columnMajor ? columns : rows }
  private var lineLength: Int { order == .columnMajor ? rows : columns }

  @inline(__always)
  private mutating func forEachLine(
    with source: MatrixView<Complex>,
    _ body: (UnsafeMutablePointer<Complex>, UnsafePointer<Complex>, Int) -> Void
  ) {
    precondition(
      order == source.order && rows <= source.rows && columns <= source.columns
        && !source.isConjugated, "matrices that do not lie alike")
    let (lines, length) = (lineCount, lineLength)
    let (targetStride, sourceStride) = (stride, source.stride)
    unsafe source.elements.withUnsafeBufferPointer { source in
      unsafe withUnsafeMutablePointer { target in
        guard let source = source.baseAddress, let target = unsafe target else { return }
        for line in 0..<lines {
          unsafe body(target + line * targetStride, source + line * sourceStride, length)
        }
      }
    }
  }
}
