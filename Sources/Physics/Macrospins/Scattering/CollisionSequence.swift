public import Numerics
public import Teams

/// A moment hit by one electron after the other, all of them with the same spin state: the exact
/// map of its density matrix (Zheng et al., Eqs. 17–19),
///
///     ρ′ − ρ = 2|Z|² (Σ L_i ρ L_i − L(L + 1) ρ) + s·T[ρ] ,
///
/// in a frame whose third axis is along the electrons' spin. There each diagonal of ρ goes its own
/// way, a birth-death chain with real rates and one frequency; a collision takes O(L²) operations.
/// A state that is diagonal in that frame (an eigenstate along the spin, or, with unpolarized
/// electrons, along any axis) stays so, and takes O(L) operations and no diagonalization. So does
/// any state of which only the moments are asked for, since they need three diagonals.
///
/// From one electron to the next a field, an anisotropy and a bath may act on the moment, by
/// products of matrices, O(L³) operations.
public struct CollisionSequence: Sendable {
  /// Number of electrons so far.
  public private(set) var collisions = 0

  private let space: SpinSpace
  private let isWhole: Bool
  let axes: SpinAxes
  private var state: DensityDiagonals
  private var next: DensityDiagonals

  private let rates: DiagonalRates
  /// What acts between electrons; nil for nothing.
  private let between: MomentLiouvillian?

  /// - Parameters:
  ///   - state: the moment before the first electron.
  ///   - blochVector: s of every electron; lengths up to 1 + 10⁻⁹ count as 1.
  ///   - sin2: sin²(η₋ − η₊).
  ///   - sinCos: sin(η₋ − η₊) cos(η₋ − η₊).
  ///   - momentsOnly: Whether `moments` are all that will be asked for: purity and entropy are NaN
  ///     then, and what else follows from the whole density matrix is wrong. Of no effect where
  ///     something acts between electrons.
  ///   - moment: What acts on the moment between electrons.
  /// - Throws: `ScatteringError.polarization`; `.eigenvalues` if LAPACK cannot turn the state, or
  ///   diagonalize what acts on it.
  public init(
    _ state: OrientedState, blochVector: Vector3, sin2: Double, sinCos: Double,
    momentsOnly: Bool = false, between moment: DampedMoment = DampedMoment()
  ) throws(ScatteringError) {
    let length = blochVector.norm
    guard length <= 1 + 1e-9 else { throw .polarization(length) }
    space = state.space

    let spin = length > 0 ? blochVector.unit : state.axis
    let cosine = spin.dot(state.axis)
    let sine = spin.cross(state.axis).norm
    // Angles are known to some 10⁻¹⁶: below, the axes are the same or opposite.
    if sine <= 4 * Double.ulpOfOne {
      axes = SpinAxes(third: state.axis)
      self.state = DensityDiagonals(dimension: space.dimension, pure: state.magnons)
      // What acts between electrons fills the other diagonals.
      if !moment.isFree { self.state = DensityDiagonals(self.state.matrix) }
    } else {
      axes = SpinAxes(third: spin, firstToward: state.axis)
      self.state = DensityDiagonals(
        amplitudes: try state.amplitudes(cosine: cosine, sine: sine),
        diagonals: momentsOnly && moment.isFree ? 3 : nil)
    }
    isWhole = !momentsOnly || !moment.isFree
    next = self.state
    do throws(LinearAlgebraError) {
      between = moment.isFree ? nil : try MomentLiouvillian(moment, space, axes: axes)
    } catch {
      throw .eigenvalues(error)
    }

    let multiplicity = Double(space.dimension)
    let strength = sin2 / (multiplicity * multiplicity)
    let along = min(max(blochVector.dot(axes.third), -1), 1)
    // |Z|² (1 + s) of L₊ρL₋, |Z|² (1 − s) of L₋ρL₊, and −s sincos/(2L + 1) of iρ.
    rates = DiagonalRates(
      self.state, ladder: space.ladder, raising: strength * (1 + along),
      lowering: strength * (1 - along), frequency: -(sinCos / multiplicity * along))
  }

  /// Scatters one electron.
  public mutating func collide() {
    rates.collide(state, into: &next)
    swap(&state, &next)
    collisions += 1
  }

  /// Lets the time between two electrons pass.
  ///
  /// - Parameter poll: Called between products of matrices; what it throws leaves the state as it
  ///   was.
  /// - Throws: What `poll` throws.
  public mutating func evolve(poll: Poll = {}) throws(EvaluationError) {
    guard let between else { return }
    state = DensityDiagonals(try between.evolved(state.matrix, poll: poll))
  }

  /// Means and second moments of the spin, in the coordinates in which s was given.
  public var moments: SpinMoments {
    SpinMoments(space) { state.element(row: $0, column: $1) }.seen(from: axes)
  }

  /// Tr ρ²: 1 for a pure state, 1/(2L + 1) at least; NaN if only moments are followed.
  public var purity: Double { isWhole ? state.purity : .nan }

  /// The density matrix in the frame of the electrons' spin. Its trace, spectrum and purity are
  /// those in any frame.
  public var densityMatrixAlongSpin: SpinDensityMatrix {
    var elements: [Complex] = []
    elements.reserveCapacity(space.dimension * space.dimension)
    for row in 0..<space.dimension {
      for column in 0..<space.dimension {
        let element = state.element(row: max(row, column), column: min(row, column))
        elements.append(row >= column ? element : element.conjugate)
      }
    }
    return SpinDensityMatrix(space, elements: elements)
  }

  /// Von Neumann entropy in nats. O(L²) operations for each dimension that the state has spread to;
  /// O(L) for a state that is diagonal. NaN if only moments are followed.
  ///
  /// - Throws: `ScatteringError.eigenvalues`.
  public func entropy() throws(ScatteringError) -> Double {
    guard isWhole else { return .nan }
    if state.count == 1 {
      return vonNeumannEntropy(
        (0..<space.dimension).lazy.map { state.element(row: $0, column: $0).real })
    }
    do throws(LinearAlgebraError) {
      return vonNeumannEntropy(
        try HermitianEigenvalues.ofPositive(
          state.lowerTriangle, dimension: space.dimension))
    } catch {
      throw .eigenvalues(error)
    }
  }
}
