/// A pure state of a mixture to start from: electron and layers independent of one another.
public struct ProductStart: Sendable {
  /// Share in the mixture.
  public var weight: Double
  /// Spin of the electron, +1 or −1.
  public var electron: Int
  /// The state of each layer; one or two.
  public var layers: [LayerVector]

  /// A state of a layer with a given S_z.
  public struct LayerVector: Sendable {
    /// Number of spins down.
    public var lowering: Int
    /// An amplitude for each state of `LayerSector`.
    public var amplitudes: [Double]

    /// The state of the given amplitudes.
    public init(lowering: Int, amplitudes: [Double]) {
      self.lowering = lowering
      self.amplitudes = amplitudes
    }
  }

  /// The product of the given states.
  public init(weight: Double, electron: Int, layers: [LayerVector]) {
    self.weight = weight
    self.electron = electron
    self.layers = layers
  }

  /// The number of spins down, electron included.
  var lowering: Int { layers.reduce(electron == 1 ? 0 : 1) { $0 + $1.lowering } }

  /// Sets a zero vector of the right sector to this state.
  func fill(_ state: SectorState, orbital: [Complex]) {
    let block = state.basis.blocks.firstIndex {
      $0.electron == electron && $0.first.lowering == layers[0].lowering
        && $0.second.lowering == (layers.count > 1 ? layers[1].lowering : 0)
    }
    guard let block else { return }
    state.add(
      orbital: orbital, block: block, first: layers[0].amplitudes,
      second: layers.count > 1 ? layers[1].amplitudes : [1])
  }
}
