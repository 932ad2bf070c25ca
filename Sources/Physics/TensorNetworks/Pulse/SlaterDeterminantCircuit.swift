import Glibc
import Numerics
import Teams

/// A circuit of two-site rotations that makes a Slater determinant out of electrons on the first
/// sites.
///
/// Rotations of neighboring columns bring the matrix of orbitals, row by row, to a triangular and,
/// its rows being orthonormal, diagonal form; undone in reverse order they are gates exp(−θK) with
/// K = Σ_s (e^{−iφ} c†_{i,s} c_{i+1,s} − h.c.). They do not depend on the spin, so one circuit
/// prepares electrons along z or x and doubly occupied orbitals.
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

  /// The determinant made of a product state in which the first sites are occupied.
  ///
  /// - Throws: `EvaluationError.failed` if a decomposition fails, or if a site has no electrons.
  func applied(
    to product: MatrixProductState, of sites: [Site]
  ) throws(EvaluationError) -> MatrixProductState {
    var state = product
    let updater = BondUpdater()
    let exact = TruncationRule(maximumBond: .max, discardedWeight: 0)
    for rotation in rotations {
      let pair = [sites[rotation.site], sites[rotation.site + 1]]
      // K is i times a Hermitian operator: e^{−iφ} c†c − h.c. = i (−i e^{−iφ} c†c + h.c.).
      let phase = -.i * Complex(cos(rotation.phase), -sin(rotation.phase))
      let matrix = try Term.hopping(phase: phase).matrix(on: pair)
      try EvaluationError.decomposing { () throws(LinearAlgebraError) in
        let generator = try TwoSiteOperator(matrix, left: pair[0].space, right: pair[1].space)
        try state.apply(
          generator.evolution(time: rotation.angle), at: rotation.site, rule: exact, with: updater)
      }
    }
    return state
  }
}
