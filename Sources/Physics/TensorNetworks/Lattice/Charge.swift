/// What symmetries conserve: up to two whole numbers, here the number of electrons and twice the
/// total spin along z in units of ħ.
///
/// Both are kept in one word, so that adding and comparing charges, which happens for every block
/// of a tensor, are single instructions. The numbers must be smaller than 2³⁰.
public struct Charge: Sendable, Hashable, Comparable {
  let packed: Int

  /// The charge of two conserved numbers; a model with one leaves the second at zero.
  public init(_ first: Int, _ second: Int = 0) {
    packed = first << 32 + second
  }

  init(packed: Int) { self.packed = packed }

  /// The charge of nothing.
  public static let zero = Charge(0, 0)

  /// The number of electrons.
  public var first: Int { (packed - second) >> 32 }
  /// Twice the spin along z in units of ħ.
  public var second: Int { Int(Int32(truncatingIfNeeded: packed)) }

  /// The charge of two parts together.
  public static func + (a: Charge, b: Charge) -> Charge { Charge(packed: a.packed + b.packed) }

  /// What a part has if the other has `b` and both together have `a`.
  public static func - (a: Charge, b: Charge) -> Charge { Charge(packed: a.packed - b.packed) }

  /// A total order, by the first number and then the second.
  public static func < (a: Charge, b: Charge) -> Bool { a.packed < b.packed }
}

/// Which charges a model conserves. Blocks of tensors are told apart by these alone.
public enum Symmetry: Sendable, Hashable {
  /// The number of electrons, and the sum of all spins along z.
  case electronsAndSpin
  /// The number of electrons.
  case electrons

  /// The conserved part of a charge.
  public func conserved(_ charge: Charge) -> Charge {
    self == .electronsAndSpin ? charge : Charge(charge.first)
  }
}

/// The charges of the basis states of a site: all that tensors know of it.
public struct LocalSpace: Sendable, Hashable {
  /// By basis state.
  public let charges: [Charge]

  /// A site with a basis state for each charge.
  public init(charges: [Charge]) { self.charges = charges }

  /// Number of basis states.
  public var dimension: Int { charges.count }
}

/// The states that a bond of a matrix-product state carries, sorted by charge.
struct BondSpace: Sendable, Equatable {
  /// All states of one charge.
  struct Sector: ChargeBlock, Sendable, Equatable {
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
  func index(of charge: Charge) -> Int? { sectors.index(of: charge) }
}

/// A block of states or of matrix elements that belongs to one charge.
protocol ChargeBlock {
  var charge: Charge { get }
}

extension Array where Element: ChargeBlock {
  /// The position of the block of a charge among blocks in ascending order, nil if there is none.
  func index(of charge: Charge) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].charge < charge { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].charge == charge ? low : nil
  }
}
