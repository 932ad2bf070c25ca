/// The recurrence of Chebyshev's polynomials of an operator, T_1 = x T_0 and T_n = 2 x T_(n−1) −
/// T_(n−2), on vectors of which two are kept at a time.
package struct ChebyshevRecurrence {
  /// n.
  package let order: Int
  /// What x T_(n−1) is multiplied by.
  package var factor: Double { order == 1 ? 1 : 2 }
  /// Whether T_(n−2) enters.
  package var usesOlder: Bool { order > 1 }

  @usableFromInline init(order: Int) { self.order = order }

  /// Goes through the orders from 1 to the last one.
  ///
  /// - Parameters:
  ///   - last: The last order.
  ///   - newer: T_0 of a vector; used up.
  ///   - older: Room for another vector; used up.
  ///   - body: Called for each order with T_(n−1) and T_(n−2), which it is to replace by T_n.
  /// - Throws: What `body` throws.
  @inlinable package static func run<Vector, Failure: Error>(
    through last: Int, _ newer: inout Vector, _ older: inout Vector,
    _ body: (ChebyshevRecurrence, inout Vector, inout Vector) throws(Failure) -> Void
  ) throws(Failure) {
    for order in stride(from: 1, through: last, by: 1) {
      try body(ChebyshevRecurrence(order: order), &newer, &older)
      swap(&newer, &older)
    }
  }
}
