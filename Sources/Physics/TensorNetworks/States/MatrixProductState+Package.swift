import Numerics

extension MatrixProductState {
  /// A site's tensor and the Schmidt values of the bond on its left in words of 64 bits, to send
  /// them to another rank or to save them.
  func package(of site: Int) -> [UInt64] {
    let tensor = tensors[site]
    var words: [UInt64] = []
    words.reserveCapacity(packageLength(of: site))
    words.append(tensor.layout.grouping == .byLeft ? 0 : 1)
    for bond in [tensor.layout.left, tensor.layout.right] {
      words.append(UInt64(bond.sectors.count))
      for sector in bond.sectors {
        words.append(UInt64(bitPattern: Int64(sector.charge.packed)))
        words.append(UInt64(sector.dimension))
      }
    }
    for value in schmidtValues[site] { words.append(value.bitPattern) }
    for element in tensor.elements {
      words.append(element.real.bitPattern)
      words.append(element.imaginary.bitPattern)
    }
    return words
  }

  /// Number of words of `package(of:)`.
  func packageLength(of site: Int) -> Int {
    let layout = tensors[site].layout
    return 3 + 2 * (layout.left.sectors.count + layout.right.sectors.count)
      + schmidtValues[site].count + 2 * layout.count
  }

  /// Puts what `package(of:)` gave in place.
  ///
  /// - Returns: Whether the words are a package of this site.
  mutating func unpack(_ words: ArraySlice<UInt64>, at site: Int) -> Bool {
    var rest = words
    func next() -> UInt64? { rest.popFirst() }
    guard let grouping = next(), let left = readBond(), let right = readBond() else { return false }
    func readBond() -> BondSpace? {
      guard let count = next(), count <= UInt64(rest.count / 2) else { return nil }
      var sectors: [(charge: Charge, dimension: Int)] = []
      for _ in 0..<count {
        guard let charge = next(), let dimension = next(), dimension < 1 << 31 else { return nil }
        sectors.append((Charge(packed: Int(truncatingIfNeeded: charge)), Int(dimension)))
      }
      return BondSpace(sectors)
    }
    let layout = SiteTensor.Layout(
      left: left, local: sites[site], right: right, grouping: grouping == 0 ? .byLeft : .byRight)
    guard rest.count == left.dimension + 2 * layout.count else { return false }
    schmidtValues[site] = rest.prefix(left.dimension).map { Double(bitPattern: $0) }
    let start = rest.startIndex + left.dimension
    tensors[site] = SiteTensor(
      layout,
      elements: (0..<layout.count).map {
        Complex(
          Double(bitPattern: rest[start + 2 * $0]), Double(bitPattern: rest[start + 2 * $0 + 1]))
      })
    return true
  }
}
