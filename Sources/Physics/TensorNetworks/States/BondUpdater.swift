import Numerics

/// What a gate on two neighboring sites leaves.
struct BondUpdate: Sendable {
  /// Tensor of the left site, grouped by its right bond.
  let left: SiteTensor
  /// Tensor of the right site, grouped by its left bond.
  let right: SiteTensor
  /// Schmidt values of the bond between them, sector after sector and in descending order in each;
  /// the sum of their squares is 1.
  let schmidtValues: [Double]
  /// The part of the squared norm that truncation has dropped.
  let discardedWeight: Double
  /// Norm of the two-site state before truncation; 1 up to roundings if the gate is unitary.
  let norm: Double
}

/// Applies gates to two neighboring sites of a matrix-product state in right-canonical form.
///
/// With B = left · right and C = gate · B, θ = λ C is decomposed as A λ′ V and truncated; V is the
/// new right tensor, C V† the new left one (Hastings, J. Math. Phys. 50, 095207 (2009)). No Schmidt
/// value is ever divided by.
///
/// An updater owns the memory of its intermediate results, so it is used by one task at a time.
public final class BondUpdater {
  private var memory = PairMemory()

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
  /// - Throws: `LinearAlgebraError` if a decomposition does not converge or meets numbers that are
  ///   none.
  func apply(
    _ gate: TwoSiteGate, left: SiteTensor, right: SiteTensor, schmidtValues: [Double],
    rule: TruncationRule
  ) throws(LinearAlgebraError) -> BondUpdate {
    try memory.apply(
      gate, left.grouped(.byRight), right.grouped(.byLeft), schmidtValues, rule)
  }

  /// ⟨O⟩ of an operator on two neighboring sites.
  func expectation(
    of operation: TwoSiteGate, left: SiteTensor, right: SiteTensor, schmidtValues: [Double]
  ) -> Double {
    memory.expectation(
      of: operation, left.grouped(.byRight), right.grouped(.byLeft), schmidtValues)
  }
}

/// What is computed of two neighboring sites, in memory that is used again and again.
private struct PairMemory {
  /// B, C and θ, in the layout of the pair.
  private var products: [Complex] = []
  private var transformed: [Complex] = []
  private var theta: [Complex] = []
  /// Whether B has elements in each group.
  private var isPresent: [Bool] = []
  private var places: [Place] = []
  private var terms: [ScaledBlock] = []
  private var decomposition = BlockDecomposition()

  mutating func apply(
    _ gate: TwoSiteGate, _ left: SiteTensor, _ right: SiteTensor, _ schmidtValues: [Double],
    _ rule: TruncationRule
  ) throws(LinearAlgebraError) -> BondUpdate {
    let layout = transform(left, right, by: gate, schmidtValues)
    let (transformed, theta) = (transformed, theta)
    let kept = try decomposition.findWeights(theta.span, layout, rule: rule)
    let middle = BondSpace(zip(layout.groups, kept.dimensions).map { ($0.charge, $1) })
    // The matrices are all there is of a tensor, and each is written as a whole.
    var newLeft = SiteTensor(
      unwritten: SiteTensor.Layout(
        left: left.layout.left, local: left.layout.local, right: middle, grouping: .byRight))
    var newRight = SiteTensor(
      unwritten: SiteTensor.Layout(
        left: middle, local: right.layout.local, right: right.layout.right, grouping: .byLeft))
    let scale = 1 / kept.weight.squareRoot()
    var schmidt: [Double] = []
    schmidt.reserveCapacity(middle.dimension)
    var sector = 0
    for (index, group) in layout.groups.enumerated() where kept.dimensions[index] > 0 {
      var vectors = newRight.mutableMatrix(sector)
      try decomposition.rightVectors(of: index, theta.span, group, into: &vectors)
      var target = newLeft.mutableMatrix(sector)
      BLAS.multiply(
        group.matrix(of: transformed.span), vectors.view.adjoint, into: &target, factor: scale)
      for weight in decomposition.weights(of: index, kept.dimensions[index]) {
        schmidt.append(weight.squareRoot() * scale)
      }
      sector += 1
    }
    return BondUpdate(
      left: newLeft, right: newRight, schmidtValues: schmidt,
      discardedWeight: max(0, 1 - kept.weight / kept.total), norm: kept.total.squareRoot())
  }

  mutating func expectation(
    of operation: TwoSiteGate, _ left: SiteTensor, _ right: SiteTensor, _ schmidtValues: [Double]
  ) -> Double {
    let layout = transform(left, right, by: operation, schmidtValues)
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

  /// B, one matrix product for each charge of the bond between both sites; C = gate · B; θ = λ C.
  private mutating func transform(
    _ left: SiteTensor, _ right: SiteTensor, by gate: TwoSiteGate, _ schmidtValues: [Double]
  ) -> PairLayout {
    let layout = PairLayout(left: left.layout, right: right.layout)
    products.makeRoom(for: layout.count, filler: .zero)
    transformed.makeRoom(for: layout.count, filler: .zero)
    theta.makeRoom(for: layout.count, filler: .zero)
    isPresent.removeAll(keepingCapacity: true)
    for group in layout.groups {
      let sector = left.layout.right.index(of: group.charge)
      isPresent.append(sector != nil)
      guard let sector else { continue }
      var target = group.mutableMatrix(of: &products)
      BLAS.multiply(left.matrix(sector), right.matrix(sector), into: &target)
    }
    Self.apply(
      gate, left.layout, right.layout, layout, products, isPresent, schmidtValues, &places, &terms,
      &transformed, &theta)
    return layout
  }

  /// C = gate · B and θ = λ C, block by block.
  private static func apply(
    _ gate: TwoSiteGate, _ left: SiteTensor.Layout, _ right: SiteTensor.Layout,
    _ layout: PairLayout, _ products: [Complex], _ isPresent: [Bool], _ schmidtValues: [Double],
    _ places: inout [Place], _ terms: inout [ScaledBlock], _ transformed: inout [Complex],
    _ theta: inout [Complex]
  ) {
    let (source, schmidt, blocks) = (products.span, schmidtValues.span, gate.blocks.span)
    for (b, to) in right.right.sectors.enumerated() {
      for (a, from) in left.left.sectors.enumerated() {
        guard let index = gate.block(of: to.charge - from.charge) else { continue }
        layout.place(
          blocks[index].states.span, row: a * left.local.dimension,
          column: b * right.local.dimension, &places)
        for (row, place) in places.enumerated() where place.group >= 0 {
          terms.removeAll(keepingCapacity: true)
          for entry in blocks[index].rowStarts[row]..<blocks[index].rowStarts[row + 1] {
            let input = places[blocks[index].columns[entry]]
            guard input.group >= 0, isPresent[input.group] else { continue }
            terms.append(
              ScaledBlock(
                blocks[index].values[entry], offset: input.offset, stride: input.stride))
          }
          var target = MutableMatrixView(
            &transformed, from: place.offset, rows: from.dimension, columns: to.dimension,
            order: .columnMajor, stride: place.stride)
          var weighted = MutableMatrixView(
            &theta, from: place.offset, rows: from.dimension, columns: to.dimension,
            order: .columnMajor, stride: place.stride)
          target.setToSum(
            of: terms, in: source, weighting: &weighted, by: schmidt, from: from.offset)
        }
      }
    }
  }
}

/// Where the elements of two site states start, and from one column to the next; group −1 if there
/// are none.
private struct Place {
  var group: Int
  var offset = 0
  var stride = 0
}

extension PairLayout {
  /// Finds the places of site states between a left and a right sector.
  fileprivate func place(
    _ states: Span<(left: Int, right: Int)>, row: Int, column: Int, _ places: inout [Place]
  ) {
    places.removeAll(keepingCapacity: true)
    for index in states.indices {
      let rowSlot = rowSlots[row + states[index].left]
      let columnSlot = columnSlots[column + states[index].right]
      guard rowSlot.group >= 0, rowSlot.group == columnSlot.group else {
        places.append(Place(group: -1))
        continue
      }
      let group = groups[rowSlot.group]
      places.append(
        Place(
          group: rowSlot.group,
          offset: group.offset + rowSlot.offset + columnSlot.offset * group.rows,
          stride: group.rows))
    }
  }
}
