import Glibc
public import Numerics

/// A pure state of one layer, which may be spread over sectors of S_z.
public struct LayerState: Sendable, Equatable {
  /// For each lowering from all spins up, an amplitude for each state of that sector, in the order
  /// of `LayerSector`.
  public let amplitudes: [[Complex]]

  /// The state with the given amplitudes.
  public init(amplitudes: [[Complex]]) { self.amplitudes = amplitudes }

  /// A product of coherent states of the spins, each with ⟨S⟩ = S n: for a spin 1/2,
  /// cos(θ/2)|↑⟩ + e^{iφ} sin(θ/2)|↓⟩.
  ///
  /// - Parameters:
  ///   - layer: Spins 1/2, or one larger spin.
  ///   - directions: n of each spin, of length 1.
  public init(coherent layer: SpinLayer, along directions: [Vector3]) {
    let spinors = directions.map(\.spinor)
    amplitudes = (0...layer.largestLowering).map { lowering in
      guard layer.twiceSpin == 1 else {
        return [Self.amplitude(spinors[0], lowering: lowering, twiceSpin: layer.twiceSpin)]
      }
      return LayerSector(layer, lowering: lowering, exchangeZ: 0).states.map { pattern in
        spinors.enumerated().reduce(Complex.one) { product, spin in
          product * spin.element[Int(pattern >> (layer.spins - 1 - spin.offset) & 1)]
        }
      }
    }
  }

  /// The state in which a charge-conserving matrix has its eigenvector: amplitudes in one sector.
  ///
  /// - Parameters:
  ///   - layer: The layer.
  ///   - pattern: Numbers of basis states, as `LayerSector.states` has them.
  ///   - vector: An amplitude for each of them.
  public init(_ layer: SpinLayer, patterns: [Int], vector: [Complex]) {
    var amplitudes = (0...layer.largestLowering).map { lowering in
      [Complex](
        repeating: .zero,
        count: layer.twiceSpin == 1 ? binomial(layer.spins, lowering) : 1)
    }
    for (pattern, amplitude) in zip(patterns, vector) {
      let (lowering, index) = layer.place(ofPattern: pattern)
      amplitudes[lowering][index] = amplitude
    }
    self.amplitudes = amplitudes
  }

  /// The amplitude √C(2S, N) a^(2S − N) b^N of a coherent state of spin S, with N = S − m.
  private static func amplitude(
    _ spinor: [Complex], lowering: Int, twiceSpin: Int
  ) -> Complex {
    var product = Complex.one
    for step in 0..<twiceSpin {
      product = product * spinor[step < lowering ? 1 : 0]
      if step < lowering {
        product = (Double(twiceSpin - step) / Double(step + 1)).squareRoot() * product
      }
    }
    return product
  }
}

extension SpinLayer {
  /// Basis states: 2^N of spins 1/2, 2S + 1 of a larger spin.
  public var stateCount: Int { twiceSpin == 1 ? 1 << spins : twiceSpin + 1 }

  /// The sector of a basis state and its place there.
  ///
  /// - Parameter pattern: As `LayerSector.states` has it: a bit for each spin, 1 for down, the
  ///   first spin the most significant; the lowering of a larger spin.
  func place(ofPattern pattern: Int) -> (lowering: Int, index: Int) {
    guard twiceSpin == 1 else { return (pattern, 0) }
    return (pattern.nonzeroBitCount, LayerSector.index(of: UInt64(pattern)))
  }
}
