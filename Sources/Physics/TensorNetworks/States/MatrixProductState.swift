public import Numerics

/// A pure state of a chain as a product of tensors, in right-canonical form with the Schmidt values
/// of every bond.
///
/// The amplitude of a configuration is the product of the tensors B_1 … B_N; each B maps the states
/// of the bond on its right isometrically to those of its site and the bond on its left.
public struct MatrixProductState: Sendable {
  /// The states of each site.
  public let sites: [LocalSpace]
  var tensors: [SiteTensor]
  /// By bond, of which number b is the one before site b (from 0): sector after sector. The first
  /// and the last one are the chain's ends with the value 1.
  public internal(set) var schmidtValues: [[Double]]

  /// A product state.
  ///
  /// - Parameters:
  ///   - amplitudes: Each site's normalized state; components that differ from zero must have the
  ///     same charge, and the one of the first of them is taken.
  ///   - sites: The states of each site.
  public init(product amplitudes: [[Complex]], sites: [LocalSpace]) {
    self.sites = sites
    var charge = Charge.zero
    tensors = zip(sites, amplitudes).map { local, amplitudes in
      let first = amplitudes.firstIndex { $0 != .zero } ?? 0
      let left = BondSpace(single: charge)
      charge = charge + local.charges[first]
      let layout = SiteTensor.Layout(
        left: left, local: local, right: BondSpace(single: charge), grouping: .byLeft)
      var elements = [Complex](repeating: .zero, count: layout.count)
      for (state, block) in layout.blocks.enumerated() where block.rightSector >= 0 {
        elements[block.offset] = amplitudes[state]
      }
      return SiteTensor(layout, elements: elements)
    }
    schmidtValues = Array(repeating: [1], count: sites.count + 1)
  }

  /// The number of states that the bond before a site carries.
  public func bondDimension(before site: Int) -> Int { schmidtValues[site].count }

  /// Applies a gate to a site (numbered from 0) and the next one. The state stays normalized, also
  /// if the gate is not unitary.
  ///
  /// - Returns: The part of the squared norm that was dropped.
  /// - Throws: `LinearAlgebraError` if a decomposition fails.
  @discardableResult
  public mutating func apply(
    _ gate: TwoSiteGate, at site: Int, rule: TruncationRule, with updater: BondUpdater
  ) throws(LinearAlgebraError) -> Double {
    try update(gate, at: site, rule: rule, with: updater).discardedWeight
  }

  /// Applies a gate and gives all that comes of it.
  mutating func update(
    _ gate: TwoSiteGate, at site: Int, rule: TruncationRule, with updater: BondUpdater
  ) throws(LinearAlgebraError) -> BondUpdate {
    let update = try updater.apply(
      gate, left: tensors[site], right: tensors[site + 1], schmidtValues: schmidtValues[site],
      rule: rule)
    (tensors[site], tensors[site + 1]) = (update.left, update.right)
    schmidtValues[site + 1] = update.schmidtValues
    return update
  }
}
