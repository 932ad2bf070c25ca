import Numerics

/// Two neighboring sites of a matrix-product state as one, with the product of their states (that
/// of the right site runs fastest).
enum PairTensor {
  /// The states of both sites.
  static func space(_ left: LocalSpace, _ right: LocalSpace) -> LocalSpace {
    LocalSpace(charges: left.charges.flatMap { a in right.charges.map { a + $0 } })
  }

  /// The product of the tensors of both sites, grouped by its left bond.
  static func product(_ left: SiteTensor, _ right: SiteTensor) -> SiteTensor {
    let (a, b) = (left.layout, right.layout)
    var result = SiteTensor(
      SiteTensor.Layout(
        left: a.left, local: space(a.local, b.local), right: b.right, grouping: .byLeft))
    let layout = result.layout
    for (index, block) in a.blocks.enumerated() where block.rightSector >= 0 {
      let (sector, state) = index.quotientAndRemainder(dividingBy: a.local.dimension)
      let middle = a.right.sectors[block.rightSector].charge
      guard let inner = b.left.index(of: middle) else { continue }
      for other in 0..<b.local.dimension {
        let rest = inner * b.local.dimension + other
        guard b.blocks[rest].rightSector >= 0 else { continue }
        let pair =
          sector * layout.local.dimension + state * b.local.dimension + other
        let place = layout.blocks[pair]
        let (rows, columns) = layout.blockShape(pair)
        var target = MutableMatrixView(
          &result.elements, from: place.offset, rows: rows, columns: columns, order: .columnMajor,
          stride: place.stride)
        BLAS.multiply(left.block(index), right.block(rest), into: &target)
      }
    }
    return result
  }

  /// What a decomposition leaves.
  struct Parts {
    /// The left site, left-canonical unless the weights went to it.
    let left: SiteTensor
    /// The right site, right-canonical unless the weights went to it.
    let right: SiteTensor
    /// The part of the squared norm that was dropped.
    let discardedWeight: Double
  }

  /// Which site gets the Schmidt values.
  enum Center { case left, right }

  /// Decomposes a pair into two sites again; the result has norm 1.
  ///
  /// - Parameters:
  ///   - pair: Grouped by its left bond.
  ///   - left: A tensor of the left site with the pair's left bond, whose right bond does not
  ///     matter.
  ///   - right: A tensor of the right site with the pair's right bond.
  ///   - center: Which site gets the Schmidt values.
  ///   - rule: Which Schmidt states to keep.
  static func split(
    _ pair: SiteTensor, like left: SiteTensor.Layout, _ right: SiteTensor.Layout, center: Center,
    rule: TruncationRule
  ) throws(LinearAlgebraError) -> Parts {
    let layout = PairLayout(left: left, right: right)
    var elements = [Complex](repeating: .zero, count: layout.count)
    for (index, block) in pair.layout.blocks.enumerated() where block.rightSector >= 0 {
      let (sector, states) = index.quotientAndRemainder(dividingBy: pair.layout.local.dimension)
      let (a, b) = states.quotientAndRemainder(dividingBy: right.local.dimension)
      let row = layout.rowSlots[sector * left.local.dimension + a]
      let column = layout.columnSlots[block.rightSector * right.local.dimension + b]
      guard row.group >= 0, row.group == column.group else { continue }
      let group = layout.groups[row.group]
      let (rows, columns) = pair.layout.blockShape(index)
      var target = MutableMatrixView(
        &elements, from: group.offset + row.offset + column.offset * group.rows, rows: rows,
        columns: columns, order: .columnMajor, stride: group.rows)
      target.copy(pair.block(index))
    }
    var factors: [SingularValues] = []
    var (weights, starts) = ([Double](), [Int]())
    for group in layout.groups {
      let found = try SingularValues(group.matrix(of: elements.span), spareWork: 8192)
      starts.append(weights.count)
      weights += found.values.map { $0 * $0 }
      factors.append(found)
    }
    starts.append(weights.count)
    let total = weights.reduce(0, +)
    var (order, kept) = ([Int](), [Int](repeating: 0, count: layout.groups.count))
    let weight = rule.select(weights, starts: starts, total: total, order: &order, kept: &kept)
    let middle = BondSpace(zip(layout.groups, kept).map { ($0.charge, $1) })
    var newLeft = SiteTensor(
      SiteTensor.Layout(left: left.left, local: left.local, right: middle, grouping: .byRight))
    var newRight = SiteTensor(
      SiteTensor.Layout(left: middle, local: right.local, right: right.right, grouping: .byLeft))
    var sector = 0
    for (index, group) in layout.groups.enumerated() where kept[index] > 0 {
      let values = factors[index].values
      var (a, b) = (factors[index].left, factors[index].right)
      for k in 0..<kept[index] {
        let value = values[k] / weight.squareRoot()
        switch center {
        case .left:
          for row in 0..<group.rows {
            a[k * group.rows + row] = value * a[k * group.rows + row]
          }
        case .right:
          for column in 0..<group.columns {
            b[column * values.count + k] = value * b[column * values.count + k]
          }
        }
      }
      var target = newLeft.mutableMatrix(sector)
      target.copy(
        MatrixView(a.span, rows: group.rows, columns: values.count, order: .columnMajor))
      var other = newRight.mutableMatrix(sector)
      other.copy(
        MatrixView(b.span, rows: values.count, columns: group.columns, order: .columnMajor))
      sector += 1
    }
    return Parts(
      left: newLeft, right: newRight, discardedWeight: max(0, 1 - weight / total))
  }
}
