import Numerics
public import Teams

extension BipartiteState {
  /// The trace norm ‖ρ^{T_B}‖₁ of the partial transpose, exact.
  ///
  /// ρ connects |a b⟩ with |a′ b′⟩ only at equal total charge, so its partial transpose conserves
  /// the difference D of the charges of A and B, and is diagonalized in one block for each D.
  ///
  /// - Parameter poll: Called before each block.
  /// - Throws: What `poll` throws, and `.failed` if LAPACK fails.
  public func partialTransposeNorm(poll: Poll = {}) throws(EvaluationError) -> Double {
    try evaluating {
      var norm = 0.0
      for pairs in basis.pairsByDifference {
        try poll()
        let matrix = partialTranspose(pairs)
        let dimension = pairs.reduce(0) { $0 + $1.count }
        for eigenvalue in try HermitianEigenvalues.of(matrix, dimension: dimension) {
          norm += abs(eigenvalue)
        }
      }
      return norm
    }
  }

  /// One block of ρ^{T_B}: ⟨a b|ρ^{T_B}|a′ b′⟩ = ⟨a b′|ρ|a′ b⟩; its upper triangle, row-major.
  private func partialTranspose(_ pairs: [BipartiteBasis.Pair]) -> [Complex] {
    let dimension = pairs.reduce(0) { $0 + $1.count }
    var matrix = [Complex](repeating: .zero, count: dimension * dimension)
    var rowOffset = 0
    for (index, row) in pairs.enumerated() {
      defer { rowOffset += row.count }
      var columnOffset = rowOffset
      for column in pairs[index...] {
        defer { columnOffset += column.count }
        let (block, left) = basis.pair(row.a, column.b)
        let (_, right) = basis.pair(column.a, row.b)
        guard let source = elements(block: block, rows: left, columns: right) else { continue }
        // Row (a, b′) and column (a′, b) of the source, row (a, b) and column (a′, b′) here.
        for a in 0..<row.rows {
          for otherB in 0..<column.columns {
            let sourceRow = (a * column.columns + otherB) * right.count
            for otherA in 0..<column.rows {
              let target = columnOffset + otherA * column.columns + otherB
              for b in 0..<row.columns {
                matrix[(rowOffset + a * row.columns + b) * dimension + target] =
                  source[sourceRow + otherA * row.columns + b]
              }
            }
          }
        }
      }
    }
    return matrix
  }
}

extension BipartiteBasis {
  /// All pairs of sectors, grouped by the difference of the charges of A and B.
  fileprivate var pairsByDifference: [[Pair]] {
    var groups: [Int: [Pair]] = [:]
    for block in blocks {
      for pair in block.pairs {
        groups[a.sectors[pair.a].charge - b.sectors[pair.b].charge, default: []].append(pair)
      }
    }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }
}
