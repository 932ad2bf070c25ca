import Glibc
public import Numerics

/// A circuit of two-site rotations that makes a Slater determinant out of electrons on the first sites.
///
/// Rotations of neighbouring columns bring the matrix of orbitals, row by row, to a triangular and, its
/// rows being orthonormal, diagonal form; undone in reverse order they are gates exp(−θK) with
/// K = Σ_s (e^{−iφ} c†_{i,s} c_{i+1,s} − h.c.). They do not depend on the spin, so one circuit prepares
/// electrons along z or x and doubly occupied orbitals.
struct SlaterDeterminantCircuit {
  /// A gate on `site` (from 0) and the next one.
  struct Rotation {
    let site: Int
    let angle: Double
    let phase: Double
  }

  /// In the order in which they act.
  let rotations: [Rotation]

  /// - Parameter orbitals: Orthonormal orbitals, each with an amplitude for every site.
  init(_ orbitals: [[Complex]]) {
    var matrix = orbitals
    var rotations: [Rotation] = []
    for row in matrix.indices {
      for column in stride(from: matrix[row].count - 1, to: row, by: -1) {
        let (a, b) = (matrix[row][column - 1], matrix[row][column])
        let (first, second) = (a.squaredMagnitude.squareRoot(), b.squaredMagnitude.squareRoot())
        guard second >= 1e-16 else { continue }
        let angle = atan2(second, first)
        let phase =
          atan2(b.imaginary, b.real) - (first > 0 ? atan2(a.imaginary, a.real) : 0)
        rotations.append(Rotation(site: column - 1, angle: angle, phase: phase))
        let (cosine, sine) = (cos(angle), sin(angle))
        let turn = Complex(cos(phase), sin(phase))
        for r in matrix.indices {
          let (x, y) = (matrix[r][column - 1], matrix[r][column])
          matrix[r][column - 1] = cosine * x + sine * (turn.conjugate * y)
          matrix[r][column] = cosine * y - sine * (turn * x)
        }
      }
    }
    self.rotations = rotations.reversed()
  }
}

extension PulseChain {
  /// The state at the start: the determinant of the given orbitals and the localised spins in place.
  ///
  /// - Parameter orbitals: Those of `initialOrbitals()`, or the same after some time of free flight.
  /// - Throws: `EigenvalueError` if a decomposition fails.
  public func determinant(
    of orbitals: [[Complex]]
  ) throws(EigenvalueError) -> MatrixProductState {
    let sites = makeSites()
    let up = Dictionary(uniqueKeysWithValues: zip(spinSites, spinsUp))
    let occupied: [Complex] =
      switch polarization {
      case .alongZ: [.zero, .one, .zero, .zero]
      case .alongX: [.zero, Complex(0.5.squareRoot()), Complex(0.5.squareRoot()), .zero]
      case .unpolarized: [.zero, .zero, .zero, .one]
      }
    let amplitudes = sites.indices.map { index -> [Complex] in
      let electrons = index < orbitals.count ? occupied : [.one, .zero, .zero, .zero]
      guard sites[index].hasSpin else { return electrons }
      let spin: [Complex] = up[index + 1] == true ? [.one, .zero] : [.zero, .one]
      return electrons.flatMap { amplitude in spin.map { amplitude * $0 } }
    }
    var state = MatrixProductState(product: amplitudes, sites: sites.map(\.space))
    let updater = BondUpdater()
    let exact = TruncationRule(maximumBond: .max, discardedWeight: 0)
    for rotation in SlaterDeterminantCircuit(orbitals).rotations {
      let (left, right) = (sites[rotation.site], sites[rotation.site + 1])
      // K is i times a Hermitian operator: e^{−iφ} c†c − h.c. = i (−i e^{−iφ} c†c + h.c.).
      let phase = -.i * Complex(cos(rotation.phase), -sin(rotation.phase))
      let generator = try TwoSiteOperator(
        PulseHamiltonian.hopping(left, right, phase: phase), left: left.space,
        right: right.space)
      try state.apply(
        generator.evolution(time: rotation.angle), at: rotation.site, rule: exact, with: updater)
    }
    return state
  }
}
