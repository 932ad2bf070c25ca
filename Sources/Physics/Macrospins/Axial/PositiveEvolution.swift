import Glibc
import Numerics
import Teams

/// How functions of the cell change backward through a stage, by sums of positive numbers only:
/// f ← exp(t G) f with G the rates between neighboring cells.
///
/// G = Λ (S − 1) with S a matrix of probabilities, so exp(t G) is a mean of powers of S with
/// Poisson's weights (uniformization). A short stage is summed term by term; of a long one the
/// matrix is squared until it covers the stage, so that any duration costs its logarithm.
struct PositiveEvolution {
  private let stay: [Double]
  private let up: [Double]
  private let down: [Double]
  /// Λ t.
  private let extent: Double
  /// exp(t G), where that takes less time.
  private var matrix: RealMatrix?

  /// Steps that one sum covers: e^−400 is still a number.
  private static let longest = 400.0

  /// - Parameters:
  ///   - rates: In 1/s, from each cell but the first to the one above, and from each but the last
  ///     to the one below.
  ///   - duration: t in s.
  ///   - poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Throws: What `poll` throws.
  init(
    _ rates: (up: [Double], down: [Double]), duration: Double, poll: Poll
  ) throws(EvaluationError) {
    let count = rates.up.count + 1
    // From cell k upward and downward.
    let upward = [0] + rates.up
    let downward = rates.down + [0]
    let largest = zip(upward, downward).reduce(0) { max($0, $1.0 + $1.1) } * (1 + 1e-9)
    up = upward.map { $0 / largest }
    down = downward.map { $0 / largest }
    stay = zip(upward, downward).map { 1 - ($0 + $1) / largest }
    extent = largest * duration
    let squarings = max(0, Int(log2(max(extent, 1)).rounded(.up)))
    // Measured: 0.6 ns for a cell and a step, 0.1 ns for a term of a product of matrices.
    let bySum = 2 * 0.6e-9 * 1.5 * extent * Double(count)
    let size = Double(count)
    let byMatrix = 1e-10 * size * size * size * Double(squarings + 1)
    if byMatrix < bySum {
      matrix = try power(squarings: squarings, poll)
    }
  }

  /// exp(t G) by squaring.
  private func power(squarings: Int, _ poll: Poll) throws(EvaluationError) -> RealMatrix {
    let n = stay.count
    let step = extent / exp2(Double(squarings))
    var term = RealMatrix(rows: n, columns: n)
    for i in 0..<n { term[i, i] = 1 }
    var sum = term
    for k in 1...40 {
      // Times S, which has three diagonals, from the left.
      var next = RealMatrix(rows: n, columns: n)
      let factor = step / Double(k)
      for i in 0..<n {
        let reach = max(0, i - k)..<min(n, i + k + 1)
        for j in reach {
          var value = stay[i] * term[i, j]
          if i > 0 { value += up[i] * term[i - 1, j] }
          if i + 1 < n { value += down[i] * term[i + 1, j] }
          next[i, j] = factor * value
        }
      }
      term = next
      sum.add(term, scaledBy: 1)
      try poll()
    }
    Self.normalize(&sum)
    for _ in 0..<squarings {
      sum = sum * sum
      Self.normalize(&sum)
      try poll()
    }
    return sum
  }

  /// Rows are probabilities: what rounding adds to their sums would grow with each squaring.
  private static func normalize(_ matrix: inout RealMatrix) {
    let n = matrix.columns
    for row in 0..<matrix.rows {
      var sum = 0.0
      for i in row * n..<(row + 1) * n { sum += matrix.elements[i] }
      let factor = 1 / sum
      for i in row * n..<(row + 1) * n { matrix.elements[i] *= factor }
    }
  }

  /// The function at the beginning of the stage, of that at its end.
  ///
  /// - Throws: What `poll` throws.
  func backward(_ values: [Double], poll: Poll) throws(EvaluationError) -> [Double] {
    let n = values.count
    if let matrix {
      return (0..<n).map { row in
        var sum = 0.0
        for column in 0..<n { sum += matrix.elements[row * n + column] * values[column] }
        return sum
      }
    }
    var values = values
    var left = extent
    while left > 0 {
      let length = min(left, Self.longest)
      left -= length
      values = sum(values, length)
      try poll()
    }
    return values
  }

  /// Σ_k Poisson(k; x) Sᵏ f, until nothing is added to any cell.
  private func sum(_ values: [Double], _ length: Double) -> [Double] {
    let n = values.count
    // A cell beyond each end, which nothing comes from.
    var term = [0] + values + [0]
    var next = term
    var weight = exp(-length)
    var sum = values.map { weight * $0 }
    var k = 0
    while true {
      for _ in 0..<8 {
        k += 1
        weight *= length / Double(k)
        for i in 0..<n {
          let value = (stay[i] * term[i + 1]).addingProduct(up[i], term[i])
            .addingProduct(down[i], term[i + 2])
          next[i + 1] = value
          sum[i] = sum[i].addingProduct(weight, value)
        }
        swap(&term, &next)
      }
      guard Double(k) > length else { continue }
      var isDone = true
      for i in 0..<n where !(weight * term[i + 1] <= 1e-17 * sum[i]) {
        isDone = false
        break
      }
      if isDone { return sum }
    }
  }
}
