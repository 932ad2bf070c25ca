public import Numerics

/// A site of a chain: a local space of states with conserved charges, and operators by name.
///
/// A site is the product of independent parts, such as electrons and a localized spin. Whoever
/// builds a Hamiltonian or measures asks a site for operators by their names and never what kind of
/// site it is.
public struct Site: Sendable, Equatable {
  /// The parts; in the numbering of the basis states the last one runs fastest.
  public let parts: [SitePart]
  /// Which charges are conserved.
  public let symmetry: Symmetry
  /// The basis states and their conserved charges.
  public let space: LocalSpace

  /// The product of parts.
  public init(_ parts: SitePart..., conserving symmetry: Symmetry) {
    self.parts = parts
    self.symmetry = symmetry
    let charges = parts.reduce([Charge.zero]) { charges, part in
      charges.flatMap { charge in part.states.map { charge + $0.charge } }
    }
    space = LocalSpace(charges: charges.map(symmetry.conserved))
  }

  /// The operator of a name, nil if no part of the site has one.
  public subscript(name: OperatorName) -> SiteOperator? {
    guard let index = partIndex(with: name), let own = parts[index].operators[name] else {
      return nil
    }
    return SiteOperator(
      extend(own.matrix, ofPart: index, isFermionic: own.isFermionic), isFermionic: own.isFermionic)
  }

  /// (−1)ⁿ with the number n of electrons: the sign that a fermionic operator further along the
  /// chain collects here (Jordan and Wigner, Z. Phys. 47, 631 (1928)).
  public var parity: LocalOperator { .tensor(parts.map(\.parity)) }

  /// The amplitudes of a product state: each part is in the superposition of those of its basis
  /// states that are named, with the given amplitudes; names of states that no part has are
  /// ignored.
  public func amplitudes(_ superposition: [StateName: Complex]) -> [Complex] {
    parts.reduce([.one]) { amplitudes, part in
      amplitudes.flatMap { amplitude in
        part.states.map { amplitude * superposition[$0.name, default: .zero] }
      }
    }
  }

  /// The density matrix of one part: the trace over all others.
  func reduced(_ density: LocalOperator, toPart index: Int) -> LocalOperator {
    let states = parts[index].states.count
    let faster = parts[(index + 1)...].reduce(1) { $0 * $1.states.count }
    var result = LocalOperator(dimension: states)
    for slow in stride(from: 0, to: density.dimension, by: states * faster) {
      for fast in 0..<faster {
        for row in 0..<states {
          for column in 0..<states {
            result[row, column] +=
              density[slow + row * faster + fast, slow + column * faster + fast]
          }
        }
      }
    }
    return result
  }

  /// The part that has an operator of this name.
  func partIndex(with name: OperatorName) -> Int? {
    parts.firstIndex { $0.operators[name] != nil }
  }

  /// |to⟩⟨from| between two basis states of a part, and what it changes of the conserved charges.
  func transition(
    to: Int, from: Int, ofPart index: Int
  ) -> (matrix: LocalOperator, change: Charge) {
    let states = parts[index].states
    let matrix = LocalOperator(dimension: states.count, [(to, from, .one)])
    return (
      extend(matrix, ofPart: index), symmetry.conserved(states[to].charge - states[from].charge)
    )
  }

  /// An operator of one part as one of the site; a fermionic one collects signs of parts before.
  private func extend(
    _ matrix: LocalOperator, ofPart index: Int, isFermionic: Bool = false
  ) -> LocalOperator {
    .tensor(
      parts.enumerated().map { other, part in
        if other == index { return matrix }
        return isFermionic && other < index ? part.parity : .identity(part.states.count)
      })
  }
}

extension Site: Hashable {
  /// By the charges alone: sites of equal charges are mostly equal.
  public func hash(into hasher: inout Hasher) { hasher.combine(space) }
}

extension Site: CustomStringConvertible {
  /// The parts, for messages.
  public var description: String { parts.map(\.name).joined(separator: " and ") }
}

/// One of the independent parts of a site, such as its electrons. A new kind of site is a new part,
/// declared with its states and operators in a file of its own.
public struct SitePart: Sendable, Equatable {
  /// A basis state.
  public struct State: Sendable, Equatable {
    let name: StateName
    let charge: Charge
    /// The state of a name, with what it contributes to the conserved charges.
    public init(_ name: StateName, _ charge: Charge) { (self.name, self.charge) = (name, charge) }
  }

  /// What it is, for messages.
  public let name: String
  /// The basis states.
  public let states: [State]
  /// The operators, as matrices between the basis states.
  public let operators: [OperatorName: SiteOperator]

  /// A part with the given basis states and operators, whose dimension is the number of states.
  public init(_ name: String, states: [State], operators: [OperatorName: SiteOperator]) {
    (self.name, self.states, self.operators) = (name, states, operators)
  }

  /// (−1)ⁿ with the number n of electrons.
  var parity: LocalOperator {
    LocalOperator(diagonal: states.map { $0.charge.first.isMultiple(of: 2) ? 1 : -1 })
  }
}

/// An operator of a site or of a part of one.
public struct SiteOperator: Sendable, Equatable {
  /// Its matrix, without signs of other sites.
  public let matrix: LocalOperator
  /// Whether it creates or annihilates an odd number of electrons, and so changes its sign with
  /// operators of that kind on other sites.
  public let isFermionic: Bool

  /// An operator by its matrix.
  public init(_ matrix: LocalOperator, isFermionic: Bool = false) {
    self.matrix = matrix
    self.isFermionic = isFermionic
  }

  /// The Hermitian conjugate.
  public var adjoint: SiteOperator { SiteOperator(matrix.adjoint, isFermionic: isFermionic) }

  /// The product on one site, which lets the second factor act first.
  public static func * (a: SiteOperator, b: SiteOperator) -> SiteOperator {
    SiteOperator(a.matrix * b.matrix, isFermionic: a.isFermionic != b.isFermionic)
  }
}

/// The name by which a site is asked for an operator. Each kind of part declares those it has.
public struct OperatorName: Sendable, Hashable, CustomStringConvertible {
  /// As in formulas, such as `S_x`.
  public let description: String

  /// A name; operators of different parts must have different ones.
  public init(_ name: String) { description = name }
}

/// The name of a basis state of a part. Each kind of part declares those it has.
public struct StateName: Sendable, Hashable, CustomStringConvertible {
  /// For messages.
  public let description: String

  /// A name; states of different parts must have different ones.
  public init(_ name: String) { description = name }
}
