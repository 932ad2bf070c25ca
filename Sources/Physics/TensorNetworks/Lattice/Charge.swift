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

extension Charge: CustomStringConvertible {
  /// Both numbers, for messages.
  public var description: String { "(\(first), \(second))" }
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
