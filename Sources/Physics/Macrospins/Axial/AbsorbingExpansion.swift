import Glibc
import Numerics

/// What is left of a density on its start's side while a drive pushes it off: Legendre polynomials
/// on u_a ≤ u ≤ 1 that vanish at u_a, below the plane, where paths are taken out.
///
/// Probability that has reached the other well would be a mode that does not decay, whose rounding
/// buries the tail. Here every mode decays, the slowest as the tail itself, so that eight digits
/// hold at any depth. Paths that would have come back against the drive weigh
/// exp(−∫|A|/κ du) between u_a and the plane.
struct AbsorbingExpansion {
  /// u_a.
  let edge: Double
  /// Number of functions.
  let size: Int
  private let nodes: [Double]
  private let weights: [Double]
  /// P_j + P_{j+1} at each node, and its derivative, row by row of nodes.
  private let values: RealMatrix
  private let slopes: RealMatrix
  /// Their overlaps.
  private let overlaps: RealMatrix

  init(edge: Double, size: Int) {
    self.edge = edge
    self.size = size
    let rule = GaussLegendre(count: size + 8)
    nodes = rule.nodes.map { edge + (1 - edge) * $0 }
    weights = rule.weights.map { (1 - edge) * $0 }
    var values = RealMatrix(rows: nodes.count, columns: size)
    var slopes = values
    for (row, node) in nodes.enumerated() {
      let (functions, derivatives) = Self.functions(at: node, edge, size)
      for j in 0..<size {
        values[row, j] = functions[j]
        slopes[row, j] = derivatives[j]
      }
    }
    self.values = values
    self.slopes = slopes
    overlaps = values.transposed * Self.scaled(values, by: weights)
  }

  /// The functions and their derivatives at a height.
  private static func functions(
    at u: Double, _ edge: Double, _ size: Int
  ) -> (values: [Double], slopes: [Double]) {
    let stretch = 2 / (1 - edge)
    let x = stretch * (u - edge) - 1
    var (legendre, derivative) = ([1.0, x], [0.0, 1.0])
    for l in 1..<max(size, 2) {
      let next =
        (Double(2 * l + 1) * x * legendre[l] - Double(l) * legendre[l - 1])
        / Double(l + 1)
      legendre.append(next)
      derivative.append(derivative[l - 1] + Double(2 * l + 1) * legendre[l])
    }
    return (
      (0..<size).map { legendre[$0] + legendre[$0 + 1] },
      (0..<size).map { stretch * (derivative[$0] + derivative[$0 + 1]) }
    )
  }

  private static func scaled(_ matrix: RealMatrix, by factors: [Double]) -> RealMatrix {
    var scaled = matrix
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns { scaled[row, column] *= factors[row] }
    }
    return scaled
  }

  /// The matrix of dc/dt, from ∫ φ_i Ṗ = ∫ φ_i′ (1 − u²) [A P − (κ P)′].
  private func generator(of law: AxialLaw) -> RealMatrix? {
    var flux = RealMatrix(rows: nodes.count, columns: size)
    for (row, u) in nodes.enumerated() {
      let drift = law.drift(at: u) - law.diffusionSlope
      let factor = weights[row] * (1 - u) * (1 + u)
      for j in 0..<size {
        flux[row, j] =
          factor * (drift * values[row, j] - law.diffusion(at: u) * slopes[row, j])
      }
    }
    return (slopes.transposed * flux).dividing(by: overlaps)
  }

  /// ∫ φ_j ρ du over u > 0 of a density ρ, whose integral is 1; the functions at one height for a
  /// start there.
  private func projections(of start: AxialStart) -> [Double] {
    switch start {
    case .height(let height): return Self.functions(at: height, edge, size).values
    case .law(let stability, let field, _):
      let exponent = abs(stability) + abs(field)
      let rule = GaussLegendre(count: (size + Int(9 * exponent.squareRoot())) / 2 + 40)
      let exponents = rule.nodes.map { stability * ($0 * $0) + field * $0 }
      let largest = exponents.reduce(-Double.infinity) { max($0, $1) }
      var sums = Array(repeating: 0.0, count: size)
      var total = 0.0
      for i in rule.nodes.indices {
        let weight = rule.weights[i] * exp(exponents[i] - largest)
        total += weight
        let functions = Self.functions(at: rule.nodes[i], edge, size).values
        for j in 0..<size { sums[j] += weight * functions[j] }
      }
      return sums.map { $0 / total }
    }
  }

  /// ∫₀¹ φ_j du.
  private var areas: [Double] {
    let rule = GaussLegendre(count: size / 2 + 2)
    var sums = Array(repeating: 0.0, count: size)
    for (node, weight) in zip(rule.nodes, rule.weights) {
      let functions = Self.functions(at: node, edge, size).values
      for j in 0..<size { sums[j] += weight * functions[j] }
    }
    return sums
  }

  /// The natural logarithm of what is left at u > 0 at the end; nil where rounding or a cut-off
  /// that does not resolve it leaves no positive number.
  func logarithmOfRest(_ process: AxialProcess) -> Double? {
    let column = RealMatrix(
      rows: size, columns: 1, elements: projections(of: process.start))
    guard var state = column.dividing(by: overlaps) else { return nil }
    var exponent = 0.0
    for stage in process.stages {
      guard let generator = generator(of: stage.law) else { return nil }
      var turned = RealMatrix(rows: size, columns: size)
      turned.add(generator, scaledBy: stage.duration)
      guard let propagator = MatrixExponential(turned) else { return nil }
      state = propagator.matrix * state
      exponent += propagator.exponent
      let largest = state.elements.reduce(0) { max($0, abs($1)) }
      guard largest > 0, largest.isFinite else { return nil }
      for i in state.elements.indices { state.elements[i] /= largest }
      exponent += log(largest)
    }
    var sum = 0.0
    for (area, coefficient) in zip(areas, state.elements) { sum += area * coefficient }
    return sum > 0 ? log(sum) + exponent : nil
  }
}
