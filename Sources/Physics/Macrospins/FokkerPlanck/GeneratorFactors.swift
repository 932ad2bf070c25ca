import Teams

/// The real matrix of a generator without the conserved c_00, factored.
///
/// Unknowns are real and imaginary parts of coefficients. Those that are coupled to each other,
/// however indirectly, form a sector: an axial generator has one for each order and part, one whose
/// fields lie in the xz plane has two. A sector is a matrix of blocks, one for some neighboring
/// orders, of which only neighbors are coupled.
struct GeneratorFactors {
  /// Number of unknowns.
  let count: Int
  /// What c_00 = 1 adds to the rates of the unknowns.
  private(set) var source: [Double]
  private let sectors: [Sector]
  private let layout: HarmonicLayout

  /// Which matrix is factored.
  enum Form {
    /// That of densities.
    case forward
    /// The same less a shift in 1/s.
    case shifted(by: Double)
    /// That of functions whose averages are looked at, its transpose, less a shift in 1/s.
    case backward(shift: Double)
  }

  private struct Sector {
    /// Unknowns block by block, from high orders to low ones: the slow modes, which have low
    /// orders, make the last pivots small.
    let unknowns: [Int]
    let matrix: BlockTridiagonal
  }

  /// - Parameters:
  ///   - generator: What is factored.
  ///   - form: Which of its matrices.
  ///   - largestMemory: Bytes that the factors may take.
  ///   - poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Throws: `EvaluationError.failed` because of `DensityError.singular` or `.tooLarge`; what
  ///   `poll` throws.
  init(
    _ generator: SphericalGenerator, of form: Form = .forward, largestMemory: Int, poll: Poll
  ) throws(EvaluationError) {
    var elements = GeneratorElements(generator)
    switch form {
    case .forward: break
    case .shifted(let shift): elements.subtract(shift)
    case .backward(let shift):
      elements.transpose()
      elements.subtract(shift)
    }
    (layout, count, source) = (generator.layout, elements.count, elements.source)
    var sectors: [Sector] = []
    var memory = 0
    let blocked = elements.sectors().map { unknowns in
      elements.blocks(of: unknowns, orders: max(generator.orderReach, 1))
    }
    for blocks in blocked {
      memory += blocks.reduce(0) { $0 + 3 * $1.count * $1.count * MemoryLayout<Double>.stride }
    }
    guard memory <= largestMemory else {
      throw .failed(EvaluationFailure(DensityError.tooLarge(bytes: memory)))
    }
    for blocks in blocked {
      let matrix = try BlockTridiagonal(
        sizes: blocks.map(\.count),
        block: { elements.block(rows: blocks[$0], columns: blocks[$1]) }, poll: poll)
      sectors.append(Sector(unknowns: blocks.flatMap { $0 }, matrix: matrix))
    }
    self.sectors = sectors
  }

  /// Bytes that the factors take at most, if orders are coupled to their neighbors.
  static func memory(degree: Int) -> Int {
    // Three blocks of 2(degree − m + 1) unknowns an order m, and the elements.
    let cube = (degree + 1) * (degree + 2) * (2 * degree + 3) / 6
    return 12 * cube * MemoryLayout<Double>.stride
  }

  /// The solution x of A x = b.
  func solve(_ b: [Double]) -> [Double] {
    var x = Array(repeating: 0.0, count: count)
    for sector in sectors {
      let part = sector.matrix.solve(sector.unknowns.map { b[$0] })
      for (value, unknown) in zip(part, sector.unknowns) { x[unknown] = value }
    }
    return x
  }

  /// The density with given unknowns and total probability 1 or 0.
  func density(_ unknowns: [Double], total: Double) -> SphericalDensity {
    var density = SphericalDensity(uniformOfDegree: layout.degree, order: layout.order)
    density.real[0] *= total
    var next = 0
    for m in 0...layout.order {
      for l in max(m, 1)...layout.degree {
        let index = density.layout.index(degree: l, order: m)
        density.real[index] = unknowns[next]
        next += 1
        guard m > 0 else { continue }
        density.imaginary[index] = unknowns[next]
        next += 1
      }
    }
    return density
  }
}

extension GeneratorFactors {
  /// The unknowns of a density.
  func unknowns(of density: SphericalDensity) -> [Double] {
    var unknowns: [Double] = []
    for m in 0...layout.order {
      for l in max(m, 1)...layout.degree {
        let (real, imaginary) = density.coefficient(degree: l, order: m)
        unknowns.append(real)
        if m > 0 { unknowns.append(imaginary) }
      }
    }
    return unknowns
  }

  /// The coefficients of the function f that a vector y of the transposed matrix stands for, up to
  /// the constant one: ⟨f⟩ = y·c counts those of m > 0 once, while f and P have them twice.
  func function(_ unknowns: [Double]) -> [Double] {
    unknowns.enumerated().map { $0 < layout.degree ? $1 : $1 / 2 }
  }
}

/// The elements of that matrix, row by row: order by order, degree by degree, the real part of a
/// coefficient before its imaginary part.
private struct GeneratorElements {
  let count: Int
  private(set) var source: [Double]
  /// Columns and values of each row.
  private var rows: [[(column: Int, value: Double)]]
  /// The order of each unknown.
  private var orders: [Int]

  init(_ generator: SphericalGenerator) {
    let layout = generator.layout
    var starts: [Int] = []
    var next = 0
    for m in 0...layout.order {
      starts.append(next)
      next += m == 0 ? layout.degree : 2 * (layout.degree - m + 1)
    }
    func unknown(_ l: Int, _ m: Int) -> Int {
      m == 0 ? l - 1 : starts[m] + 2 * (l - m)
    }
    count = next
    source = Array(repeating: 0, count: next)
    rows = Array(repeating: [], count: next)
    orders = Array(repeating: 0, count: next)
    for m in 0...layout.order {
      for l in max(m, 1)...layout.degree {
        let row = unknown(l, m)
        orders[row] = m
        if m > 0 { orders[row + 1] = m }
        generator.table.forEachCoupling(degree: l, order: m) { degree, order, a in
          let mirrored = order < 0
          let order = abs(order)
          // c_{l,−m} = (−1)^m c*_lm: x goes with `even`, y with `odd`.
          let even = mirrored && order % 2 == 1 ? -1.0 : 1.0
          let odd = mirrored ? -even : even
          guard degree > 0 else {
            source[row] += a.x
            if m > 0 { source[row + 1] += a.y }
            return
          }
          let column = unknown(degree, order)
          add(row, column, even * a.x)
          if order > 0 { add(row, column + 1, -odd * a.y) }
          guard m > 0 else { return }
          add(row + 1, column, even * a.y)
          if order > 0 { add(row + 1, column + 1, odd * a.x) }
        }
      }
    }
  }

  /// Takes a number from the diagonal.
  mutating func subtract(_ shift: Double) {
    // First, as sums of elements have it.
    for row in rows.indices { rows[row].insert((row, -shift), at: 0) }
  }

  /// Rows become columns.
  mutating func transpose() {
    var columns: [[(column: Int, value: Double)]] = Array(repeating: [], count: rows.count)
    for (row, elements) in rows.enumerated() {
      for element in elements { columns[element.column].append((row, element.value)) }
    }
    rows = columns
  }

  private mutating func add(_ row: Int, _ column: Int, _ value: Double) {
    if value != 0 { rows[row].append((column, value)) }
  }

  /// The unknowns of each sector, in ascending order.
  func sectors() -> [[Int]] {
    var parents = Array(0..<count)
    func root(_ unknown: Int) -> Int {
      var unknown = unknown
      while parents[unknown] != unknown {
        parents[unknown] = parents[parents[unknown]]
        unknown = parents[unknown]
      }
      return unknown
    }
    for (row, elements) in rows.enumerated() {
      for element in elements {
        let (a, b) = (root(row), root(element.column))
        parents[max(a, b)] = min(a, b)
      }
    }
    var members: [Int: [Int]] = [:]
    for unknown in 0..<count { members[root(unknown), default: []].append(unknown) }
    return members.keys.sorted().map { members[$0] ?? [] }
  }

  /// Unknowns by groups of neighboring orders, the highest first.
  func blocks(of unknowns: [Int], orders width: Int) -> [[Int]] {
    var blocks: [[Int]] = []
    var group = -1
    for unknown in unknowns.reversed() {
      if orders[unknown] / width != group {
        group = orders[unknown] / width
        blocks.append([])
      }
      blocks[blocks.count - 1].append(unknown)
    }
    return blocks
  }

  /// The dense block of some rows and columns, in column-major order.
  func block(rows: [Int], columns: [Int]) -> [Double] {
    let places = Dictionary(uniqueKeysWithValues: zip(columns, columns.indices))
    var block = Array(repeating: 0.0, count: rows.count * columns.count)
    for (place, row) in rows.enumerated() {
      for element in self.rows[row] {
        guard let column = places[element.column] else { continue }
        block[column * rows.count + place] += element.value
      }
    }
    return block
  }
}
