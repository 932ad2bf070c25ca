/// The states of electron spin and layers with one total S_z, which the Hamiltonian conserves.
///
/// A row is a state of the electron's spin and of the layers; a state vector has an amplitude for
/// each row and site. Rows come in blocks, in which the S_z of the electron and of each layer is
/// fixed: only the sd exchange leads from one block to another. Within a block the state of the first
/// layer runs slowest.
public struct SectorBasis: Sendable {
  public struct Block: Sendable {
    /// Spin of the electron, +1 or −1.
    public let electron: Int
    /// The states of the first layer.
    public let first: LayerSector
    /// The states of the second layer, one state without spins if there is none.
    public let second: LayerSector
    /// Number of the block's first row.
    public let firstRow: Int
    /// Blocks that the sd exchange with a spin of the first or the second layer leads to, if kept.
    var partners: (first: Int?, second: Int?) = (nil, nil)

    public var rowCount: Int { first.count * second.count }
    public var rows: Range<Int> { firstRow..<firstRow + rowCount }
    /// The row of two layer states.
    public func row(_ firstState: Int, _ secondState: Int) -> Int {
      firstRow + firstState * second.count + secondState
    }
  }

  public let chain: SpinChain
  /// Quanta by which S_z is lowered from all spins up, electron included.
  public let lowering: Int
  public private(set) var blocks: [Block]
  /// Number of rows.
  public let rowCount: Int

  /// - Parameters:
  ///   - chain: Electron and layers.
  ///   - lowering: Quanta by which the sector's S_z is lowered from all spins up.
  ///   - kept: Lowerings of each layer that are kept; all that the sector has if nil.
  public init(_ chain: SpinChain, lowering: Int, keeping kept: [ClosedRange<Int>]? = nil) {
    self.chain = chain
    self.lowering = lowering
    let layers = chain.layers + (chain.layers.count == 1 ? [SpinLayer(firstSite: 1, spins: 0)] : [])
    func sector(_ layer: Int, _ lowering: Int) -> LayerSector? {
      guard (0...layers[layer].largestLowering).contains(lowering) else { return nil }
      if let kept, layer < kept.count, !kept[layer].contains(lowering) { return nil }
      return LayerSector(layers[layer], lowering: lowering, exchangeZ: chain.exchangeZ)
    }
    var blocks: [Block] = []
    var rows = 0
    for electron in [1, -1] {
      let rest = lowering - (electron == 1 ? 0 : 1)
      for lowered in 0...max(0, min(rest, layers[0].largestLowering)) {
        guard let first = sector(0, lowered), let second = sector(1, rest - lowered) else {
          continue
        }
        blocks.append(Block(electron: electron, first: first, second: second, firstRow: rows))
        rows += first.count * second.count
      }
    }
    self.blocks = blocks
    rowCount = rows
    for (index, block) in blocks.enumerated() {
      // The electron's flip takes from or gives to the layer.
      func partner(_ first: Int, _ second: Int) -> Int? {
        blocks.firstIndex {
          $0.electron == -block.electron && $0.first.lowering == block.first.lowering + first
            && $0.second.lowering == block.second.lowering + second
        }
      }
      let change = block.electron == 1 ? -1 : 1
      self.blocks[index].partners = (partner(change, 0), partner(0, change))
    }
  }

  /// Number of amplitudes.
  public var dimension: Int { rowCount * chain.sites }
}
