/// The states of electron spin and layers with one total S_z, which the Hamiltonian conserves.
///
/// A row is a state of the electron's spin and of the layers; a state vector has an amplitude for
/// each row and site. Rows come in blocks, in which the S_z of the electron and of each layer is
/// fixed: only the sd exchange leads from one block to another. Within a block the state of the
/// first layer runs slowest.
public struct SectorBasis: Sendable {
  /// The rows with one S_z of the electron and of each layer.
  public struct Block: Sendable {
    /// Spin of the electron, +1 or −1.
    public let electron: Int
    /// The states of the first layer.
    public let first: LayerSector
    /// The states of the second layer, one state without spins if there is none.
    public let second: LayerSector
    /// Number of the block's first row.
    public let firstRow: Int

    /// Number of the block's rows.
    public var rowCount: Int { first.count * second.count }
    /// The numbers of the block's rows.
    public var rows: Range<Int> { firstRow..<firstRow + rowCount }
    /// The row of two layer states.
    public func row(_ firstState: Int, _ secondState: Int) -> Int {
      firstRow + firstState * second.count + secondState
    }

    /// The states of layer 0 or 1.
    func sector(ofLayer layer: Int) -> LayerSector { layer == 0 ? first : second }
    /// The row of a state of layer 0 or 1 and a state of the other layer.
    func row(_ state: Int, ofLayer layer: Int, other: Int) -> Int {
      layer == 0 ? row(state, other) : row(other, state)
    }
  }

  /// Electron and layers.
  public let chain: SpinChain
  /// Quanta by which S_z is lowered from all spins up, electron included.
  public let lowering: Int
  /// The blocks, those with the electron up first, in each half by ascending lowering of the first
  /// layer.
  public let blocks: [Block]
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
  }

  /// Number of amplitudes.
  public var dimension: Int { rowCount * chain.sites }

  /// The block with a spin of the electron and lowerings of both layers; nil if it is not kept.
  ///
  /// - Parameters:
  ///   - electron: +1 or −1.
  ///   - first: The lowering of the first layer.
  ///   - second: That of the second layer.
  /// - Returns: Its index in `blocks`.
  public func block(electron: Int, first: Int, second: Int) -> Int? {
    blocks.firstIndex {
      $0.electron == electron && $0.first.lowering == first && $0.second.lowering == second
    }
  }

  /// The block that a change of one layer's S_z leads to, perhaps in another sector; nil if it is
  /// not kept here.
  ///
  /// - Parameters:
  ///   - block: Where it starts.
  ///   - layer: 0 or 1.
  ///   - change: By how much the layer is lowered more.
  ///   - electron: The electron's spin afterward.
  func block(from block: Block, lowering layer: Int, by change: Int, electron: Int) -> Block? {
    self.block(
      electron: electron, first: block.first.lowering + (layer == 0 ? change : 0),
      second: block.second.lowering + (layer == 1 ? change : 0)
    ).map { blocks[$0] }
  }
}
