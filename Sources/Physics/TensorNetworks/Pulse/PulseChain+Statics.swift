import Numerics

extension Vector3 {
  /// Whether the vector has no component across z.
  var isAlongZ: Bool { x == 0 && y == 0 }
}

extension PulseChain {
  /// The sites and the Hamiltonian before the release, of which the ground state is taken: with
  /// the well and the fields on the electrons in it and on the localized spins.
  public var staticChain: Chain {
    var chain = chain
    let depth = wellDepth - electronField
    for site in 0..<confinedSites {
      if depth != 0 { chain.add(-depth * Term.potential, at: site) }
      guard electronField != 0, let direction = polarizationDirection else { continue }
      for (axis, component) in zip(CartesianAxis.allCases, direction.components)
      where component != 0 {
        chain.add(-electronField * component * Term.electronSpin(axis), at: site)
      }
    }
    for site in layers.joined() {
      addField(along: direction(ofSpinAt: site), to: &chain, at: site - 1)
    }
    return chain
  }

  /// The localized spins of a layer by themselves, with the field on them.
  ///
  /// - Parameter layer: From 0.
  public func layerChain(_ layer: Int) -> Chain {
    let isAlongZ =
      layerField == 0 || layers[layer].allSatisfy { direction(ofSpinAt: $0).isAlongZ }
    let site = Site(.spin(twiceSpin), conserving: isAlongZ ? .electronsAndSpin : .electrons)
    var chain = Chain(Array(repeating: site, count: layers[layer].count))
    for axis in CartesianAxis.allCases {
      for bond in 0..<layers[layer].count - 1 {
        chain.add(-(axis == .z ? exchangeZ : exchange) * Term.exchange(axis), at: bond)
      }
    }
    for (index, site) in layers[layer].enumerated() {
      addField(along: direction(ofSpinAt: site), to: &chain, at: index)
    }
    return chain
  }

  private func addField(along direction: Vector3, to chain: inout Chain, at site: Int) {
    guard layerField != 0 else { return }
    for (axis, component) in zip(CartesianAxis.allCases, direction.components)
    where component != 0 {
      chain.add(-layerField * component * Term.localSpin(axis), at: site)
    }
  }

  /// Whether nothing before the release tells up from down along z.
  var isMirrored: Bool { electronField == 0 && layerField == 0 }
}
