import Foundation
import Numerics
import QuantumChains
import Teams

/// A basis of spins 1/2 with a bit for each flipped one.
func spins(_ count: Int) -> ChargedBasis { ChargedBasis(charges: flips(count)) }

/// The number of flipped spins of each state.
func flips(_ count: Int) -> [Int] { (0..<1 << count).map(\.nonzeroBitCount) }

extension PureStateEnsemble {
  /// A mixture of states given by their amplitudes, row after row.
  init(
    basis: BipartiteBasis, _ states: [(weight: Double, rows: EnvironmentRows, [Complex])]
  ) throws {
    var ensemble = try PureStateEnsemble(basis: basis, states.map(\.rows))
    for (index, state) in states.enumerated() {
      let (real, imaginary) = (state.2.map(\.real), state.2.map(\.imaginary))
      for row in 0..<state.2.count / state.rows.length {
        let part = row * state.rows.length..<(row + 1) * state.rows.length
        ensemble.set(
          row: row, of: index, weight: state.weight, real: real.span.extracting(part),
          imaginary: imaginary.span.extracting(part))
      }
    }
    self = ensemble
  }
}

/// A pure state of A and B.
func pureState(
  _ basis: BipartiteBasis, _ amplitudes: [(Int, Int, Complex)], weight: Double = 1
) throws -> PureStateEnsemble {
  let rows = try EnvironmentRows(
    basis: basis, a: amplitudes.map(\.0), b: amplitudes.map(\.1),
    environment: amplitudes.map { _ in 0 }, length: 1)
  return try PureStateEnsemble(basis: basis, [(weight, rows, amplitudes.map(\.2))])
}

/// A state of A, B and an environment without further structure: (a, b, environment, amplitude).
func rows(
  _ basis: BipartiteBasis, _ amplitudes: [(Int, Int, Int, Complex)]
) throws -> PureStateEnsemble {
  let rows = try EnvironmentRows(
    basis: basis, a: amplitudes.map(\.0), b: amplitudes.map(\.1),
    environment: amplitudes.map(\.2), length: 1)
  return try PureStateEnsemble(basis: basis, [(1, rows, amplitudes.map(\.3))])
}

/// A normalized random state; each label of its environment goes with one total charge.
func randomMember(
  _ basis: BipartiteBasis, _ weight: Double, charges: [Int], length: Int,
  using generator: inout TestGenerator
) throws -> (weight: Double, rows: EnvironmentRows, [Complex]) {
  var (a, b, labels) = ([Int](), [Int](), [Int]())
  for (label, charge) in charges.enumerated() {
    for i in 0..<basis.a.dimension {
      for j in 0..<basis.b.dimension where basis.a.charges[i] + basis.b.charges[j] == charge {
        a.append(i)
        b.append(j)
        labels.append(label)
      }
    }
  }
  let rows = try EnvironmentRows(basis: basis, a: a, b: b, environment: labels, length: length)
  let numbers = (0..<a.count * length).map { _ in Complex.random(using: &generator) }
  let norm = numbers.reduce(0) { $0 + $1.squaredMagnitude }.squareRoot()
  return (weight, rows, numbers.map { $0 / norm })
}

/// A random unitary matrix, by orthonormalizing random rows.
func randomUnitary(_ dimension: Int, using generator: inout TestGenerator) -> [[Complex]] {
  var rows: [[Complex]] = []
  for _ in 0..<dimension {
    var row = (0..<dimension).map { _ in Complex.random(using: &generator) }
    for _ in 0..<2 {
      for other in rows {
        let overlap = zip(other, row).reduce(Complex.zero) { $0 + $1.0.conjugate * $1.1 }
        row = zip(row, other).map { $0 - overlap * $1 }
      }
    }
    let norm = row.reduce(0) { $0 + $1.squaredMagnitude }.squareRoot()
    rows.append(row.map { $0 / norm })
  }
  return rows
}

/// The same quantities from a full matrix, index by index.
struct PlainBipartite {
  let dimensionA: Int
  let dimensionB: Int
  private var elements: [[Complex]]

  init(dimensionA: Int, dimensionB: Int) {
    self.dimensionA = dimensionA
    self.dimensionB = dimensionB
    let row = [Complex](repeating: .zero, count: dimensionA * dimensionB)
    elements = row.map { _ in row }
  }

  init(_ matrix: BlockDensityMatrix) throws {
    self.init(dimensionA: matrix.basis.a.dimension, dimensionB: matrix.basis.b.dimension)
    for i in elements.indices {
      for j in elements.indices {
        elements[i][j] = matrix.element(
          (i / dimensionB, i % dimensionB), (j / dimensionB, j % dimensionB))
      }
    }
  }

  mutating func add(_ vector: [Complex]) {
    for i in vector.indices {
      for j in vector.indices { elements[i][j] += vector[i] * vector[j].conjugate }
    }
  }

  mutating func normalize() {
    let trace = elements.indices.reduce(0) { $0 + elements[$1][$1].real }
    elements = elements.map { $0.map { $0 / trace } }
  }

  func matrix() throws -> BlockDensityMatrix {
    try BlockDensityMatrix(
      elements.flatMap { $0 }, dimensionA: dimensionA, dimensionB: dimensionB)
  }

  func purity() -> Double {
    elements.reduce(0) { $1.reduce($0) { $0 + $1.squaredMagnitude } }
  }

  func entropy() throws -> Double { try Self.entropy(elements) }

  func entropyOfA() throws -> Double {
    try Self.entropy(
      (0..<dimensionA).map { i in
        (0..<dimensionA).map { j in
          (0..<dimensionB).reduce(.zero) {
            $0 + elements[i * dimensionB + $1][j * dimensionB + $1]
          }
        }
      })
  }

  func entropyOfB() throws -> Double {
    try Self.entropy(
      (0..<dimensionB).map { i in
        (0..<dimensionB).map { j in
          (0..<dimensionA).reduce(.zero) {
            $0 + elements[$1 * dimensionB + i][$1 * dimensionB + j]
          }
        }
      })
  }

  func negativity() throws -> Double {
    var transposed = elements
    for i in elements.indices {
      for j in elements.indices {
        let (a, b, c, d) = (i / dimensionB, i % dimensionB, j / dimensionB, j % dimensionB)
        transposed[i][j] = elements[a * dimensionB + d][c * dimensionB + b]
      }
    }
    let eigenvalues = try HermitianEigenvalues.of(
      transposed.flatMap { $0 }, dimension: elements.count)
    return log(eigenvalues.reduce(0) { $0 + abs($1) })
  }

  private static func entropy(_ matrix: [[Complex]]) throws -> Double {
    try HermitianEigenvalues.of(matrix.flatMap { $0 }, dimension: matrix.count)
      .filter { $0 > 0 }.reduce(0) { $0 - $1 * log($1) }
  }
}
