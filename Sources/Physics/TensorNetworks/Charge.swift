/// What symmetries conserve: up to two whole numbers, such as the number of electrons and twice the
/// total spin along z.
///
/// Both are kept in one word, so that adding and comparing charges, which happens for every block of a
/// tensor, are single instructions. The numbers must be smaller than 2³⁰.
public struct Charge: Sendable, Hashable, Comparable {
  let packed: Int

  /// The charge of two conserved numbers; a model with one leaves the second at zero.
  public init(_ first: Int, _ second: Int = 0) {
    packed = first << 32 + second
  }

  init(packed: Int) { self.packed = packed }

  /// The charge of nothing.
  public static let zero = Charge(0, 0)

  /// The first number, such as the number of electrons.
  public var first: Int { (packed - second) >> 32 }
  /// The second number, such as twice the spin along z.
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
