/// How the tensor of two neighboring sites is laid out: one matrix for each charge that the bond
/// between them can carry. Rows run over left sector (slowest), left site's state and the state in
/// the sector, columns over right sector, right site's state and the state in the sector.
struct PairLayout {
  /// The matrix of one middle charge.
  struct Group: ChargeBlock {
    let charge: Charge
    var rows = 0
    var columns = 0
    var offset = 0
  }

  /// Where the rows of a left sector and site state (or the columns of a right sector and site
  /// state) lie; the group is −1 if no partner has a fitting charge.
  struct Slot {
    var group: Int
    var offset: Int
  }

  let groups: [Group]
  /// By left sector (slowest) and left site's state.
  let rowSlots: [Slot]
  /// By right sector (slowest) and right site's state.
  let columnSlots: [Slot]
  /// Number of elements of all matrices.
  let count: Int

  init(left: SiteTensor.Layout, right: SiteTensor.Layout) {
    let (leftStates, rightStates) = (left.local.charges, right.local.charges)
    var rowCharges: [Charge] = []
    rowCharges.reserveCapacity(left.left.sectors.count * leftStates.count)
    for sector in left.left.sectors {
      for charge in leftStates { rowCharges.append(sector.charge + charge) }
    }
    var columnCharges: [Charge] = []
    columnCharges.reserveCapacity(right.right.sectors.count * rightStates.count)
    for sector in right.right.sectors {
      for charge in rightStates { columnCharges.append(sector.charge - charge) }
    }
    var groups = Self.common(rowCharges.sorted(), columnCharges.sorted()).map { Group(charge: $0) }
    rowSlots = rowCharges.enumerated().map { index, charge in
      guard let group = groups.index(of: charge) else { return Slot(group: -1, offset: 0) }
      let offset = groups[group].rows
      groups[group].rows += left.left.sectors[index / leftStates.count].dimension
      return Slot(group: group, offset: offset)
    }
    columnSlots = columnCharges.enumerated().map { index, charge in
      guard let group = groups.index(of: charge) else { return Slot(group: -1, offset: 0) }
      let offset = groups[group].columns
      groups[group].columns += right.right.sectors[index / rightStates.count].dimension
      return Slot(group: group, offset: offset)
    }
    var count = 0
    for group in groups.indices {
      groups[group].offset = count
      count += groups[group].rows * groups[group].columns
    }
    self.groups = groups
    self.count = count
  }

  /// Charges that both sorted lists have.
  private static func common(_ a: [Charge], _ b: [Charge]) -> [Charge] {
    var result: [Charge] = []
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if a[i] < b[j] {
        i += 1
      } else if b[j] < a[i] {
        j += 1
      } else {
        if result.last != a[i] { result.append(a[i]) }
        i += 1
        j += 1
      }
    }
    return result
  }
}
