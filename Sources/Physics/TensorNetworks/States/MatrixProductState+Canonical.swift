public import Numerics

extension MatrixProductState {
  /// The same state, normalized, in exact right-canonical form.
  ///
  /// Truncation spoils the form by as much as it discards, and expectation values that rely on the
  /// form inherit that. One sweep to the right makes all tensors left-canonical, one back
  /// right-canonical.
  ///
  /// - Throws: `LinearAlgebraError` if the state has elements that are not numbers.
  public func canonical() throws(LinearAlgebraError) -> MatrixProductState {
    var state = self
    for site in 0..<sites.count {
      let (isometry, rest) = try CanonicalStep.left(state.tensors[site].grouped(.byRight))
      state.tensors[site] = isometry
      if site + 1 < sites.count {
        state.tensors[site + 1] = rest.applied(toLeftOf: state.tensors[site + 1])
      }
    }
    for site in (0..<sites.count).reversed() {
      let (isometry, rest, schmidt) = try CanonicalStep.right(
        state.tensors[site].grouped(.byLeft))
      state.tensors[site] = isometry
      state.schmidtValues[site] = schmidt
      if site > 0 {
        state.tensors[site - 1] = rest.applied(toRightOf: state.tensors[site - 1])
      }
    }
    return state
  }
}

/// A matrix between the states of two bonds, in one block a charge.
struct BondMatrix {
  let rows: BondSpace
  let columns: BondSpace
  /// Column-major, by sector of the smaller bond, whose charges the other has too.
  let blocks: [Charge: [Complex]]

  /// The matrix times a tensor whose left bond has its columns' states.
  func applied(toLeftOf tensor: SiteTensor) -> SiteTensor {
    let tensor = tensor.grouped(.byLeft)
    var result = SiteTensor(
      SiteTensor.Layout(
        left: rows, local: tensor.layout.local, right: tensor.layout.right, grouping: .byLeft))
    for (index, sector) in rows.sectors.enumerated() {
      guard let old = columns.index(of: sector.charge), let block = blocks[sector.charge] else {
        continue
      }
      var target = result.mutableMatrix(index)
      BLAS.multiply(
        MatrixView(
          block.span, rows: sector.dimension, columns: columns.sectors[old].dimension,
          order: .columnMajor),
        tensor.matrix(old), into: &target)
    }
    return result
  }

  /// A tensor whose right bond has the rows' states, times the matrix.
  func applied(toRightOf tensor: SiteTensor) -> SiteTensor {
    let tensor = tensor.grouped(.byRight)
    var result = SiteTensor(
      SiteTensor.Layout(
        left: tensor.layout.left, local: tensor.layout.local, right: columns, grouping: .byRight))
    for (index, sector) in columns.sectors.enumerated() {
      guard let old = rows.index(of: sector.charge), let block = blocks[sector.charge] else {
        continue
      }
      var target = result.mutableMatrix(index)
      BLAS.multiply(
        tensor.matrix(old),
        MatrixView(
          block.span, rows: rows.sectors[old].dimension, columns: sector.dimension,
          order: .columnMajor),
        into: &target)
    }
    return result
  }
}

/// Decompositions of one tensor, matrix by matrix.
private enum CanonicalStep {
  /// tensor = isometry · rest, from the left.
  static func left(
    _ tensor: SiteTensor
  ) throws(LinearAlgebraError) -> (SiteTensor, BondMatrix) {
    let layout = tensor.layout
    let bond = BondSpace(
      zip(layout.right.sectors, layout.matrices).map { sector, matrix in
        (sector.charge, min(sector.dimension, matrix.extent))
      })
    let target = SiteTensor.Layout(
      left: layout.left, local: layout.local, right: bond, grouping: .byRight)
    var isometry = SiteTensor(target)
    var blocks: [Charge: [Complex]] = [:]
    for (index, sector) in bond.sectors.enumerated() {
      guard let old = layout.right.index(of: sector.charge) else { continue }
      let parts = try OrthogonalFactors(tensor.matrix(old))
      let start = target.matrices[index].offset
      isometry.elements.replaceSubrange(
        start..<start + parts.isometry.count, with: parts.isometry)
      blocks[sector.charge] = parts.rest
    }
    return (isometry, BondMatrix(rows: bond, columns: layout.right, blocks: blocks))
  }

  /// tensor = rest · isometry with the Schmidt values of the bond on the left; the rest has them as
  /// factors of its columns.
  static func right(
    _ tensor: SiteTensor
  ) throws(LinearAlgebraError) -> (SiteTensor, BondMatrix, [Double]) {
    let layout = tensor.layout
    var parts: [(charge: Charge, factors: SingularValues)] = []
    for (index, sector) in layout.left.sectors.enumerated() {
      parts.append((sector.charge, try SingularValues(tensor.matrix(index))))
    }
    let norm = parts.reduce(0) { $0 + $1.factors.values.reduce(0) { $0 + $1 * $1 } }.squareRoot()
    // Singular values at the level of roundings have no vectors worth keeping.
    let counts = parts.map { part in part.factors.values.count { $0 > 1e-14 * norm } }
    let bond = BondSpace(zip(parts, counts).map { ($0.charge, $1) })
    let target = SiteTensor.Layout(
      left: bond, local: layout.local, right: layout.right, grouping: .byLeft)
    var isometry = SiteTensor(target)
    var blocks: [Charge: [Complex]] = [:]
    var schmidt: [Double] = []
    var position = 0
    for (index, part) in parts.enumerated() where counts[index] > 0 {
      let (count, rows) = (counts[index], layout.left.sectors[index].dimension)
      var kept = isometry.mutableMatrix(position)
      kept.copy(
        MatrixView(
          part.factors.right.span, rows: part.factors.values.count, columns: kept.columns,
          order: .columnMajor))
      var rest = [Complex](repeating: .zero, count: rows * count)
      for column in 0..<count {
        let value = part.factors.values[column] / norm
        schmidt.append(value)
        for row in 0..<rows {
          rest[column * rows + row] = value * part.factors.left[column * rows + row]
        }
      }
      blocks[part.charge] = rest
      position += 1
    }
    return (
      isometry, BondMatrix(rows: layout.left, columns: bond, blocks: blocks), schmidt
    )
  }
}
