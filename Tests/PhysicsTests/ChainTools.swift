import Numerics
import QuantumChains
import Teams

/// A vector of a sector as complex numbers, row after row.
struct DenseVector {
  var numbers: [Complex]

  init(_ numbers: [Complex]) { self.numbers = numbers }

  init(_ state: SectorState) {
    let sites = state.basis.chain.sites
    numbers = (0..<state.basis.rowCount).flatMap { row in
      (0..<sites).map { state[row, $0] }
    }
  }

  /// Writes the numbers into a state.
  func store(in state: SectorState) {
    let sites = state.basis.chain.sites
    for (index, number) in numbers.enumerated() { state[index / sites, index % sites] = number }
  }

  func product(_ other: DenseVector) -> Complex {
    zip(numbers, other.numbers).reduce(.zero) { $0 + $1.0.conjugate * $1.1 }
  }

  var norm: Double { product(self).real.squareRoot() }

  func distance(to other: DenseVector) -> Double {
    zip(numbers, other.numbers).reduce(0) { $0 + ($1.0 - $1.1).squaredMagnitude }.squareRoot()
  }

  mutating func add(_ factor: Complex, _ other: DenseVector) {
    for index in numbers.indices { numbers[index] += factor * other.numbers[index] }
  }

  func scaled(by factor: Double) -> DenseVector { DenseVector(numbers.map { factor * $0 }) }

  static func random(_ count: Int, using generator: inout TestGenerator) -> DenseVector {
    let vector = DenseVector((0..<count).map { _ in .random(using: &generator) })
    return vector.scaled(by: 1 / vector.norm)
  }
}

extension SectorOperator {
  /// H v through the matrix-free operator.
  func apply(_ vector: DenseVector) -> DenseVector {
    let (v, w) = (makeState(), makeState())
    vector.store(in: v)
    apply(to: v, into: w)
    return DenseVector(w)
  }

  /// All matrix elements, row-major.
  var matrix: [Complex] {
    let dimension = basis.dimension
    var matrix = [Complex](repeating: .zero, count: dimension * dimension)
    for column in 0..<dimension {
      var unit = DenseVector([Complex](repeating: .zero, count: dimension))
      unit.numbers[column] = .one
      for (row, element) in apply(unit).numbers.enumerated() {
        matrix[row * dimension + column] = element
      }
    }
    return matrix
  }

  /// Lanczos' method: the projections of H on the Krylov space of a vector, fully orthogonalized.
  func krylov(_ start: DenseVector, dimension: Int) -> (basis: [DenseVector], matrix: [Complex]) {
    var basis = [start.scaled(by: 1 / start.norm)]
    var matrix = [Complex](repeating: .zero, count: dimension * dimension)
    for index in 0..<dimension {
      var next = apply(basis[index])
      for (other, vector) in basis.enumerated() {
        let overlap = vector.product(next)
        matrix[other * dimension + index] = overlap
        next.add(-overlap, vector)
      }
      for vector in basis { next.add(-vector.product(next), vector) }
      guard index + 1 < dimension else { break }
      matrix[(index + 1) * dimension + index] = Complex(next.norm)
      basis.append(next.scaled(by: 1 / next.norm))
    }
    return (basis, matrix)
  }
}

/// A state after some time, propagated by Chebyshev's series alone.
func propagated(
  _ start: DenseVector, _ basis: SectorBasis, times: [Double], tolerance: Double = 1e-13
) throws -> [DenseVector] {
  let evolution = try ChainEvolution(basis.chain, [basis])
  start.store(in: evolution.states[0])
  var results: [DenseVector] = []
  try evolution.run(
    through: [0] + times, toleranceRate: tolerance / max(times.last ?? 1, 1), poll: {},
    observe: { _, states in results.append(DenseVector(states[0])) })
  return results
}
