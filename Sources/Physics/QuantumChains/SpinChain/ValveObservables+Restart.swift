import Numerics
public import Teams

extension ValveObservables {
  /// Appends everything that was added so far.
  public func save(to sink: any RestartSink) {
    sink.append(array: moments.numbers)
    sink.append(array: chargeDensity)
    sink.append(array: probabilities)
    sink.append(array: [wStateFidelity, truncatedWeight, energy])
  }

  /// What was saved; nil if it does not fit the layers.
  public init?(_ pair: LayerPair, _ source: any RestartSource) {
    self.init(pair)
    guard let moments = source.readArray(of: Double.self),
      let restored = ChainMoments(numbers: moments, spins: pair.chain.spins),
      let density = source.readArray(of: Double.self), density.count == chargeDensity.count,
      let kept = source.readArray(of: Double.self), kept.count == probabilities.count,
      let rest = source.readArray(of: Double.self), rest.count == 3
    else { return nil }
    self.moments = restored
    chargeDensity = density
    probabilities = kept
    (wStateFidelity, truncatedWeight, energy) = (rest[0], rest[1], rest[2])
  }
}

extension ChainMoments {
  /// The electron's spin, the localized spins and the norm.
  var numbers: [Double] {
    ([electronSpin] + localSpins).flatMap { [$0.x, $0.y, $0.z] } + [norm]
  }

  init?(numbers: [Double], spins: Int) {
    guard numbers.count == 3 * spins + 4 else { return nil }
    func vector(_ index: Int) -> Vector3 {
      Vector3(numbers[3 * index], numbers[3 * index + 1], numbers[3 * index + 2])
    }
    self.init(
      electronSpin: vector(0), localSpins: (0..<spins).map { vector($0 + 1) },
      norm: numbers[3 * spins + 3])
  }
}

extension BlockDensityMatrix {
  /// Appends all elements.
  public func save(to sink: any RestartSink) {
    for block in blocks { sink.append(block.span) }
  }

  /// What was saved of a matrix in this basis; nil if there are not as many elements.
  public init?(basis: BipartiteBasis, _ source: any RestartSource) {
    self.init(basis: basis)
    for index in blocks.indices {
      var elements = blocks[index].mutableSpan
      guard source.read(into: &elements) else { return nil }
    }
  }

  /// Bytes of all elements.
  public static func bytes(_ basis: BipartiteBasis) -> Int {
    basis.blocks.reduce(0) {
      $0 + $1.dimension * $1.dimension * MemoryLayout<Complex>.stride
    }
  }
}
