import Numerics

/// One tensor of a matrix-product state, with indices for the bond to the left, the site's state
/// and the bond to the right. Only blocks with charge(left) + charge(state) = charge(right) are
/// kept.
///
/// Blocks are parts of larger matrices, so that one matrix product deals with many of them at once.
struct SiteTensor: Sendable {
  let layout: Layout
  var elements: [Complex]

  init(_ layout: Layout, elements: [Complex]) {
    self.layout = layout
    self.elements = elements
  }

  /// Zero.
  init(_ layout: Layout) {
    self.init(layout, elements: Array(repeating: .zero, count: layout.count))
  }

  /// Of elements that are still to be written, all of them: to set them to zero first is
  /// measurable.
  init(unwritten layout: Layout) {
    self.init(
      layout,
      elements: unsafe Array(unsafeUninitializedCapacity: layout.count) { $1 = layout.count })
  }

  /// The matrix of a sector of the shared bond.
  @_lifetime(borrow self)
  func matrix(_ sector: Int) -> MatrixView<Complex> {
    let (offset, rows, columns) = layout.shape(sector)
    return MatrixView(
      elements.span, from: offset, rows: rows, columns: columns, order: .columnMajor)
  }

  /// The matrix of a sector of the shared bond, to be written.
  @_lifetime(&self)
  mutating func mutableMatrix(_ sector: Int) -> MutableMatrixView<Complex> {
    let (offset, rows, columns) = layout.shape(sector)
    return MutableMatrixView(
      &elements, from: offset, rows: rows, columns: columns, order: .columnMajor)
  }

  /// The matrix of a left sector and a site state that have a right sector.
  @_lifetime(borrow self)
  func block(_ index: Int) -> MatrixView<Complex> {
    let (rows, columns) = layout.blockShape(index)
    let block = layout.blocks[index]
    return MatrixView(
      elements.span, from: block.offset, rows: rows, columns: columns, order: .columnMajor,
      stride: block.stride)
  }

  /// Which bond shares a matrix of blocks.
  enum Grouping: Sendable {
    /// A matrix for each sector of the right bond: its columns are that sector's states, its rows
    /// run over left sector (slowest), site state, and the state in the sector.
    case byRight
    /// A matrix for each sector of the left bond: its rows are that sector's states, its columns
    /// run over right sector (slowest), site state, and the state in the sector.
    case byLeft
  }

  /// Where each block lies. All matrices are in column-major order. A class, so that a tensor is
  /// passed on without copying what never changes.
  final class Layout: Sendable {
    /// The block of one left sector and one site state.
    struct Block: Sendable {
      /// −1 if there is no block, since the right bond has no such charge.
      var rightSector = -1
      var offset = 0
      /// Elements from one column to the next.
      var stride = 0
    }

    let left: BondSpace
    let local: LocalSpace
    let right: BondSpace
    let grouping: Grouping
    /// By left sector (slowest) and site state.
    let blocks: [Block]
    /// By sector of the shared bond: the offset of its matrix and the other extent.
    let matrices: [(offset: Int, extent: Int)]
    /// Number of elements of all matrices.
    let count: Int

    /// Where the matrix of a sector of the shared bond starts, and its shape.
    func shape(_ sector: Int) -> (offset: Int, rows: Int, columns: Int) {
      let (offset, extent) = matrices[sector]
      return grouping == .byRight
        ? (offset, extent, right.sectors[sector].dimension)
        : (offset, left.sectors[sector].dimension, extent)
    }

    /// Numbers of states of a block's left and right sector.
    func blockShape(_ index: Int) -> (rows: Int, columns: Int) {
      (
        left.sectors[index / local.dimension].dimension,
        right.sectors[blocks[index].rightSector].dimension
      )
    }

    init(left: BondSpace, local: LocalSpace, right: BondSpace, grouping: Grouping) {
      self.left = left
      self.local = local
      self.right = right
      self.grouping = grouping
      let states = local.dimension
      var blocks = [Block](repeating: Block(), count: left.sectors.count * states)
      let shared = grouping == .byRight ? right : left
      var extents = [Int](repeating: 0, count: shared.sectors.count)
      switch grouping {
      case .byRight:
        for (a, sector) in left.sectors.enumerated() {
          for state in 0..<states {
            guard let b = right.index(of: sector.charge + local.charges[state]) else { continue }
            blocks[a * states + state] = Block(rightSector: b, offset: extents[b])
            extents[b] += sector.dimension
          }
        }
      case .byLeft:
        // Right sectors run slowest; given one and the site's state, there is one left sector.
        for (b, sector) in right.sectors.enumerated() {
          for state in 0..<states {
            guard let a = left.index(of: sector.charge - local.charges[state]) else { continue }
            blocks[a * states + state] = Block(rightSector: b, offset: extents[a])
            extents[a] += sector.dimension
          }
        }
      }
      var matrices: [(offset: Int, extent: Int)] = []
      matrices.reserveCapacity(extents.count)
      var count = 0
      for (sector, extent) in zip(shared.sectors, extents) {
        matrices.append((count, extent))
        count += sector.dimension * extent
      }
      for index in blocks.indices where blocks[index].rightSector >= 0 {
        switch grouping {
        case .byRight:
          let matrix = matrices[blocks[index].rightSector]
          blocks[index].offset += matrix.offset
          blocks[index].stride = matrix.extent
        case .byLeft:
          let rows = left.sectors[index / states].dimension
          blocks[index].offset = matrices[index / states].offset + blocks[index].offset * rows
          blocks[index].stride = rows
        }
      }
      self.blocks = blocks
      self.matrices = matrices
      self.count = count
    }
  }

  /// The same tensor with its blocks in other matrices.
  func grouped(_ grouping: Grouping) -> SiteTensor {
    if grouping == layout.grouping { return self }
    let target = Layout(
      left: layout.left, local: layout.local, right: layout.right, grouping: grouping)
    var result = SiteTensor(unwritten: target)
    for (index, block) in target.blocks.enumerated() where block.rightSector >= 0 {
      let (rows, columns) = target.blockShape(index)
      var to = MutableMatrixView(
        &result.elements, from: block.offset, rows: rows, columns: columns, order: .columnMajor,
        stride: block.stride)
      to.copy(self.block(index))
    }
    return result
  }
}
