import Numerics

/// What everything on one side of a bond contributes to the Hamiltonian of the rest: the terms that
/// lie there as a whole, and what is pending of the bond's own operator.
struct HalfEnvironment {
  /// Σ of the terms of all bonds on that side.
  var done: TransferMatrix
  /// Of each channel of the bond's operator the factor on that side.
  var pending: [TransferMatrix]

  /// The environment beyond an end of a chain.
  init(beyond bond: BondSpace) {
    done = TransferMatrix(bond)
    pending = []
  }

  private init(done: TransferMatrix, pending: [TransferMatrix]) {
    (self.done, self.pending) = (done, pending)
  }

  /// That of the next bond to the right, with a left-canonical tensor between both.
  ///
  /// - Parameters:
  ///   - tensor: Of the site between the bonds.
  ///   - known: Channels of this bond.
  ///   - next: Channels of the next one.
  func extended(
    rightThrough tensor: SiteTensor, from known: BondChannels, to next: BondChannels
  ) -> HalfEnvironment {
    let layout = tensor.layout
    var sum = done.applying(.identity(layout.local.dimension), through: tensor)
    for (transfer, operation) in zip(pending, known.right) {
      sum.add(transfer.applying(operation, through: tensor))
    }
    let identity = TransferMatrix(identityOf: layout.left)
    return HalfEnvironment(
      done: sum, pending: next.left.map { identity.applying($0, through: tensor) })
  }

  /// That of the next bond to the left, with a right-canonical tensor between both; conjugated, as
  /// `TransferMatrix.applyingFromRight` has it.
  func extended(
    leftThrough tensor: SiteTensor, from known: BondChannels, to next: BondChannels
  ) -> HalfEnvironment {
    let layout = tensor.layout
    var sum = done.applyingFromRight(.identity(layout.local.dimension), through: tensor)
    for (transfer, operation) in zip(pending, known.left) {
      sum.add(transfer.applyingFromRight(operation.conjugated, through: tensor))
    }
    let identity = TransferMatrix(identityOf: layout.right)
    return HalfEnvironment(
      done: sum,
      pending: next.right.map { identity.applyingFromRight($0.conjugated, through: tensor) })
  }
}

extension LocalOperator {
  /// The operator with the conjugates of its elements.
  var conjugated: LocalOperator {
    var result = self
    for row in 0..<dimension {
      for column in 0..<dimension { result[row, column] = self[row, column].conjugate }
    }
    return result
  }
}
