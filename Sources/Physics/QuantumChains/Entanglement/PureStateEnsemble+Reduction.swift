public import Numerics

extension PureStateEnsemble {
  public var reducedA: [[Complex]] {
    var reduced = basis.a.zeroMatrices
    for (block, content) in basis.blocks.enumerated() where environment[block] > 0 {
      for pair in content.pairs {
        let matrix = MatrixPart(
          amplitudes[block], offset: pair.offset * environment[block], rows: pair.rows,
          columns: pair.columns * environment[block])
        MatrixProduct.addSquare(of: matrix, to: &reduced[pair.a])
      }
    }
    return reduced
  }

  public var reducedB: [[Complex]] {
    var reduced = basis.b.zeroMatrices
    for (block, content) in basis.blocks.enumerated() where environment[block] > 0 {
      for pair in content.pairs {
        for row in 0..<pair.rows {
          let matrix = MatrixPart(
            amplitudes[block], offset: (pair.offset + row * pair.columns) * environment[block],
            rows: pair.columns, columns: environment[block])
          MatrixProduct.addSquare(of: matrix, to: &reduced[pair.b])
        }
      }
    }
    return reduced
  }

  /// Ψ Ψ† or Ψ† Ψ, which have the same eigenvalues but for zeros: whichever is smaller.
  private func smallerSquare(block: Int) -> (matrix: [Complex], dimension: Int, ofRows: Bool) {
    let rows = basis.blocks[block].dimension
    let columns = environment[block]
    let dimension = min(rows, columns)
    var matrix = [Complex](repeating: .zero, count: dimension * dimension)
    let psi = MatrixPart(amplitudes[block], rows: rows, columns: columns)
    MatrixProduct.addSquare(of: rows <= columns ? psi : psi.adjoint, to: &matrix)
    return (matrix, dimension, rows <= columns)
  }

  public func spectrum() throws(EigenvalueError) -> [Double] {
    var eigenvalues: [Double] = []
    for block in basis.blocks.indices where environment[block] > 0 {
      let (matrix, dimension, _) = smallerSquare(block: block)
      eigenvalues += try HermitianEigenvalues.of(matrix, dimension: dimension)
    }
    return eigenvalues
  }

  public func mixingTerms(
    of observables: [DiagonalObservable]
  ) throws(EigenvalueError) -> [Double] {
    var terms = [Double](repeating: 0, count: observables.count)
    for block in basis.blocks.indices where environment[block] > 0 {
      let rows = basis.blocks[block].dimension
      let columns = environment[block]
      let (matrix, dimension, ofRows) = smallerSquare(block: block)
      let system = try HermitianEigensystem(matrix, dimension: dimension)
      let psi = MatrixPart(amplitudes[block], rows: rows, columns: columns)
      for (index, observable) in observables.enumerated() {
        let values = observable.values(of: basis, block: block)
        if ofRows {
          terms[index] += system.mixingTerm(diagonal: values)
          continue
        }
        // ⟨λ|O|μ⟩ = ⟨u|Ψ† O Ψ|v⟩/√(λμ) with the eigenvectors u, v of Ψ† Ψ.
        var weighted = amplitudes[block]
        for row in 0..<rows {
          for x in row * columns..<(row + 1) * columns {
            weighted[x] = values[row] * weighted[x]
          }
        }
        var projected = [Complex](repeating: .zero, count: columns * columns)
        MatrixProduct.multiply(
          psi.adjoint, MatrixPart(weighted, rows: rows, columns: columns), into: &projected)
        terms[index] += system.mixingTerm(projected: projected)
      }
    }
    return terms
  }

  public func compressed(onto a: SubsystemSupport, _ b: SubsystemSupport) -> PureStateEnsemble {
    let kept = BipartiteBasis(a: a.basis, b: b.basis)
    var result = kept.blocks.map { _ in [Complex]() }
    var dimensions = [Int](repeating: 0, count: kept.blocks.count)
    for (target, content) in kept.blocks.enumerated() {
      guard let first = content.pairs.first else { continue }
      let block = basis.pair(a.sectorBefore[first.a], b.sectorBefore[first.b]).block
      let length = environment[block]
      dimensions[target] = length
      var numbers = [Complex](repeating: .zero, count: content.dimension * length)
      for pair in content.pairs where length > 0 {
        let old = basis.pair(a.sectorBefore[pair.a], b.sectorBefore[pair.b]).pair
        var half = [Complex](repeating: .zero, count: pair.rows * old.columns * length)
        MatrixProduct.multiply(
          MatrixPart(a.adjointVectors[pair.a], rows: pair.rows, columns: old.rows),
          MatrixPart(
            amplitudes[block], offset: old.offset * length, rows: old.rows,
            columns: old.columns * length),
          into: &half)
        let vectors = MatrixPart(
          b.adjointVectors[pair.b], rows: pair.columns, columns: old.columns)
        for row in 0..<pair.rows {
          MatrixProduct.multiply(
            vectors,
            MatrixPart(
              half, offset: row * old.columns * length, rows: old.columns, columns: length),
            into: &numbers, offset: (pair.offset + row * pair.columns) * length)
        }
      }
      result[target] = numbers
    }
    return PureStateEnsemble(basis: kept, amplitudes: result, environment: dimensions)
  }

  public func elements(
    block: Int, rows: BipartiteBasis.Pair, columns: BipartiteBasis.Pair
  ) -> [Complex]? {
    guard environment[block] > 0 else { return nil }
    var result = [Complex](repeating: .zero, count: rows.count * columns.count)
    MatrixProduct.multiply(
      part(block: block, rows), part(block: block, columns).adjoint, into: &result)
    return result
  }
}
