import Numerics

/// Directions drawn from a `BoltzmannLaw`, exactly: each is a function of (seed, point,
/// trajectory), with the same bits on every processor.
///
/// By rejection. A side of the sphere is mapped onto 0 ≤ q ≤ 1, 0 ≤ ψ ≤ π with equal areas, where
/// q = 1 − |m_z| and ψ is the distance of the azimuth from that of the field; it is divided into
/// cells, small where the law is dense, and each cell has a bound of the exponent. A cell is chosen
/// by what the bounds let expect, a place in it evenly, and that is accepted with the probability
/// exp(exponent − bound). Cells are refined until two thirds or so are accepted, so that the cost
/// does not grow as the temperature falls.
struct BoltzmannSampler: Sendable {
  private struct Cell: Sendable {
    var isAbove: Bool
    var q: (low: Double, high: Double)
    var angle: (low: Double, high: Double)
    /// Not less than the exponent anywhere in the cell.
    var bound = 0.0
    /// The exponent in the middle.
    var middle = 0.0

    var area: Double { (q.high - q.low) * (angle.high - angle.low) }
  }

  private let law: BoltzmannLaw
  private let transverse: Double
  private let azimuth: (cosine: Double, sine: Double)
  private let cells: [Cell]
  /// Sums of the weights of the cells up to each.
  private let sums: [Double]

  private static let acceptance = 0.7
  private static let mostCells = 1 << 14

  /// - Parameter law: What is drawn from.
  init(_ law: BoltzmannLaw) {
    self.law = law
    transverse = law.transverseField
    azimuth = law.azimuth
    var cells = law.sides.map {
      Self.bounded(
        Cell(isAbove: $0 == .above, q: (0, 1), angle: (0, Double.pi)), law, law.transverseField)
    }
    var weights = Self.weights(cells)
    while weights.inside < Self.acceptance * weights.sum, cells.count < Self.mostCells {
      // The cells that contribute at least half of their share to what is rejected.
      let threshold = (weights.sum - weights.inside) / Double(2 * cells.count)
      var next: [Cell] = []
      for (cell, excess) in zip(cells, weights.excesses) {
        if excess >= threshold {
          next += Self.halves(of: cell, law, law.transverseField)
        } else {
          next.append(cell)
        }
      }
      cells = next
      weights = Self.weights(cells)
    }
    self.cells = cells
    sums = weights.sums
  }

  /// The direction of a trajectory.
  ///
  /// - Parameters:
  ///   - trajectory: Its number.
  ///   - numbers: The source of its random numbers.
  func sample(_ trajectory: UInt32, from numbers: UniformStream) -> Vector3 {
    let total = sums[sums.count - 1]
    var step: UInt32 = 0
    while true {
      let (choice, place) = numbers.uniforms(trajectory: trajectory, step: step)
      let (turn, chance) = numbers.uniforms(trajectory: trajectory, step: step &+ 1)
      step &+= 2
      let wanted = choice * total
      let cell = cells[min(sums.partitioningIndex { $0 > wanted }, cells.count - 1)]
      let q = cell.q.low + place * (cell.q.high - cell.q.low)
      let half = turn < 0.5 ? 2 * turn : 2 * turn - 1
      let angle = cell.angle.low + half * (cell.angle.high - cell.angle.low)
      let (sine, cosine) = Elementary.sineCosine(angle)
      let exponent = Self.exponent(q, cosine, cell.isAbove, law, transverse)
      guard Elementary.logarithm(chance) < exponent - cell.bound else { continue }
      let radius = (q * (2 - q)).squareRoot()
      let along = radius * cosine
      let across = turn < 0.5 ? radius * sine : -radius * sine
      return Vector3(
        along * azimuth.cosine - across * azimuth.sine,
        along * azimuth.sine + across * azimuth.cosine, cell.isAbove ? 1 - q : q - 1)
    }
  }
}

extension BoltzmannSampler {
  /// Δ m_z² + v·m − Δ, which is not a difference of large numbers near the poles.
  private static func exponent(
    _ q: Double, _ cosine: Double, _ isAbove: Bool, _ law: BoltzmannLaw, _ transverse: Double
  ) -> Double {
    let square = q * (2 - q)
    let axial = isAbove ? law.field.z : -law.field.z
    return axial * (1 - q) - law.stability * square + transverse * cosine * square.squareRoot()
  }

  /// The cell with its bound and the exponent in its middle.
  ///
  /// At the least ψ the exponent is a quadratic form of q plus C √(q(2 − q)). The root is concave:
  /// below its tangent, above its chord.
  private static func bounded(
    _ cell: Cell, _ law: BoltzmannLaw, _ transverse: Double
  ) -> Cell {
    var cell = cell
    let (low, high) = cell.q
    let middle = low + (high - low) / 2
    let factor = transverse * Elementary.sineCosine(cell.angle.low).cosine
    func root(_ q: Double) -> Double { (q * (2 - q)).squareRoot() }
    let slope =
      factor >= 0 ? (1 - middle) / root(middle) : (root(high) - root(low)) / (high - low)
    let (place, value) = factor >= 0 ? (middle, root(middle)) : (low, root(low))
    let axial = cell.isAbove ? law.field.z : -law.field.z
    func bound(_ q: Double) -> Double {
      axial * (1 - q) - law.stability * (q * (2 - q)) + factor * (value + slope * (q - place))
    }
    cell.bound = max(bound(low), bound(high))
    if law.stability < 0 {
      // Where the derivative vanishes: −v − 2Δ(1 − q) + C slope = 0.
      let vertex = 1 - (factor * slope - axial) / (2 * law.stability)
      if vertex > low, vertex < high { cell.bound = max(cell.bound, bound(vertex)) }
    }
    let angle = cell.angle.low + (cell.angle.high - cell.angle.low) / 2
    cell.middle = exponent(
      middle, Elementary.sineCosine(angle).cosine, cell.isAbove, law, transverse)
    return cell
  }

  /// The two halves of a cell, divided along q or ψ: whichever makes more of the distance between
  /// the bound and the exponent in the middle.
  private static func halves(
    of cell: Cell, _ law: BoltzmannLaw, _ transverse: Double
  ) -> [Cell] {
    let q = cell.q.low + (cell.q.high - cell.q.low) / 2
    let angle = cell.angle.low + (cell.angle.high - cell.angle.low) / 2
    let between = exponent(
      q, Elementary.sineCosine(cell.angle.low).cosine, cell.isAbove, law, transverse)
    var (first, second) = (cell, cell)
    if cell.bound - between >= between - cell.middle {
      first.q.high = q
      second.q.low = q
    } else {
      first.angle.high = angle
      second.angle.low = angle
    }
    return [bounded(first, law, transverse), bounded(second, law, transverse)]
  }

  /// What the bounds let expect of each cell, how much of it is there and how much is not.
  private static func weights(
    _ cells: [Cell]
  ) -> (sums: [Double], sum: Double, inside: Double, excesses: [Double]) {
    let largest = cells.reduce(-Double.infinity) { max($0, $1.bound) }
    var (sums, excesses) = ([Double](), [Double]())
    var (sum, inside) = (0.0, 0.0)
    for cell in cells {
      let weight = cell.area * Elementary.exponential(nonPositive: cell.bound - largest)
      let there =
        cell.area * Elementary.exponential(nonPositive: min(cell.middle - largest, 0))
      sum += weight
      inside += min(there, weight)
      sums.append(sum)
      excesses.append(weight - min(there, weight))
    }
    return (sums, sum, inside, excesses)
  }
}
