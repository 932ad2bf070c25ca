import Numerics

/// What a gate on two neighbouring sites leaves.
struct BondUpdate: Sendable {
  /// Tensor of the left site, grouped by its right bond.
  let left: SiteTensor
  /// Tensor of the right site, grouped by its left bond.
  let right: SiteTensor
  /// Schmidt values of the bond between them, sector after sector and in descending order in each; the
  /// sum of their squares is 1.
  let schmidtValues: [Double]
  /// The part of the squared norm that truncation has dropped.
  let discardedWeight: Double
  /// Norm of the two-site state before truncation; 1 up to roundings if the gate is unitary.
  let norm: Double
}

/// Applies gates to two neighbouring sites of a matrix-product state in right-canonical form.
///
/// With B = left · right and C = gate · B, θ = λ C is decomposed as A λ′ V and truncated; V is the new
/// right tensor, C V† the new left one (Hastings, J. Math. Phys. 50, 095207 (2009)). No Schmidt value is
/// ever divided by.
///
/// An updater owns the memory of its intermediate results, so it is used by one task at a time.
public final class BondUpdater {
  /// B, C and θ, in the layout of the pair.
  private var products: [Complex] = []
  private var transformed: [Complex] = []
  private var theta: [Complex] = []
  /// Whether B has elements in each group.
  private var isPresent: [Bool] = []
  private var decomposition = BlockDecomposition()

  /// An updater that has not used any memory yet.
  public init() {}

  /// Applies a gate and truncates the bond.
  ///
  /// - Parameters:
  ///   - gate: The gate; its blocks must have been made for the sites' states.
  ///   - left: Tensor of the left site.
  ///   - right: Tensor of the right site.
  ///   - schmidtValues: Those of the bond on the left of the left site.
  ///   - rule: Which Schmidt states to keep.
  /// - Throws: `EigenvalueError` if a decomposition does not converge or meets numbers that are none.
  func apply(
    _ gate: TwoSiteGate, left: SiteTensor, right: SiteTensor, schmidtValues: [Double],
    rule: TruncationRule
  ) throws(EigenvalueError) -> BondUpdate {
    let (left, right) = (left.grouped(.byRight), right.grouped(.byLeft))
    let layout = PairLayout(left: left.layout, right: right.layout)
    multiply(left, right, layout)
    applyGate(gate, left.layout, right.layout, layout, schmidtValues, &transformed, &theta)

    let kept = try decomposition.findWeights(theta, layout, rule: rule)
    let middle = BondSpace(zip(layout.groups, kept.dimensions).map { ($0.charge, $1) })
    let leftLayout = SiteTensor.Layout(
      left: left.layout.left, local: left.layout.local, right: middle, grouping: .byRight)
    let rightLayout = SiteTensor.Layout(
      left: middle, local: right.layout.local, right: right.layout.right, grouping: .byLeft)
    var newLeft = SiteTensor(leftLayout)
    var newRight = SiteTensor(rightLayout)
    let (transformed, scale) = (transformed, 1 / kept.weight.squareRoot())
    var schmidt: [Double] = []
    schmidt.reserveCapacity(middle.dimension)
    var sector = 0
    for (index, group) in layout.groups.enumerated() where kept.dimensions[index] > 0 {
      var vectors = newRight.mutableMatrix(sector)
      try decomposition.rightVectors(of: index, theta, group, into: &vectors)
      var target = newLeft.mutableMatrix(sector)
      BLAS.multiply(
        group.matrix(of: transformed), vectors.view.adjoint, into: &target, factor: scale)
      for weight in decomposition.weights(of: index, kept.dimensions[index]) {
        schmidt.append(weight.squareRoot() * scale)
      }
      sector += 1
    }
    return BondUpdate(
      left: newLeft, right: newRight, schmidtValues: schmidt,
      discardedWeight: max(0, 1 - kept.weight / kept.total), norm: kept.total.squareRoot())
  }

  /// ⟨O⟩ of an operator on two neighbouring sites.
  func expectation(
    of operation: TwoSiteGate, left: SiteTensor, right: SiteTensor, schmidtValues: [Double]
  ) -> Double {
    let (left, right) = (left.grouped(.byRight), right.grouped(.byLeft))
    let layout = PairLayout(left: left.layout, right: right.layout)
    multiply(left, right, layout)
    applyGate(operation, left.layout, right.layout, layout, schmidtValues, &transformed, &theta)
    var sum = 0.0
    for (index, slot) in layout.rowSlots.enumerated() where slot.group >= 0 {
      guard isPresent[slot.group] else { continue }
      let group = layout.groups[slot.group]
      let sector = left.layout.left.sectors[index / left.layout.local.dimension]
      for column in 0..<group.columns {
        let start = group.offset + slot.offset + column * group.rows
        for row in 0..<sector.dimension {
          sum +=
            schmidtValues[sector.offset + row]
            * (products[start + row].conjugate * theta[start + row]).real
        }
      }
    }
    return sum
  }

  /// The product of both tensors: one matrix product for each charge of the bond between them.
  private func multiply(_ left: SiteTensor, _ right: SiteTensor, _ layout: PairLayout) {
    products.makeRoom(for: layout.count, filler: .zero)
    isPresent.removeAll(keepingCapacity: true)
    for group in layout.groups {
      let sector = left.layout.right.index(of: group.charge)
      isPresent.append(sector != nil)
      guard let sector else { continue }
      Self.multiply(left.matrix(sector), right.matrix(sector), group, into: &products)
    }
  }

  private static func multiply(
    _ a: MatrixView<Complex>, _ b: MatrixView<Complex>, _ group: PairLayout.Group,
    into products: inout [Complex]
  ) {
    var target = group.mutableMatrix(of: &products)
    BLAS.multiply(a, b, into: &target)
  }

  /// C = gate · B, and θ = λ C.
  private func applyGate(
    _ gate: TwoSiteGate, _ left: SiteTensor.Layout, _ right: SiteTensor.Layout,
    _ layout: PairLayout, _ schmidtValues: [Double], _ transformed: inout [Complex],
    _ theta: inout [Complex]
  ) {
    transformed.makeRoom(for: layout.count, filler: .zero)
    theta.makeRoom(for: layout.count, filler: .zero)
    let products = products
    let (leftStates, rightStates) = (left.local.dimension, right.local.dimension)
    for (b, to) in right.right.sectors.enumerated() {
      for (a, from) in left.left.sectors.enumerated() {
        guard let index = gate.block(of: to.charge - from.charge) else { continue }
        let block = gate.blocks[index]
        /// Where the elements of two site states start, and from one column to the next; nil if
        /// there are none.
        func place(_ state: (left: Int, right: Int)) -> (group: Int, offset: Int, stride: Int)? {
          let row = layout.rowSlots[a * leftStates + state.left]
          let column = layout.columnSlots[b * rightStates + state.right]
          guard row.group >= 0, row.group == column.group else { return nil }
          let group = layout.groups[row.group]
          return (row.group, group.offset + row.offset + column.offset * group.rows, group.rows)
        }
        for row in block.states.indices {
          guard let out = place(block.states[row]) else { continue }
          var target = MutableMatrixView(
            &transformed, from: out.offset, rows: from.dimension, columns: to.dimension,
            order: .columnMajor, stride: out.stride)
          var isFirst = true
          for entry in block.rowStarts[row]..<block.rowStarts[row + 1] {
            guard let input = place(block.states[block.columns[entry]]), isPresent[input.group]
            else { continue }
            let source = MatrixView(
              products.span, from: input.offset, rows: from.dimension, columns: to.dimension,
              order: .columnMajor, stride: input.stride)
            target.add(block.values[entry], source, overwrite: isFirst)
            isFirst = false
          }
          if isFirst { target.clear() }
          var weighted = MutableMatrixView(
            &theta, from: out.offset, rows: from.dimension, columns: to.dimension,
            order: .columnMajor, stride: out.stride)
          weighted.scaleRows(of: target.view, by: schmidtValues.span, from: from.offset)
        }
      }
    }
  }
}
