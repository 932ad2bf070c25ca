/// A multiple of a block that lies somewhere in a larger memory.
package struct ScaledBlock: Sendable {
  @usableFromInline let factor: Complex
  @usableFromInline let offset: Int
  @usableFromInline let stride: Int

  /// - Parameters:
  ///   - factor: What the block is multiplied with.
  ///   - offset: Where its element (0, 0) stands.
  ///   - stride: Elements from one line of it to the next.
  @inlinable package init(_ factor: Complex, offset: Int, stride: Int) {
    self.factor = factor
    self.offset = offset
    self.stride = stride
  }
}

/// Operations on blocks of a handful of rows, for which a call of BLAS costs more than it saves.
/// Both matrices lie in the same order; loops work on memory directly, two complex numbers a
/// vector, and rely on each view lying within its memory, which was checked when it was made.
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

  /// Adds a multiple of a matrix of the same order, or of that part of it that fits.
  package mutating func add(_ factor: Complex, times source: MatrixView<Complex>) {
    unsafe forEachLine(with: source) { target, source, count in
      unsafe Self.add(factor, source, to: target, count: count, overwrite: false)
    }
  }

  /// Becomes the sum of multiples of matrices of this shape, zero if there are none, and sets
  /// another matrix to diag(factors) times it. All are column-major.
  ///
  /// - Parameters:
  ///   - terms: What is added, in this order.
  ///   - elements: The memory in which the matrices lie.
  ///   - weighted: Receives the product; of the same shape.
  ///   - factors: Where the numbers of the diagonal are.
  ///   - first: Which of them is that of the first row.
  package mutating func setToSum(
    of terms: [ScaledBlock], in elements: Span<Complex>,
    weighting weighted: inout MutableMatrixView<Complex>, by factors: Span<Double>,
    from first: Int
  ) {
    let (rows, columns, stride, weightedStride) = (rows, columns, stride, weighted.stride)
    precondition(order == .columnMajor && weighted.order == .columnMajor, "not column-major")
    precondition(weighted.rows == rows && weighted.columns == columns, "unequal shapes")
    precondition(first >= 0 && first + rows <= factors.count, "too few factors")
    for term in terms {
      let extent = order.extent(rows: rows, columns: columns, stride: term.stride)
      precondition(
        term.offset >= 0 && term.offset + extent <= elements.count, "a block beyond its memory")
    }
    unsafe elements.withUnsafeBufferPointer { source in
      unsafe factors.withUnsafeBufferPointer { factors in
        unsafe withUnsafeMutablePointer { target in
          unsafe weighted.withUnsafeMutablePointer { weighted in
            guard let source = source.baseAddress, let factors = factors.baseAddress,
              let target = unsafe target, let weighted = unsafe weighted
            else { return }
            if terms.isEmpty {
              for column in 0..<columns {
                unsafe (target + column * stride).update(repeating: .zero, count: rows)
              }
            }
            for (number, term) in terms.enumerated() {
              for column in 0..<columns {
                unsafe Self.add(
                  term.factor, source + term.offset + column * term.stride,
                  to: target + column * stride, count: rows, overwrite: number == 0)
              }
            }
            for column in 0..<columns {
              let (sum, product) = unsafe (
                target + column * stride, weighted + column * weightedStride
              )
              for row in 0..<rows { unsafe product[row] = factors[first + row] * sum[row] }
            }
          }
        }
      }
    }
  }

  /// target ← factor · source, or that added to it.
  @inline(__always)
  private static func add(
    _ factor: Complex, _ source: UnsafePointer<Complex>,
    to target: UnsafeMutablePointer<Complex>, count: Int, overwrite: Bool
  ) {
    let real = SIMD4<Double>(repeating: factor.real)
    let imaginary = SIMD4<Double>(
      -factor.imaginary, factor.imaginary, -factor.imaginary, factor.imaginary)
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
