import Foundation
import Numerics
import QuantumChains
import Teams

/// The Fokker-Planck equation dP/dt = −div(T P) + Lap(D P) on cells of polar angle and azimuth,
/// with fluxes that are exact between two cells for constant drift (exponential fitting:
/// Scharfetter and Gummel, IEEE Trans. Electron Devices 16, 64). Positive, conservative, of second
/// order in the cell size where the cells resolve T/D. It shares nothing with the expansion in
/// harmonics.
struct FiniteVolumes {
  private let rows: Int
  private let columns: Int
  /// Rates to a cell from its neighbors (north, south, west, east), and its own.
  private var neighbors: [[Double]]
  private var own: [Double]
  private let areas: [Double]
  private(set) var density: [Double]

  init(
    rows: Int, drift: (Vector3) -> Vector3, diffusion: (Vector3) -> Double,
    start: (Vector3) -> Double
  ) {
    self.rows = rows
    let columns = 2 * rows
    self.columns = columns
    let h = Double.pi / Double(rows)
    func direction(_ theta: Double, _ phi: Double) -> Vector3 {
      Vector3(sin(theta) * cos(phi), sin(theta) * sin(phi), cos(theta))
    }
    func angle(_ i: Int) -> Double { (Double(i) + 0.5) * h }
    let areas = (0..<rows).map { h * (cos(Double($0) * h) - cos(Double($0 + 1) * h)) }
    var neighbors = Array(repeating: Array(repeating: 0.0, count: rows * columns), count: 4)
    var own = Array(repeating: 0.0, count: rows * columns)
    func bernoulli(_ z: Double) -> Double { abs(z) < 1e-5 ? 1 - z / 2 : z / expm1(z) }
    /// Couples two cells through a face of a length, a distance apart.
    func couple(
      _ a: Int, _ b: Int, _ areaA: Double, _ areaB: Double, length: Double, distance: Double,
      speed: Double, _ diffusionA: Double, _ diffusionB: Double, slotInA: Int, slotInB: Int
    ) {
      let ratio = diffusionB / diffusionA
      let inverse =
        abs(ratio - 1) < 1e-8 ? 1 / diffusionA : log(ratio) / (diffusionB - diffusionA)
      let peclet = speed * distance * inverse
      let out = length / distance * bernoulli(-peclet) * diffusionA
      let back = length / distance * bernoulli(peclet) * diffusionB
      own[a] -= out / areaA
      neighbors[slotInA][a] += back / areaA
      own[b] -= back / areaB
      neighbors[slotInB][b] += out / areaB
    }
    for i in 0..<rows {
      for j in 0..<columns {
        let (cell, phi) = (i * columns + j, (Double(j) + 0.5) * h)
        let here = diffusion(direction(angle(i), phi))
        if i + 1 < rows {
          let theta = Double(i + 1) * h
          let south = Vector3(cos(theta) * cos(phi), cos(theta) * sin(phi), -sin(theta))
          couple(
            cell, cell + columns, areas[i], areas[i + 1], length: sin(theta) * h, distance: h,
            speed: drift(direction(theta, phi)).dot(south), here,
            diffusion(direction(angle(i + 1), phi)), slotInA: 1, slotInB: 0)
        }
        let edge = Double(j + 1) * h
        couple(
          cell, i * columns + (j + 1) % columns, areas[i], areas[i], length: h,
          distance: sin(angle(i)) * h,
          speed: drift(direction(angle(i), edge)).dot(Vector3(-sin(edge), cos(edge), 0)), here,
          diffusion(direction(angle(i), phi + h)), slotInA: 3, slotInB: 2)
      }
    }
    self.areas = areas
    self.neighbors = neighbors
    self.own = own
    density = []
    let offsets = [-0.375, -0.125, 0.125, 0.375]
    for i in 0..<rows {
      for j in 0..<columns {
        var sum = 0.0
        for s in offsets {
          for t in offsets {
            sum += start(direction(angle(i) + s * h, (Double(j) + 0.5 + t) * h)) / 16
          }
        }
        density.append(sum)
      }
    }
    let total = self.total
    density = density.map { $0 / total }
  }

  var total: Double {
    density.indices.reduce(0) { $0 + areas[$1 / columns] * density[$1] }
  }

  var mean: Vector3 {
    let h = Double.pi / Double(rows)
    var sum = Vector3.zero
    for i in 0..<rows {
      let (a, b) = (Double(i) * h, Double(i + 1) * h)
      // Integrals of sin²θ and of sin θ cos θ over the cell.
      let transverse = (b - a) / 2 - (sin(2 * b) - sin(2 * a)) / 4
      let axial = (sin(b) * sin(b) - sin(a) * sin(a)) / 2
      for j in 0..<columns {
        let (c, d) = (Double(j) * h, Double(j + 1) * h)
        sum =
          sum + density[i * columns + j]
          * Vector3(transverse * (sin(d) - sin(c)), transverse * (cos(c) - cos(d)), axial * h)
      }
    }
    return sum
  }

  /// Advances by the method of Heun in steps that keep every density positive, which leaves an
  /// error far below that of the cells.
  mutating func advance(by time: Double) {
    let fastest = own.reduce(0) { max($0, -$1) }
    let steps = Int((time * fastest / 0.9).rounded(.up))
    let step = time / Double(steps)
    for _ in 0..<steps {
      let first = rates(density)
      var predicted = density
      for cell in density.indices { predicted[cell] += step * first[cell] }
      let second = rates(predicted)
      for cell in density.indices { density[cell] += step / 2 * (first[cell] + second[cell]) }
    }
  }

  private func rates(_ p: [Double]) -> [Double] {
    var rates = Array(repeating: 0.0, count: p.count)
    for i in 0..<rows {
      for j in 0..<columns {
        let cell = i * columns + j
        var rate = own[cell] * p[cell]
        if i > 0 { rate += neighbors[0][cell] * p[cell - columns] }
        if i + 1 < rows { rate += neighbors[1][cell] * p[cell + columns] }
        rate += neighbors[2][cell] * p[j > 0 ? cell - 1 : cell + columns - 1]
        rate += neighbors[3][cell] * p[j + 1 < columns ? cell + 1 : cell + 1 - columns]
        rates[cell] = rate
      }
    }
    return rates
  }
}
