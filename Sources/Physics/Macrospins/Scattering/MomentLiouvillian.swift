import Glibc
import Numerics
import Teams

/// The master equation of a moment between two electrons, dρ/dt = −i[H + G, ρ] + Σ_k (l_k ρ l_k† −
/// ½{l_k† l_k, ρ}), in the frame of a collision sequence.
///
/// Each component of L couples to an Ohmic bath of its own. Between eigenstates of H its element
/// ⟨i|L_k|j⟩, which gives ν = E_j − E_i to the bath, enters l_k with the factor [g ν/(1 −
/// e^{−ν/T})]^½, the root of emission and absorption, g = 2α/L. Elements of different ν stay
/// coherent, without which a packet of many levels would lose its phase instead of precessing.
/// With
///
///     G_ij = ½ i tanh((E_i − E_j)/(4T)) Σ_k ⟨i|l_k† l_k|j⟩
///
/// detailed balance is exact: the Gibbs state exp(−H/T) of the same H stays what it is (Ding, Li
/// and Lin, arXiv:2404.05998, after Chen, Kastoryano and Gilyén, arXiv:2311.09207). For large L the
/// bath is Landau and Lifshitz's damping with α, and thermal noise.
struct MomentLiouvillian: Sendable {
  /// −i(H + G) − ½ Σ l_k† l_k.
  private let drift: ComplexSquare
  /// l_k; none without damping.
  private let jumps: [ComplexSquare]
  /// exp(−iH) where there is no damping.
  private let rotation: ComplexSquare?
  /// Parts of the time between electrons that a power series takes at once.
  private let steps: Int

  /// - Parameters:
  ///   - moment: What acts.
  ///   - space: The states of the moment.
  ///   - axes: The frame in which |N⟩ has L − N along the third axis.
  /// - Throws: `LinearAlgebraError`.
  init(
    _ moment: DampedMoment, _ space: SpinSpace, axes: SpinAxes
  ) throws(LinearAlgebraError) {
    let size = space.dimension
    let components = ComplexSquare.spin(space)
    func along(_ a: Vector3) -> ComplexSquare {
      let parts = [a.dot(axes.first), a.dot(axes.second), a.dot(axes.third)]
      return zip(parts, components).reduce(ComplexSquare(size)) { $0.adding($1.1, times: $1.0) }
    }
    let axial = along(Vector3(0, 0, 1))
    let hamiltonian = along(-1 * moment.field).adding(
      axial * axial, times: -moment.anisotropy / (2 * space.spinQuantumNumber))
    let system = try HermitianEigensystem(hamiltonian.elements, dimension: size)
    let energies = system.eigenvalues
    let adjoint = ComplexSquare(size, elements: system.adjointVectors)
    let vectors = adjoint.adjoint
    guard moment.damping > 0 else {
      (drift, jumps, steps) = (ComplexSquare(size), [], 0)
      rotation =
        vectors * (adjoint.scaled { row, _ in Complex(cos(energies[row]), -sin(energies[row])) })
      return
    }
    rotation = nil
    let strength = 2 * moment.damping / space.spinQuantumNumber
    let temperature = moment.temperature
    let jumps = components.map { component in
      (adjoint * component * vectors).scaled { row, column in
        Complex(Self.amplitude(energies[column] - energies[row], strength, temperature))
      }
    }
    let loss = jumps.reduce(ComplexSquare(size)) { $0.adding($1.adjoint * $1, times: 1) }
    let drift = loss.scaled { row, column in
      Complex(-0.5 * (1 - Self.balance(energies[row] - energies[column], temperature)))
    }.addingDiagonal { Complex(0, -energies[$0]) }
    // What generators do in a unit of time is bounded by the spread of energies and by the losses.
    let spread = (energies.last ?? 0) - (energies.first ?? 0)
    let largest = (0..<size).map { loss[$0, $0].real }.max() ?? 0
    steps = max(1, Int((spread + 2 * largest).rounded(.up)))
    self.drift = vectors * drift * adjoint
    self.jumps = jumps.map { vectors * $0 * adjoint }
  }

  /// [g ν/(1 − e^{−ν/T})]^½.
  private static func amplitude(_ energy: Double, _ strength: Double, _ temperature: Double)
    -> Double
  {
    guard temperature > 0 else { return (strength * max(energy, 0)).squareRoot() }
    let ratio = energy / temperature
    guard ratio != 0 else { return (strength * temperature).squareRoot() }
    guard ratio > -700 else { return 0 }
    return (strength * temperature * ratio / -expm1(-ratio)).squareRoot()
  }

  /// tanh(ΔE/(4T)).
  private static func balance(_ difference: Double, _ temperature: Double) -> Double {
    guard difference != 0 else { return 0 }
    guard temperature > 0 else { return difference > 0 ? 1 : -1 }
    return tanh(difference / (4 * temperature))
  }

  /// The state after the time between two electrons.
  ///
  /// - Parameters:
  ///   - state: ρ.
  ///   - poll: Called between products of matrices; what it throws ends the calculation.
  /// - Throws: What `poll` throws.
  func evolved(_ state: ComplexSquare, poll: Poll) throws(EvaluationError) -> ComplexSquare {
    if let rotation { return rotation * state * rotation.adjoint }
    var state = state
    for _ in 0..<steps {
      var (term, order) = (state, 0.0)
      // Orders beyond 40 of a generator of norm 2 are below rounding.
      while order < 40, term.largest > 1e-18 {
        order += 1
        term = try derivative(of: term, poll: poll).scaled(by: 1 / (order * Double(steps)))
        state = state.adding(term, times: 1)
      }
    }
    return state
  }

  /// dρ/dt.
  func derivative(of state: ComplexSquare, poll: Poll) throws(EvaluationError) -> ComplexSquare {
    try poll()
    let half = drift * state
    var sum = half.adding(half.adjoint, times: 1)
    for jump in jumps {
      try poll()
      sum = sum.adding(jump * state * jump.adjoint, times: 1)
    }
    // What rounding leaves of an anti-Hermitian part would not decay, but grow: for it ρK† is not
    // the adjoint of Kρ.
    return sum.adding(sum.adjoint, times: 1).scaled(by: 0.5)
  }
}
