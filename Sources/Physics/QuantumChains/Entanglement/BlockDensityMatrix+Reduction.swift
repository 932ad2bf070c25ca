public import Numerics

extension BlockDensityMatrix {
  public var reducedA: [[Complex]] {
    var reduced = basis.a.zeroMatrices
    for (block, content) in basis.blocks.enumerated() {
      for pair in content.pairs {
        for i in 0..<pair.rows {
          for j in i..<pair.rows {
            var sum = Complex.zero
            for k in 0..<pair.columns {
              let (row, column) = (i * pair.columns + k, j * pair.columns + k)
              sum += element(block: block, pair.offset + row, pair.offset + column)
            }
            reduced[pair.a][i * pair.rows + j] += sum
          }
        }
      }
    }
    return reduced
  }

  public var reducedB: [[Complex]] {
    var reduced = basis.b.zeroMatrices
    for (block, content) in basis.blocks.enumerated() {
      for pair in content.pairs {
        for k in 0..<pair.rows {
          let start = pair.offset + k * pair.columns
          for i in 0..<pair.columns {
            for j in i..<pair.columns {
              reduced[pair.b][i * pair.columns + j] += element(block: block, start + i, start + j)
            }
          }
        }
      }
    }
    return reduced
  }

  public func spectrum() throws(LinearAlgebraError) -> [Double] {
    var eigenvalues: [Double] = []
    for (block, content) in basis.blocks.enumerated() {
      eigenvalues += try HermitianEigenvalues.of(blocks[block], dimension: content.dimension)
    }
    return eigenvalues
  }

  public func mixingTerms(
    of observables: [DiagonalObservable]
  ) throws(LinearAlgebraError) -> [Double] {
    var terms = [Double](repeating: 0, count: observables.count)
    for (block, content) in basis.blocks.enumerated() {
      let system = try HermitianEigensystem(blocks[block], dimension: content.dimension)
      for (index, observable) in observables.enumerated() {
        terms[index] += system.mixingTerm(diagonal: observable.values(of: basis, block: block))
      }
    }
    return terms
  }

  public func compressed(onto a: SubsystemSupport, _ b: SubsystemSupport) -> BlockDensityMatrix {
    var result = BlockDensityMatrix(basis: BipartiteBasis(a: a.basis, b: b.basis))
    for (target, content) in result.basis.blocks.enumerated() {
      let old = content.pairs.map { basis.pair(a.sectorBefore[$0.a], b.sectorBefore[$0.b]) }
      let projections = content.pairs.map { pair in
        Self.product(a.adjointVectors[pair.a], pair.rows, b.adjointVectors[pair.b], pair.columns)
      }
      for (i, row) in content.pairs.enumerated() {
        for (j, column) in content.pairs.enumerated() where i <= j {
          let (oldRow, oldColumn) = (old[i].pair, old[j].pair)
          guard let inner = elements(block: old[i].block, rows: oldRow, columns: oldColumn)
          else { continue }
          let (left, right) = (projections[i], projections[j])
          let part = MatrixView(rowMajor: inner, columns: oldColumn.count).transformed(
            by: MatrixView(rowMajor: left, columns: oldRow.count),
            MatrixView(rowMajor: right, columns: oldColumn.count))
          for r in 0..<row.count {
            let start = (row.offset + r) * content.dimension + column.offset
            for c in 0..<column.count {
              result.blocks[target][start + c] = part[r * column.count + c]
            }
          }
        }
      }
    }
    return result
  }

  /// The Kronecker product of two row-major matrices, given with their numbers of rows.
  private static func product(
    _ first: [Complex], _ firstRows: Int, _ second: [Complex], _ secondRows: Int
  ) -> [Complex] {
    let (n, m) = (first.count / max(firstRows, 1), second.count / max(secondRows, 1))
    var result: [Complex] = []
    result.reserveCapacity(first.count * second.count)
    for i in 0..<firstRows {
      for k in 0..<secondRows {
        for j in 0..<n {
          for l in 0..<m { result.append(first[i * n + j] * second[k * m + l]) }
        }
      }
    }
    return result
  }

  public func elements(
    block: Int, rows: BipartiteBasis.Pair, columns: BipartiteBasis.Pair
  ) -> [Complex]? {
    var result: [Complex] = []
    result.reserveCapacity(rows.count * columns.count)
    for i in 0..<rows.count {
      for j in 0..<columns.count {
        result.append(element(block: block, rows.offset + i, columns.offset + j))
      }
    }
    return result
  }
}
