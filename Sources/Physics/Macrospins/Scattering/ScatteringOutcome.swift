public import Numerics

/// What one electron and one moment in a pure state have done to each other (Zheng et al.,
/// Eqs. 10–15), from the four Kraus operators of the electron: O(L) operations.
public struct ScatteringOutcome: Sendable, Equatable {
  /// Probability that the electron leaves forward.
  public let transmission: Double
  /// Probability that the electron leaves backward.
  public let reflection: Double
  /// Probability that the electron leaves with its spin reversed, measured along the axis on which
  /// it came.
  public let spinFlip: Double
  /// ⟨ΔN⟩ = −Δ⟨L_z⟩, the mean number of magnons that the electron has created.
  public let magnonChange: Double
  /// Δ⟨L⟩.
  public let momentChange: Vector3
  /// The moment's components and their uncertainty before the scattering.
  public let momentBefore: SpinUncertainty
  /// The moment's components and their uncertainty afterward.
  public let momentAfter: SpinUncertainty
  /// The electron's components and their uncertainty before the scattering.
  public let electronBefore: SpinUncertainty
  /// The electron's components and their uncertainty afterward, whichever way it leaves.
  public let electronAfter: SpinUncertainty
  /// Von Neumann entropy of the moment afterward in nats. For a fully polarized electron it is the
  /// entanglement of the two; otherwise it counts the electron's own mixture too.
  public let entropy: Double
  /// Tr ρ² of the moment afterward.
  public let purity: Double

  /// - Parameters:
  ///   - electron: the spin of the electron before.
  ///   - moment: the state of the moment before.
  ///   - phases: those of a moment of the same L.
  /// - Throws: `ScatteringError`.
  public init(
    _ electron: ElectronSpin, on moment: SpinState, _ phases: ScatteringPhases
  ) throws(ScatteringError) {
    let space = moment.space
    guard phases.spinQuantumNumber == space.spinQuantumNumber else {
      throw .spinQuantumNumber(phases.spinQuantumNumber)
    }
    var branches: [(share: Double, state: [Complex])] = []
    var (transmission, reflection, spinFlip) = (0.0, 0.0, 0.0)
    var leaving = Vector3.zero
    for component in electron.components {
      let (up, down) = (component.up, component.down)
      let operators = try KrausOperator.all(phases, up: up, down: down)
      let exits = operators.map { $0.applied(to: moment.amplitudes) }
      for (kraus, state) in zip(operators, exits) {
        let probability = component.share * state.reduce(0) { $0 + $1.squaredMagnitude }
        if kraus.isForward { transmission += probability } else { reflection += probability }
        branches.append((component.share, state))
      }
      for direction in [exits[..<2], exits[2...]] {
        let (first, second) = (direction[direction.startIndex], direction[direction.startIndex + 1])
        let coherence = zip(first, second).reduce(Complex.zero) { $0 + $1.0.conjugate * $1.1 }
        let difference =
          first.reduce(0) { $0 + $1.squaredMagnitude }
          - second.reduce(0) { $0 + $1.squaredMagnitude }
        leaving =
          leaving + component.share
          * Vector3(2 * coherence.real, 2 * coherence.imaginary, difference)
        // ⟨−n| on the electron's spin, with |−n⟩ = −b*|↑⟩ + a*|↓⟩.
        spinFlip +=
          component.share
          * zip(first, second).reduce(0) { $0 + (up * $1.1 - down * $1.0).squaredMagnitude }
      }
    }
    self.transmission = transmission
    self.reflection = reflection
    self.spinFlip = spinFlip

    let before = moment.moments
    let after = SpinMoments(space) { row, column in
      branches.reduce(.zero) { $0 + $1.share * ($1.state[row] * $1.state[column].conjugate) }
    }
    momentBefore = SpinUncertainty(before)
    momentAfter = SpinUncertainty(after)
    electronBefore = SpinUncertainty(blochVector: electron.blochVector)
    electronAfter = SpinUncertainty(blochVector: leaving)
    // Σ (⟨m⟩ − m)|φ|² instead of a difference of means, which loses digits as L grows.
    magnonChange = branches.reduce(0) { sum, branch in
      sum + branch.share
        * branch.state.enumerated().reduce(0) {
          $0 + (before.mean.z - space.magneticNumber(magnons: $1.offset))
            * $1.element.squaredMagnitude
        }
    }
    momentChange = Vector3(
      after.mean.x - before.mean.x, after.mean.y - before.mean.y, -magnonChange)

    let eigenvalues: [Double]
    do throws(LinearAlgebraError) {
      eigenvalues = try Self.spectrum(branches)
    } catch {
      throw .eigenvalues(error)
    }
    entropy = vonNeumannEntropy(eigenvalues)
    purity = eigenvalues.reduce(0) { $0 + $1 * $1 }
  }

  /// The eigenvalues other than zero of Σ w|φ⟩⟨φ| are those of the matrix √(w w′)⟨φ|φ′⟩, whose
  /// dimension is the number of branches instead of 2L + 1.
  private static func spectrum(
    _ branches: [(share: Double, state: [Complex])]
  ) throws(LinearAlgebraError) -> [Double] {
    var overlaps: [Complex] = []
    for bra in branches {
      for ket in branches {
        let overlap = zip(bra.state, ket.state).reduce(Complex.zero) {
          $0 + $1.0.conjugate * $1.1
        }
        overlaps.append((bra.share * ket.share).squareRoot() * overlap)
      }
    }
    return try HermitianEigenvalues.of(overlaps, dimension: branches.count)
  }
}
