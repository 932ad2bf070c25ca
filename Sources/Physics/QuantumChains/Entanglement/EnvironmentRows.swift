/// How the amplitudes of a pure state of A × B × environment stand in an array: rows of equal
/// length, each with the environment's amplitudes for one pair of basis states |a⟩|b⟩.
///
/// The label of the environment tells orthogonal parts of it apart, such as the two spins of an
/// electron whose positions run along the rows: the environment's states are (label, place in row).
public struct EnvironmentRows: Sendable, Equatable {
  /// The basis of A and B.
  public let basis: BipartiteBasis
  /// Number of amplitudes in a row.
  public let length: Int
  /// Block of equal total charge and place in it, of each row.
  let places: [Place]
  /// Which part of the environment each row belongs to, counted from 0.
  let parts: [Int]
  /// The block of each part of the environment.
  let blockOfPart: [Int]

  struct Place: Sendable, Equatable {
    let block: Int
    let row: Int
  }

  /// - Parameters:
  ///   - basis: The basis of A and B.
  ///   - a: A's basis state of each row.
  ///   - b: B's basis state of each row.
  ///   - environment: The label of each row.
  ///   - length: Number of amplitudes in a row.
  /// - Throws: `EntanglementError.shape`, `.outsideBasis`, or `.mixedCharges` if rows with the same
  ///   label differ in total charge.
  public init(
    basis: BipartiteBasis, a: [Int], b: [Int], environment: [Int], length: Int
  ) throws(EntanglementError) {
    guard a.count == b.count else { throw .shape(numbers: b.count, expected: a.count) }
    guard a.count == environment.count else {
      throw .shape(numbers: environment.count, expected: a.count)
    }
    self.basis = basis
    self.length = length
    var partOfLabel: [Int: Int] = [:]
    var blockOfPart: [Int] = []
    var places: [Place] = []
    var parts: [Int] = []
    for row in a.indices {
      guard basis.a.charges.indices.contains(a[row]), basis.b.charges.indices.contains(b[row])
      else { throw .outsideBasis(row: row) }
      let place = basis.place(a: a[row], b: b[row])
      let label = environment[row]
      let part = partOfLabel[label] ?? blockOfPart.count
      if part == blockOfPart.count {
        partOfLabel[label] = part
        blockOfPart.append(place.block)
      }
      guard blockOfPart[part] == place.block else { throw .mixedCharges(environment: label) }
      places.append(Place(block: place.block, row: place.row))
      parts.append(part)
    }
    self.places = places
    self.parts = parts
    self.blockOfPart = blockOfPart
  }
}
