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
  private var products = ScratchMemory<Complex>()
  private var pair = ScratchMemory<Complex>()
  private var weighted = ScratchMemory<Complex>()
  private var leftResult = ScratchMemory<Complex>()
  private var rightResult = ScratchMemory<Complex>()
  private let decomposition = BlockDecomposition()
  private var isPresent: [Bool] = []

  /// An updater that has not used any memory yet.
  public init() { LinearAlgebraThreads.useOne }

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
    let transformed = pair.reserve(layout.count)
    let theta = weighted.reserve(layout.count)
    applyGate(gate, left.layout, right.layout, layout, schmidtValues, transformed, theta)

    let kept = try decomposition.findWeights(theta, layout, rule: rule)
    let middle = BondSpace(zip(layout.groups, kept.dimensions).map { ($0.charge, $1) })
    let leftLayout = SiteTensor.Layout(
      left: left.layout.left, local: left.layout.local, right: middle, grouping: .byRight)
    let rightLayout = SiteTensor.Layout(
      left: middle, local: right.layout.local, right: right.layout.right, grouping: .byLeft)
    let leftElements = leftResult.reserve(leftLayout.count)
    let rightElements = rightResult.reserve(rightLayout.count)
    let scale = 1 / kept.weight.squareRoot()
    var schmidt: [Double] = []
    schmidt.reserveCapacity(middle.dimension)
    var sector = 0
    for (index, group) in layout.groups.enumerated() where kept.dimensions[index] > 0 {
      let count = kept.dimensions[index]
      let vectors = rightElements + rightLayout.matrices[sector].offset
      try decomposition.rightVectors(
        of: index, count, theta + group.offset, group, into: vectors)
      DenseKernels.multiply(
        group.rows, count, group.columns, transformed + group.offset, group.rows, .plain, vectors,
        count, .adjoint, into: leftElements + leftLayout.matrices[sector].offset, group.rows,
        factor: scale)
      decomposition.forEachWeight(of: index, count) { schmidt.append($0.squareRoot() * scale) }
      sector += 1
    }
    return BondUpdate(
      left: SiteTensor(
        leftLayout,
        elements: Array(UnsafeBufferPointer(start: leftElements, count: leftLayout.count))),
      right: SiteTensor(
        rightLayout,
        elements: Array(UnsafeBufferPointer(start: rightElements, count: rightLayout.count))),
      schmidtValues: schmidt,
      discardedWeight: max(0, 1 - kept.weight / kept.total), norm: kept.total.squareRoot())
  }

  /// ⟨O⟩ of an operator on two neighbouring sites.
  func expectation(
    of operation: TwoSiteGate, left: SiteTensor, right: SiteTensor, schmidtValues: [Double]
  ) -> Double {
    let (left, right) = (left.grouped(.byRight), right.grouped(.byLeft))
    let layout = PairLayout(left: left.layout, right: right.layout)
    multiply(left, right, layout)
    let transformed = pair.reserve(layout.count)
    let theta = weighted.reserve(layout.count)
    applyGate(
      operation, left.layout, right.layout, layout, schmidtValues, transformed, theta)
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
            * (products.start[start + row].conjugate * theta[start + row]).real
        }
      }
    }
    return sum
  }

  /// The product of both tensors: one matrix product for each charge of the bond between them.
  private func multiply(_ left: SiteTensor, _ right: SiteTensor, _ layout: PairLayout) {
    let target = products.reserve(layout.count)
    isPresent.removeAll(keepingCapacity: true)
    let middle = left.layout.right
    left.elements.withUnsafeBufferPointer { leftBuffer in
      right.elements.withUnsafeBufferPointer { rightBuffer in
        guard let a = leftBuffer.baseAddress, let b = rightBuffer.baseAddress else { return }
        var sector = 0
        for group in layout.groups {
          while sector < middle.sectors.count, middle.sectors[sector].charge < group.charge {
            sector += 1
          }
          let present =
            sector < middle.sectors.count && middle.sectors[sector].charge == group.charge
          isPresent.append(present)
          guard present else { continue }
          let inner = middle.sectors[sector].dimension
          DenseKernels.multiply(
            group.rows, group.columns, inner, a + left.layout.matrices[sector].offset, group.rows,
            .plain, b + right.layout.matrices[sector].offset, inner, .plain,
            into: target + group.offset, group.rows)
        }
      }
    }
  }

  /// C = gate · B, and θ = λ C.
  private func applyGate(
    _ gate: TwoSiteGate, _ left: SiteTensor.Layout, _ right: SiteTensor.Layout,
    _ layout: PairLayout, _ schmidtValues: [Double], _ target: UnsafeMutablePointer<Complex>,
    _ theta: UnsafeMutablePointer<Complex>
  ) {
    let source = UnsafePointer(products.start)
    let (leftStates, rightStates) = (left.local.dimension, right.local.dimension)
    schmidtValues.withUnsafeBufferPointer { schmidt in
      guard let schmidt = schmidt.baseAddress else { return }
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
            return (
              row.group, group.offset + row.offset + column.offset * group.rows, group.rows
            )
          }
          for row in block.states.indices {
            guard let out = place(block.states[row]) else { continue }
            var isFirst = true
            for entry in block.rowStarts[row]..<block.rowStarts[row + 1] {
              guard let input = place(block.states[block.columns[entry]]), isPresent[input.group]
              else { continue }
              ComplexStrips.add(
                block.values[entry], source + input.offset, input.stride, rows: from.dimension,
                columns: to.dimension, to: target + out.offset, out.stride, overwrite: isFirst)
              isFirst = false
            }
            if isFirst {
              ComplexStrips.clear(
                target + out.offset, out.stride, rows: from.dimension, columns: to.dimension)
            }
            ComplexStrips.scaleRows(
              target + out.offset, by: schmidt + from.offset, rows: from.dimension,
              columns: to.dimension, stride: out.stride, into: theta + out.offset)
          }
        }
      }
    }
  }
}
