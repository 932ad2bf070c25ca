import Foundation
import Numerics
import Teams
import Testing

@Suite struct NormalStreamTests {
  private static let stream = NormalStream(seed: 20_240_229, point: 7, purpose: .magneticField)

  /// The vector form in buffers of every remainder a vector can leave.
  @Test(arguments: [1, 7, 8, 9, 64, 259]) func scalarAndVectorFormsHaveTheSameBits(lanes: Int) {
    var (x, y, z) = buffers(lanes)
    for step: UInt32 in [0, 1, 77, .max] {
      for first: UInt32 in [0, 5, .max - 300] {
        Self.stream.fill(&x, &y, &z, firstTrajectory: first, step: step)
        for lane in 0..<lanes {
          let expected = Self.stream.normals(trajectory: first + UInt32(lane), step: step)
          #expect(x[lane].bitPattern == expected.x.bitPattern)
          #expect(y[lane].bitPattern == expected.y.bitPattern)
          #expect(z[lane].bitPattern == expected.z.bitPattern)
        }
      }
    }
  }

  /// Raw moments up to the sixth, each within four of its standard errors, and the numbers of
  /// values beyond 4 and 5 σ. An n-th power has the mean (n−1)!! and the mean square (2n−1)!!.
  @Test func momentsAndTails() {
    let lanes = 256
    let steps = samples(150_000)
    var (x, y, z) = buffers(lanes)
    var sums = [Double](repeating: 0, count: 7)
    var (beyond4, beyond5, largest) = (0, 0, 0.0)
    for step in 0..<steps {
      Self.stream.fill(&x, &y, &z, firstTrajectory: 0, step: UInt32(step))
      for values in [x, y, z] {
        var partial = (0.0, 0.0, 0.0, 0.0, 0.0)
        for value in values {
          let square = value * value
          partial.0 += value
          partial.1 += square
          partial.2 += square * value
          partial.3 += square * square
          partial.4 += square * square * square
          if square > 16 {
            beyond4 += 1
            if square > 25 { beyond5 += 1 }
            largest = max(largest, abs(value))
          }
        }
        sums[1] += partial.0
        sums[2] += partial.1
        sums[3] += partial.2
        sums[4] += partial.3
        sums[6] += partial.4
      }
    }
    let count = Double(3 * lanes * steps)
    let expectations: [(power: Int, mean: Double, square: Double)] = [
      (1, 0, 1), (2, 1, 3), (3, 0, 15), (4, 3, 105), (6, 15, 10_395),
    ]
    for (power, mean, square) in expectations {
      let error = ((square - mean * mean) / count).squareRoot()
      #expect(abs(sums[power] / count - mean) < 4 * error, "power \(power)")
    }
    for (seen, sigma) in [(beyond4, 4.0), (beyond5, 5.0)] {
      let expected = count * erfc(sigma / 2.0.squareRoot())
      #expect(abs(Double(seen) - expected) < 4 * expected.squareRoot() + 1, "beyond \(sigma) σ")
    }
    #expect(largest < NormalStream.largest)
  }

  /// Kolmogorov and Smirnov: the largest distance of the empirical distribution exceeds 1.95/√n
  /// once in a thousand samples of a true normal law.
  @Test(arguments: [0, 1, 2]) func distribution(component: Int) {
    let lanes = 256
    let steps = samples(40_000)
    var (x, y, z) = buffers(lanes)
    var values: [Double] = []
    values.reserveCapacity(lanes * steps)
    for step in 0..<steps {
      Self.stream.fill(&x, &y, &z, firstTrajectory: 1000, step: UInt32(step))
      values.append(contentsOf: [x, y, z][component])
    }
    values.sort()
    let count = Double(values.count)
    var distance = 0.0
    for (index, value) in values.enumerated() {
      let exact = 0.5 * erfc(-value / 2.0.squareRoot())
      distance = max(distance, exact - Double(index) / count, Double(index + 1) / count - exact)
    }
    #expect(distance < 1.95 / count.squareRoot())
  }

  /// Neighbors in every part of the counter and in the key, and the components of one step, are
  /// uncorrelated, in their values and in their squares, within four standard errors.
  @Test func neighborsAreIndependent() {
    let neighbors: [(String, NormalStream, UInt32, UInt32)] = [
      ("trajectory", Self.stream, 1, 0),
      ("step", Self.stream, 0, 1),
      ("seed", NormalStream(seed: 20_240_230, point: 7, purpose: .magneticField), 0, 0),
      ("point", NormalStream(seed: 20_240_229, point: 8, purpose: .magneticField), 0, 0),
      (
        "upper point word",
        NormalStream(seed: 20_240_229, point: 7 + 1 << 32, purpose: .magneticField), 0, 0
      ),
    ]
    let lanes = 256
    let steps = samples(4000)
    let error = 1 / (Double(lanes * steps)).squareRoot()
    var (x, y, z) = buffers(lanes)
    var (u, v, w) = buffers(lanes)
    for (name, stream, trajectory, stepOffset) in neighbors {
      var correlations = [Double](repeating: 0, count: 18)
      for step in 0..<steps {
        Self.stream.fill(&x, &y, &z, firstTrajectory: 0, step: UInt32(step))
        stream.fill(&u, &v, &w, firstTrajectory: trajectory, step: UInt32(step) + stepOffset)
        var pair = 0
        for a in [x, y, z] {
          for b in [u, v, w] {
            var (linear, quadratic) = (0.0, 0.0)
            for lane in 0..<lanes {
              linear += a[lane] * b[lane]
              quadratic += (a[lane] * a[lane] - 1) * (b[lane] * b[lane] - 1) / 2
            }
            correlations[pair] += linear
            correlations[pair + 1] += quadratic
            pair += 2
          }
        }
      }
      for correlation in correlations {
        // 90 numbers: one of them beyond four standard errors has a probability of 0.6 %.
        #expect(abs(correlation) / Double(lanes * steps) < 4 * error, "\(name)")
      }
    }
  }

  @Test func componentsOfAStepAreIndependent() {
    let lanes = 256
    let steps = samples(20_000)
    var (x, y, z) = buffers(lanes)
    var sums = [Double](repeating: 0, count: 6)
    for step in 0..<steps {
      Self.stream.fill(&x, &y, &z, firstTrajectory: 0, step: UInt32(step))
      for (pair, (a, b)) in [(x, y), (y, z), (z, x)].enumerated() {
        for lane in 0..<lanes {
          sums[2 * pair] += a[lane] * b[lane]
          sums[2 * pair + 1] += (a[lane] * a[lane] - 1) * (b[lane] * b[lane] - 1) / 2
        }
      }
    }
    let count = Double(lanes * steps)
    for sum in sums { #expect(abs(sum) / count < 4 / count.squareRoot()) }
  }

  private func buffers(_ lanes: Int) -> ([Double], [Double], [Double]) {
    let empty = [Double](repeating: 0, count: lanes)
    return (empty, empty, empty)
  }
}
