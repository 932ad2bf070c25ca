import Glibc
import Numerics

/// Gauss's nodes in panels over the polar angle, with integrals from either pole to each node: what
/// is integrated is positive or smooth, so each integral keeps its digits.
struct AxialPanels {
  /// The polar angle of each node, ascending.
  private(set) var angles: [Double] = []
  /// u = cos θ.
  private(set) var heights: [Double] = []
  /// sin θ.
  private(set) var sines: [Double] = []
  private var widths: [Double] = []

  private static let order = 12
  private static let rule = GaussLegendre(count: order)

  /// ∫₀^{x_i} ℓ_j dx of the polynomials ℓ_j that are 1 at one node and 0 at the others, row by row.
  private static let partial: [Double] = {
    var rows: [Double] = []
    // P_l(2x − 1) at the nodes.
    func legendre(_ node: Double) -> [Double] {
      let x = 2 * node - 1
      var values = [1.0, x]
      for l in 1..<order {
        values.append(
          (Double(2 * l + 1) * x * values[l] - Double(l) * values[l - 1]) / Double(l + 1))
      }
      return values
    }
    let polynomials = rule.nodes.map(legendre)
    for i in 0..<order {
      for j in 0..<order {
        var sum = rule.nodes[i]
        for l in 1..<order {
          // (2l + 1) ∫₀ˣ P_l(2t − 1) dt = ½ [P_{l+1} − P_{l−1}].
          sum += polynomials[j][l] * (polynomials[i][l + 1] - polynomials[i][l - 1]) / 2
        }
        rows.append(rule.weights[j] * sum)
      }
    }
    return rows
  }()

  /// - Parameters:
  ///   - edges: Angles at which a panel must end, in rad.
  ///   - count: Number of panels, about.
  init(edges: [Double], count: Int) {
    var marks = [0.0]
    for edge in edges.sorted() + [Double.pi] where edge - marks[marks.count - 1] > 1e-9 {
      marks.append(min(edge, Double.pi))
    }
    for (low, high) in zip(marks, marks.dropFirst()) {
      let pieces = max(8, Int((Double(count) * (high - low) / Double.pi).rounded(.up)))
      let width = (high - low) / Double(pieces)
      for piece in 0..<pieces {
        widths.append(width)
        for node in Self.rule.nodes {
          angles.append(low + (Double(piece) + node) * width)
        }
      }
    }
    heights = angles.map { cos($0) }
    sines = angles.map { sin($0) }
  }

  /// Nodes with their weights in θ.
  func sum(_ values: [Double], where isTaken: (Double) -> Bool = { _ in true }) -> Double {
    var total = 0.0
    for (panel, width) in widths.enumerated() {
      let first = panel * Self.order
      guard isTaken(angles[first]) else { continue }
      var sum = 0.0
      for j in 0..<Self.order { sum += Self.rule.weights[j] * values[first + j] }
      total += width * sum
    }
    return total
  }

  /// ∫₀^θ at each node.
  func fromTop(_ values: [Double]) -> [Double] {
    var before = 0.0
    var result = values
    for (panel, width) in widths.enumerated() {
      let first = panel * Self.order
      var whole = 0.0
      for i in 0..<Self.order {
        var part = 0.0
        for j in 0..<Self.order { part += Self.partial[i * Self.order + j] * values[first + j] }
        result[first + i] = before + width * part
        whole += Self.rule.weights[i] * values[first + i]
      }
      before += width * whole
    }
    return result
  }

  /// ∫_θ^π at each node.
  func fromBottom(_ values: [Double]) -> [Double] {
    var behind = 0.0
    var result = values
    for (panel, width) in widths.enumerated().reversed() {
      let first = panel * Self.order
      var whole = 0.0
      for j in 0..<Self.order { whole += Self.rule.weights[j] * values[first + j] }
      for i in 0..<Self.order {
        var part = 0.0
        for j in 0..<Self.order { part += Self.partial[i * Self.order + j] * values[first + j] }
        result[first + i] = behind + width * (whole - part)
      }
      behind += width * whole
    }
    return result
  }
}
