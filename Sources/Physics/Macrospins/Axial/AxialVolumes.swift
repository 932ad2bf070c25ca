import Glibc
import Numerics
import Teams

/// Axial laws on cells between parallels, in equal steps of the polar angle, by exponential
/// fitting: rates between neighbors that are positive whatever the drift, so that every probability
/// is a sum of positive numbers and keeps its digits however small it is.
///
/// With Q = κ P and Φ the change of ∫A/κ du from one center to the next, the flux through a face is
/// (1 − u²)/h [B(−Φ) Q_below − B(Φ) Q_above], B(x) = x/(eˣ − 1) (Scharfetter and Gummel, IEEE
/// Trans. Electron Devices 16, 64 (1969)). The error is of second order in the width of a cell, in
/// the logarithm of a probability too.
struct AxialVolumes: Sendable {
  /// u of the faces, from 1 down to −1.
  let faces: [Double]
  /// The middle of each cell in u.
  let centers: [Double]
  /// The polar angle of each center.
  let angles: [Double]

  /// - Parameter count: Number of cells, even, so that u = 0 is a face.
  init(count: Int) {
    faces = (0...count).map {
      2 * $0 == count ? 0 : cos(Double.pi * Double($0) / Double(count))
    }
    let faces = faces
    centers = (0..<count).map { (faces[$0] + faces[$0 + 1]) / 2 }
    angles = centers.map { acos($0) }
  }

  var count: Int { centers.count }

  private static let rule = GaussLegendre(count: 5)

  /// ∫A/κ du between two heights.
  private func exponent(of law: AxialLaw, from low: Double, to high: Double) -> Double {
    var sum = 0.0
    for (node, weight) in zip(Self.rule.nodes, Self.rule.weights) {
      sum += weight * law.slope(at: low + node * (high - low))
    }
    return (high - low) * sum
  }

  /// The rates in 1/s from each cell but the first to the one above, and from each but the last to
  /// the one below.
  func rates(of law: AxialLaw) -> (up: [Double], down: [Double]) {
    var (up, down) = ([Double](), [Double]())
    for k in 0..<count - 1 {
      let (above, below, face) = (centers[k], centers[k + 1], faces[k + 1])
      let exponent = exponent(of: law, from: below, to: above)
      let conductance = (1 - face) * (1 + face) / (above - below)
      up.append(
        conductance * law.diffusion(at: below) * Self.bernoulli(-exponent)
          / (face - faces[k + 2]))
      down.append(
        conductance * law.diffusion(at: above) * Self.bernoulli(exponent) / (faces[k] - face))
    }
    return (up, down)
  }

  /// x/(eˣ − 1).
  private static func bernoulli(_ x: Double) -> Double {
    abs(x) < 1e-4 ? 1 - x / 2 + x * x / 12 : x / expm1(x)
  }

  /// The share of a start in each cell.
  func shares(of start: AxialStart) -> [Double]? {
    guard case .law(let stability, let field, let onlyAbove) = start else { return nil }
    let rule = GaussLegendre(count: 12)
    func exponent(_ u: Double) -> Double { stability * (u * u) + field * u }
    var largest = -Double.infinity
    for k in 0..<count where !onlyAbove || k < count / 2 {
      largest = max(largest, exponent(faces[k]), exponent(centers[k]), exponent(faces[k + 1]))
    }
    var shares = (0..<count).map { k -> Double in
      guard !onlyAbove || k < count / 2 else { return 0 }
      let width = faces[k] - faces[k + 1]
      var sum = 0.0
      for (node, weight) in zip(rule.nodes, rule.weights) {
        sum += weight * exp(exponent(faces[k + 1] + node * width) - largest)
      }
      return width * sum
    }
    let total = shares.reduce(0, +)
    for k in shares.indices { shares[k] /= total }
    return shares
  }

  /// The natural logarithm of a probability that is known for a start in each cell.
  ///
  /// - Parameters:
  ///   - values: The probability by cell, above zero.
  ///   - start: Where the density starts.
  func logarithm(of values: [Double], from start: AxialStart) -> Double {
    if let shares = shares(of: start) {
      var sum = 0.0
      for k in values.indices { sum = sum.addingProduct(shares[k], values[k]) }
      return log(sum)
    }
    guard case .height(let height) = start else { return .nan }
    return interpolated(values.map { log($0) }, at: acos(min(max(height, -1), 1)))
  }

  /// The polynomial through six neighboring centers; the function is even about the poles.
  private func interpolated(_ values: [Double], at angle: Double) -> Double {
    let first = Int((angle / Double.pi * Double(count) - 0.5).rounded(.down)) - 2
    let points = (first..<first + 6).map { k -> (angle: Double, value: Double) in
      if k < 0 { return (-angles[-1 - k], values[-1 - k]) }
      if k >= count {
        let mirrored = 2 * count - 1 - k
        return (2 * Double.pi - angles[mirrored], values[mirrored])
      }
      return (angles[k], values[k])
    }
    var sum = 0.0
    for (i, point) in points.enumerated() {
      var weight = 1.0
      for (j, other) in points.enumerated() where j != i {
        weight *= (angle - other.angle) / (point.angle - other.angle)
      }
      sum += weight * point.value
    }
    return sum
  }
}
