public import Numerics

/// A site for electrons of both spins, with or without a localised spin 1/2.
///
/// Basis states are numbered 2 · electrons + spin, where electrons are |0⟩, |↑⟩ = c†_↑|0⟩,
/// |↓⟩ = c†_↓|0⟩, |↑↓⟩ = c†_↑ c†_↓|0⟩ and the spin is ↑, ↓; without a spin only the electrons count.
/// Spin operators are Pauli matrices throughout (eigenvalues ±1).
public struct ElectronSite: Sendable, Hashable {
  /// What the charges of the states are.
  public enum Symmetry: Sendable, Hashable {
    /// Number of electrons, and the sum of all spins along z in units of ħ/2.
    case electronsAndSpin
    /// Number of electrons.
    case electrons
  }

  /// Whether the site carries a localised spin.
  public let hasSpin: Bool
  /// The states and their charges.
  public let space: LocalSpace

  /// A site with charges of the given kind.
  public init(hasSpin: Bool, symmetry: Symmetry) {
    self.hasSpin = hasSpin
    let electrons = [(0, 0), (1, 1), (1, -1), (2, 0)]
    space = LocalSpace(
      charges: electrons.flatMap { number, spin in
        (hasSpin ? [1, -1] : [0]).map { local in
          Charge(number, symmetry == .electronsAndSpin ? spin + local : 0)
        }
      })
  }

  /// A spin of an electron.
  public enum Spin: Sendable, CaseIterable { case up, down }

  /// c_s without the signs of the sites before.
  public func annihilator(_ spin: Spin) -> LocalOperator {
    // c_↓ passes c†_↑ of the doubly occupied state, which changes the sign.
    let nonzero: [(row: Int, column: Int, value: Complex)] =
      spin == .up ? [(0, 1, .one), (2, 3, .one)] : [(0, 2, .one), (1, 3, -.one)]
    return onElectrons(LocalOperator(dimension: 4, nonzero))
  }

  /// (−1)^n, the sign that an electron operator further along the chain collects here.
  public var parity: LocalOperator { onElectrons(LocalOperator(diagonal: [1, -1, -1, 1])) }

  /// The number of electrons n.
  public var number: LocalOperator { onElectrons(LocalOperator(diagonal: [0, 1, 1, 2])) }

  /// A component of the electrons' spin, Σ c†_s σ_ss′ c_s′.
  public func electronSpin(_ axis: CartesianAxis) -> LocalOperator {
    var result = LocalOperator(dimension: 4)
    let pauli = Self.pauli(axis)
    for row in 0..<2 {
      for column in 0..<2 { result[1 + row, 1 + column] = pauli[row, column] }
    }
    return onElectrons(result)
  }

  /// A component of the localised spin; 0 on a site without one.
  public func localSpin(_ axis: CartesianAxis) -> LocalOperator {
    hasSpin ? onSpin(Self.pauli(axis)) : LocalOperator(dimension: 4)
  }

  /// An operator of the localised spin alone, by its matrix in the basis ↑, ↓.
  public func onSpin(_ matrix: LocalOperator) -> LocalOperator {
    LocalOperator.identity(4).tensor(matrix)
  }

  private func onElectrons(_ matrix: LocalOperator) -> LocalOperator {
    hasSpin ? matrix.tensor(.identity(2)) : matrix
  }

  private static func pauli(_ axis: CartesianAxis) -> LocalOperator {
    switch axis {
    case .x: LocalOperator(dimension: 2, [(0, 1, .one), (1, 0, .one)])
    case .y: LocalOperator(dimension: 2, [(0, 1, -.i), (1, 0, .i)])
    case .z: LocalOperator(diagonal: [1, -1])
    }
  }
}
