import Numerics

/// Sums of small blocks inside of larger column-major matrices. Blocks of a handful of rows are too
/// small for BLAS to be worth its call, so these loops work on memory directly, two complex numbers a
/// vector.
enum ComplexStrips {
  /// target ← factor · source, or target ← target + factor · source.
  static func add(
    _ factor: Complex, _ source: UnsafePointer<Complex>, _ sourceStride: Int, rows: Int,
    columns: Int, to target: UnsafeMutablePointer<Complex>, _ targetStride: Int, overwrite: Bool
  ) {
    let real = SIMD4<Double>(repeating: factor.real)
    let imaginary = SIMD4<Double>(
      -factor.imaginary, factor.imaginary, -factor.imaginary, factor.imaginary)
    for column in 0..<columns {
      let x = UnsafeRawPointer(source + column * sourceStride)
      let y = UnsafeMutableRawPointer(target + column * targetStride)
      var row = 0
      while row + 1 < rows {
        let value = x.loadUnaligned(fromByteOffset: row * 16, as: SIMD4<Double>.self)
        let swapped = SIMD4(value[1], value[0], value[3], value[2])
        var sum = (real * value).addingProduct(imaginary, swapped)
        if !overwrite {
          sum += y.loadUnaligned(fromByteOffset: row * 16, as: SIMD4<Double>.self)
        }
        y.storeBytes(of: sum, toByteOffset: row * 16, as: SIMD4<Double>.self)
        row += 2
      }
      if row < rows {
        let product = factor * source[column * sourceStride + row]
        let index = column * targetStride + row
        target[index] = overwrite ? product : target[index] + product
      }
    }
  }

  /// target ← 0.
  static func clear(
    _ target: UnsafeMutablePointer<Complex>, _ stride: Int, rows: Int, columns: Int
  ) {
    for column in 0..<columns {
      (target + column * stride).update(repeating: .zero, count: rows)
    }
  }

  /// target ← diag(factors) · source, with the same stride in both.
  static func scaleRows(
    _ source: UnsafePointer<Complex>, by factors: UnsafePointer<Double>, rows: Int, columns: Int,
    stride: Int, into target: UnsafeMutablePointer<Complex>
  ) {
    for column in 0..<columns {
      for row in 0..<rows {
        target[column * stride + row] = factors[row] * source[column * stride + row]
      }
    }
  }
}
