import Numerics

/// A localized spin as a part of a site.
struct SpinPlace {
  /// The site, from 0.
  let site: Int
  /// Which of the site's parts it is.
  let part: Int
}

extension Chain {
  /// The localized spins of some sites, from the left.
  func spins(among sites: some Sequence<Int>) -> [SpinPlace] {
    sites.compactMap { site in
      self.sites[site].partIndex(with: .localSpin(.z)).map { SpinPlace(site: site, part: $0) }
    }
  }
}

extension MatrixProductState {
  /// The state of two groups of localized spins with everything else traced out.
  ///
  /// Each group's transfer matrices are kept for all pairs of its product states, those of the
  /// first grown from the left and those of the second from the right. Both on one bond would be
  /// the product of their numbers.
  ///
  /// - Parameters:
  ///   - first: The spins of the first group, from the left; not empty.
  ///   - second: Those of the second group, all further right; may be empty.
  ///   - chain: The chain of this state, which is in canonical form.
  func state(of first: [SpinPlace], and second: [SpinPlace], in chain: Chain) -> SpinPair {
    let border = second.first?.site ?? (first.last?.site ?? 0) + 1
    let (left, leftStates) = leftElements(of: first, in: chain, upTo: border)
    let (right, rightStates) = rightElements(of: second, in: chain, from: border)
    var density = LocalOperator(dimension: leftStates * rightStates)
    for a in left {
      for b in right {
        let (row, column) = (a.row * rightStates + b.row, a.column * rightStates + b.column)
        guard row <= column else { continue }
        let value = a.transfer.contracted(withConjugate: b.transfer)
        density[row, column] = value
        density[column, row] = value.conjugate
      }
    }
    return SpinPair(density, firstDimension: leftStates)
  }

  /// What one element of a group's density matrix ⟨row|ρ|column⟩ = ⟨ |column⟩⟨row| ⟩ is made of.
  private struct Element {
    let row: Int
    let column: Int
    let transfer: TransferMatrix
  }

  /// All elements, between the states of the bond before a site.
  private func leftElements(
    of places: [SpinPlace], in chain: Chain, upTo border: Int
  ) -> (elements: [Element], states: Int) {
    guard let start = places.first?.site else { return ([], 1) }
    var elements = [
      Element(
        row: 0, column: 0,
        transfer: TransferMatrix(
          diagonal: schmidtValues[start].map { $0 * $0 }, of: tensors[start].layout.left))
    ]
    var states = 1
    for site in start..<border {
      let tensor = tensors[site]
      guard let place = places.first(where: { $0.site == site }) else {
        elements = elements.map {
          Element(
            row: $0.row, column: $0.column,
            transfer: $0.transfer.applying(.identity(sites[site].dimension), through: tensor))
        }
        continue
      }
      let own = chain.sites[site].parts[place.part].states.count
      let transitions = chain.sites[site].transitions(ofPart: place.part)
      elements = elements.flatMap { element in
        transitions.compactMap { row, column, matrix in
          let transfer = element.transfer.applying(matrix, through: tensor)
          return transfer.isZero
            ? nil
            : Element(
              row: element.row * own + row, column: element.column * own + column,
              transfer: transfer)
        }
      }
      states *= own
    }
    return (elements, states)
  }

  /// The same from the right, conjugated.
  private func rightElements(
    of places: [SpinPlace], in chain: Chain, from border: Int
  ) -> (elements: [Element], states: Int) {
    let end = places.last?.site ?? border - 1
    let layout = tensors[end].layout
    var elements = [
      Element(
        row: 0, column: 0,
        transfer: TransferMatrix(
          diagonal: Array(repeating: 1, count: layout.right.dimension), of: layout.right))
    ]
    var states = 1
    for site in (border..<end + 1).reversed() {
      let tensor = tensors[site]
      guard let place = places.first(where: { $0.site == site }) else {
        elements = elements.map {
          Element(
            row: $0.row, column: $0.column,
            transfer: $0.transfer.applyingFromRight(
              .identity(sites[site].dimension), through: tensor))
        }
        continue
      }
      let known = states
      let transitions = chain.sites[site].transitions(ofPart: place.part)
      elements = elements.flatMap { element in
        transitions.compactMap { row, column, matrix in
          let transfer = element.transfer.applyingFromRight(matrix, through: tensor)
          return transfer.isZero
            ? nil
            : Element(
              row: row * known + element.row, column: column * known + element.column,
              transfer: transfer)
        }
      }
      states *= chain.sites[site].parts[place.part].states.count
    }
    return (elements, states)
  }

  /// ⟨O_i P_j⟩ of operators of the localized spins, of all pairs i ≤ j with i before j; the matrix
  /// is Hermitian if all O_i P_i are and P_i = O_i†.
  ///
  /// - Parameters:
  ///   - places: The spins, from the left.
  ///   - operators: Of each spin O and P, as operators of its site that change the charge by the
  ///     same.
  func correlations(
    _ places: [SpinPlace], _ operators: [(first: LocalOperator, second: LocalOperator)]
  ) -> [[Complex]] {
    var result = places.map { _ in [Complex](repeating: .zero, count: places.count) }
    for (i, place) in places.enumerated() {
      let start = TransferMatrix(
        diagonal: schmidtValues[place.site].map { $0 * $0 }, of: tensors[place.site].layout.left)
      result[i][i] =
        start.applying(operators[i].first * operators[i].second, through: tensors[place.site]).trace
      var transfer = start.applying(operators[i].first, through: tensors[place.site])
      guard let last = places.last, last.site > place.site else { continue }
      for site in place.site + 1...last.site {
        if let j = places.firstIndex(where: { $0.site == site }) {
          let value = transfer.applying(operators[j].second, through: tensors[site]).trace
          (result[i][j], result[j][i]) = (value, value.conjugate)
        }
        transfer = transfer.applying(.identity(sites[site].dimension), through: tensors[site])
      }
    }
    return result
  }
}

extension Site {
  /// |column⟩⟨row| for all pairs of basis states of a part.
  fileprivate func transitions(
    ofPart part: Int
  ) -> [(row: Int, column: Int, matrix: LocalOperator)] {
    let states = parts[part].states.indices
    return states.flatMap { row in
      states.map { (row, $0, transition(to: $0, from: row, ofPart: part).matrix) }
    }
  }
}
