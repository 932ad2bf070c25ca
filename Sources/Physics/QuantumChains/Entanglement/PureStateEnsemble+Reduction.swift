public import Numerics

extension PureStateEnsemble {
  public var reducedA: [[Complex]] {
    var reduced = basis.a.zeroMatrices
    for (block, content) in basis.blocks.enumerated() where environment[block] > 0 {
      let psi = amplitudes[block]
      for pair in content.pairs {
        MatrixView(
          psi.span, from: pair.offset * environment[block], rows: pair.rows,
          columns: pair.columns * environment[block], order: .rowMajor
        ).addSquare(to: &reduced[pair.a])
      }
    }
    return reduced
  }

  public var reducedB: [[Complex]] {
    var reduced = basis.b.zeroMatrices
    for (block, content) in basis.blocks.enumerated() where environment[block] > 0 {
      let psi = amplitudes[block]
      for pair in content.pairs {
        for row in 0..<pair.rows {
          MatrixView(
            psi.span, from: (pair.offset + row * pair.columns) * environment[block],
            rows: pair.columns, columns: environment[block], order: .rowMajor
          ).addSquare(to: &reduced[pair.b])
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
    let amplitudes = amplitudes[block]
    let psi = MatrixView(rowMajor: amplitudes, columns: columns)
    (rows <= columns ? psi : psi.adjoint).addSquare(to: &matrix)
    return (matrix, dimension, rows <= columns)
  }

  public func spectrum() throws(LinearAlgebraError) -> [Double] {
    var eigenvalues: [Double] = []
    for block in basis.blocks.indices where environment[block] > 0 {
      let (matrix, dimension, _) = smallerSquare(block: block)
      eigenvalues += try HermitianEigenvalues.of(matrix, dimension: dimension)
    }
    return eigenvalues
  }

  public func mixingTerms(
    of observables: [DiagonalObservable]
  ) throws(LinearAlgebraError) -> [Double] {
    var terms = [Double](repeating: 0, count: observables.count)
    for block in basis.blocks.indices where environment[block] > 0 {
      let rows = basis.blocks[block].dimension
      let columns = environment[block]
      let (matrix, dimension, ofRows) = smallerSquare(block: block)
      let system = try HermitianEigensystem(matrix, dimension: dimension)
      for (index, observable) in observables.enumerated() {
        let values = observable.values(of: basis, block: block)
        if ofRows {
          terms[index] += system.mixingTerm(diagonal: values)
          continue
        }
        // ⟨λ|O|μ⟩ = ⟨u|Ψ† O Ψ|v⟩/√(λμ) with the eigenvectors u, v of Ψ† Ψ.
        let psi = amplitudes[block]
        var weighted = psi
        for row in 0..<rows {
          for x in row * columns..<(row + 1) * columns {
            weighted[x] = values[row] * weighted[x]
          }
        }
        let projected = MatrixView(rowMajor: psi, columns: columns).adjoint.times(
          MatrixView(rowMajor: weighted, columns: columns))
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
      let (psi, length) = (amplitudes[block], environment[block])
      dimensions[target] = length
      var numbers = [Complex](repeating: .zero, count: content.dimension * length)
      for pair in content.pairs where length > 0 {
        let old = basis.pair(a.sectorBefore[pair.a], b.sectorBefore[pair.b]).pair
        let (vectorsA, vectorsB) = (a.adjointVectors[pair.a], b.adjointVectors[pair.b])
        let half = MatrixView(rowMajor: vectorsA, columns: old.rows).times(
          MatrixView(
            psi.span, from: old.offset * length, rows: old.rows, columns: old.columns * length,
            order: .rowMajor))
        for row in 0..<pair.rows {
          var target = MutableMatrixView(
            &numbers, from: (pair.offset + row * pair.columns) * length, rows: pair.columns,
            columns: length, order: .rowMajor)
          BLAS.multiply(
            MatrixView(rowMajor: vectorsB, columns: old.columns),
            MatrixView(
              half.span, from: row * old.columns * length, rows: old.columns, columns: length,
              order: .rowMajor),
            into: &target)
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
    let (psi, length) = (amplitudes[block], environment[block])
    return MatrixView(
      psi.span, from: rows.offset * length, rows: rows.count, columns: length, order: .rowMajor
    ).times(
      MatrixView(
        psi.span, from: columns.offset * length, rows: columns.count, columns: length,
        order: .rowMajor
      ).adjoint)
  }
}
