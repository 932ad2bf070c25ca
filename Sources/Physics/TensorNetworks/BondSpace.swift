import Numerics

/// The states that a bond of a matrix-product state carries, sorted by charge.
struct BondSpace: Sendable, Equatable {
  /// All states of one charge.
  struct Sector: Sendable, Equatable {
    let charge: Charge
    let dimension: Int
    /// Number of states in the sectors before this one.
    let offset: Int
  }

  /// In ascending order of charge; none is empty.
  let sectors: [Sector]

  /// - Parameter dimensions: Charges in ascending order with numbers of states; empty ones are left
  ///   out.
  init(_ dimensions: some Sequence<(charge: Charge, dimension: Int)>) {
    var sectors: [Sector] = []
    var offset = 0
    for (charge, dimension) in dimensions where dimension > 0 {
      sectors.append(Sector(charge: charge, dimension: dimension, offset: offset))
      offset += dimension
    }
    self.sectors = sectors
  }

  /// A single state.
  init(single charge: Charge) { self.init([(charge, 1)]) }

  /// Number of states of all charges, the bond dimension.
  var dimension: Int { sectors.last.map { $0.offset + $0.dimension } ?? 0 }

  /// The position of the sector of a charge, nil if the bond has no such state.
  func index(of charge: Charge) -> Int? {
    sectors.sortedIndex(of: charge, by: \.charge)
  }
}
