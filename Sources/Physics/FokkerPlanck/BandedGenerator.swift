import CLAPACK

/// The real matrix of a generator without the conserved c_00, factored: order by order, real and
/// imaginary parts of a coefficient next to each other, so that it is a band.
struct BandedGenerator {
  /// Number of unknowns.
  let count: Int
  private let width: Int
  private var band: [Double]
  private var pivots: [Int32]
  /// What c_00 = 1 adds to the rates of the unknowns.
  let source: [Double]
  private let starts: [Int]
  private let degree: Int

  /// - Parameter largestMatrix: Bytes that the band may take.
  /// - Returns: nil if the matrix is singular or too large.
  init?(_ generator: SphericalGenerator, largestMatrix: Int) {
    let degree = generator.degree
    self.degree = degree
    var starts = [-1, degree]
    for m in stride(from: 2, through: degree, by: 1) {
      starts.append(starts[m - 1] + 2 * (degree - m + 2))
    }
    self.starts = starts
    count = (degree + 1) * (degree + 1) - 1
    var (width, source) = (0, Array(repeating: 0.0, count: count))
    Self.forEachEntry(of: generator, starts) { row, column, value in
      if column < 0 { source[row] += value } else { width = max(width, abs(row - column)) }
    }
    self.source = source
    self.width = width
    let height = 3 * width + 1
    guard height * count * MemoryLayout<Double>.stride <= largestMatrix else { return nil }
    var band = Array(repeating: 0.0, count: height * count)
    Self.forEachEntry(of: generator, starts) { row, column, value in
      if column >= 0 { band[column * height + 2 * width + row - column] += value }
    }
    var pivots = Array(repeating: Int32(0), count: count)
    let size = Int32(count)
    let failure = LAPACKE_dgbtrf_work(
      LAPACK_COL_MAJOR, size, size, Int32(width), Int32(width), &band, Int32(height), &pivots)
    guard failure == 0 else { return nil }
    self.band = band
    self.pivots = pivots
  }

  /// The solution x of A x = b.
  func solve(_ b: [Double]) -> [Double] {
    var x = b
    _ = LAPACKE_dgbtrs_work(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), Int32(count), Int32(width), Int32(width), 1, band,
      Int32(3 * width + 1), pivots, &x, Int32(count))
    return x
  }

  /// The density with given unknowns and total probability 1 or 0.
  func density(_ unknowns: [Double], total: Double) -> SphericalDensity {
    var density = SphericalDensity(uniformOfDegree: degree)
    density.real[0] *= total
    for l in 1...degree {
      density.real[density.layout.index(degree: l, order: 0)] = unknowns[l - 1]
      for m in 1...l {
        let index = density.layout.index(degree: l, order: m)
        density.real[index] = unknowns[starts[m] + 2 * (l - m)]
        density.imaginary[index] = unknowns[starts[m] + 2 * (l - m) + 1]
      }
    }
    return density
  }

  /// Calls `add` with row, column (−1 for c_00) and value of each part of an entry.
  private static func forEachEntry(
    of generator: SphericalGenerator, _ starts: [Int], _ add: (Int, Int, Double) -> Void
  ) {
    let layout = generator.layout
    for m in 0...layout.degree {
      for l in max(m, 1)...layout.degree {
        let row = starts[m] + (m == 0 ? 1 : 2) * (l - m)
        for coupling in generator.couplings {
          let (degree, order) = (l + coupling.dl, abs(m + coupling.dm))
          guard degree <= layout.degree, order <= degree else { continue }
          let a = coupling.value(at: layout.index(degree: l, order: m))
          let mirrored = m + coupling.dm < 0
          // c_{l,−m} = (−1)^m c*_lm: x goes with `even`, y with `odd`.
          let even = mirrored && order % 2 == 1 ? -1.0 : 1.0
          let odd = mirrored ? -even : even
          let column = starts[order] + (order == 0 ? 1 : 2) * (degree - order)
          add(row, column, even * a.x)
          if order > 0 { add(row, column + 1, -odd * a.y) }
          guard m > 0 else { continue }
          add(row + 1, column, even * a.y)
          if order > 0 { add(row + 1, column + 1, odd * a.x) }
        }
      }
    }
  }
}
