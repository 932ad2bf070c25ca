import Numerics

/// The localized spins of neighboring sites in a state of their own, with electrons in a product
/// state on the same sites.
struct SpinGroupState {
  /// From 0.
  let sites: ClosedRange<Int>
  /// Of the spins alone, a site each.
  let state: MatrixProductState
  /// Of each site the amplitudes of the electrons' states, of one charge.
  let electrons: [[Complex]]
}

extension MatrixProductState {
  /// A product state but for some groups of spins. It is not in canonical form.
  ///
  /// - Parameters:
  ///   - amplitudes: Each site's normalized state; those of sites in a group do not matter.
  ///   - groups: In any order.
  ///   - sites: The sites, of which those in groups have electrons and a spin.
  init(product amplitudes: [[Complex]], with groups: [SpinGroupState], of sites: [Site]) {
    self.init(product: amplitudes, sites: sites.map(\.space))
    var charge = Charge.zero
    for (index, site) in sites.enumerated() {
      guard let group = groups.first(where: { $0.sites ~= index }) else {
        let state = amplitudes[index].firstIndex { $0 != .zero } ?? 0
        let layout = SiteTensor.Layout(
          left: BondSpace(single: charge), local: site.space,
          right: BondSpace(single: charge + site.space.charges[state]), grouping: .byLeft)
        charge = charge + site.space.charges[state]
        var tensor = SiteTensor(layout)
        for (state, block) in layout.blocks.enumerated() where block.rightSector >= 0 {
          tensor.elements[block.offset] = amplitudes[index][state]
        }
        tensors[index] = tensor
        continue
      }
      let number = index - group.sites.lowerBound
      let (tensor, added) = group.tensor(number, at: site, after: charge)
      tensors[index] = tensor
      charge = charge + added
      // Bonds within the group have its charge besides.
      if index == group.sites.upperBound, let last = tensor.layout.right.sectors.first {
        charge = last.charge
      }
    }
    for (index, tensor) in tensors.enumerated() {
      schmidtValues[index] = Array(repeating: 1, count: tensor.layout.left.dimension)
    }
  }
}

extension SpinGroupState {
  /// Where the states of a bond of the spins are among those of the chain's bond.
  private struct Placement {
    let bond: BondSpace
    /// By sector of the spins' bond.
    let sectors: [(sector: Int, offset: Int)]

    init(_ spins: BondSpace, of site: Site, after charge: Charge) {
      let charges = spins.sectors.map { charge + site.symmetry.conserved($0.charge) }
      var sizes: [Charge: Int] = [:]
      var offsets: [Int] = []
      for (charge, sector) in zip(charges, spins.sectors) {
        offsets.append(sizes[charge, default: 0])
        sizes[charge, default: 0] += sector.dimension
      }
      bond = BondSpace(sizes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      var sectors: [(sector: Int, offset: Int)] = []
      for (charge, offset) in zip(charges, offsets) {
        sectors.append((bond.index(of: charge) ?? 0, offset))
      }
      self.sectors = sectors
    }
  }

  /// The tensor of a site of the group, and the charge of its electrons.
  ///
  /// - Parameters:
  ///   - number: Of the site in the group, from 0.
  ///   - site: Electrons and a spin, which runs fastest.
  ///   - charge: Of everything on the left but the group's spins.
  fileprivate func tensor(
    _ number: Int, at site: Site, after charge: Charge
  ) -> (tensor: SiteTensor, charge: Charge) {
    let spins = state.tensors[number]
    let states = spins.layout.local.dimension
    let amplitudes = electrons[number]
    let first = amplitudes.firstIndex { $0 != .zero } ?? 0
    let added =
      site.space.charges[first * states]
      - site.symmetry.conserved(spins.layout.local.charges[0])
    let left = Placement(spins.layout.left, of: site, after: charge)
    let right = Placement(spins.layout.right, of: site, after: charge + added)
    var tensor = SiteTensor(
      SiteTensor.Layout(
        left: left.bond, local: site.space, right: right.bond, grouping: .byLeft))
    for (index, block) in spins.layout.blocks.enumerated() where block.rightSector >= 0 {
      let (sector, spin) = index.quotientAndRemainder(dividingBy: states)
      let (from, to) = (left.sectors[sector], right.sectors[block.rightSector])
      let source = spins.block(index)
      for (electron, amplitude) in amplitudes.enumerated() where amplitude != .zero {
        let target = tensor.layout.blocks[
          from.sector * site.space.dimension + electron * states + spin]
        for column in 0..<source.columns {
          let start = target.offset + (to.offset + column) * target.stride + from.offset
          for row in 0..<source.rows {
            tensor.elements[start + row] = amplitude * source[row, column]
          }
        }
      }
    }
    return (tensor, added)
  }
}
