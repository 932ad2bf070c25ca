import Glibc

/// The stationary distribution of cos θ under a `SpinTorqueLaw`, in closed form for any strength of
/// the noise: the solution without flux of the Fokker-Planck equation that belongs to the law
/// (Tassi et al., Eq. (E3), with the geometric terms of the sphere).
///
/// With a + ib = K, A₀ = a² + ρ²b², A₂ = b²(1 − ρ²) and g(x) = A₀ + A₂x², the density of x = cos θ
/// is
///
///     g⁻¹ exp{ 2 Im C₁/√(A₀A₂) arctan(x √(A₂/A₀)) }
///
/// for the calculus of Stratonovich, and that times g^((a² − b²)/2b²) for the one of Itô.
public struct StationaryLaw: Sendable, Equatable {
  /// ⟨m_z⟩.
  public let mean: Double
  /// ⟨m_x²⟩ = ⟨m_y²⟩ = ⟨1 − m_z²⟩/2.
  public let transverseVariance: Double

  /// Nil without noise, which leaves no unique distribution, and in a field that is tilted from the
  /// axis, for which there is no closed form.
  public init?(_ law: SpinTorqueLaw) {
    guard law.noise.squaredMagnitude > 0, law.isAxial else { return nil }
    let density = Density(law)
    let (mass, distance, opening) = density.integrals()
    let meanFromPole = 1 - distance / mass
    mean = law.axialTorque.imaginary < 0 ? -meanFromPole : meanFromPole
    transverseVariance = opening / mass / 2
  }

  /// The density over the distance s = 1 − x from the pole that attracts, relative to that pole.
  private struct Density {
    private let a2: Double
    private let b2: Double
    private let ratio: Double
    private let constant: Double
    private let quadratic: Double
    private let damping: Double
    private let isIto: Bool

    init(_ law: SpinTorqueLaw) {
      a2 = law.noise.real * law.noise.real
      b2 = law.noise.imaginary * law.noise.imaginary
      ratio = law.longitudinalRatio
      constant = a2 + ratio * b2
      quadratic = b2 * (1 - ratio)
      damping = abs(law.axialTorque.imaginary)
      isIto = law.calculus == .ito
    }

    func value(_ s: Double) -> Double {
      let opening = s * (2 - s)
      let pole = constant + quadratic
      let drop = quadratic * opening / pole
      // ln(g/g_pole)/(−drop), which is 1 for a small drop and stays finite for b → 0.
      let slope = abs(drop) < 1e-8 ? 1 + drop / 2 : log1p(-drop) / -drop
      var exponent = -2 * damping * angle(s) + drop * slope
      if isIto { exponent -= (a2 - b2) * (1 - ratio) * opening / (2 * pole) * slope }
      return exp(exponent)
    }

    /// [arctan(q) − arctan(q(1 − s))]/√(A₀A₂) with q = √(A₂/A₀), without cancellation.
    private func angle(_ s: Double) -> Double {
      let mean = (constant * quadratic).squareRoot()
      let below = constant + quadratic * (1 - s)
      if below > 0, mean * s < 1e-8 * below { return s / below }
      return atan2(mean * s, below) / mean
    }

    /// Integrals of the density, and of s and of s(2 − s) times it, over the sphere.
    ///
    /// Its scale may be anything: |K|²/Im C₁ ≪ 1 at the pole, and √(A₀/A₂) ≪ 1 at the equator,
    /// where the noise is weakest. So both are approached in octaves, each cut into 4 panels with
    /// the 8 nodes of Gauss and Legendre. Where the density has not vanished, it falls by less than
    /// e⁻⁸ in a panel, which they integrate to 1e-9 of a panel that has little to add.
    func integrals() -> (mass: Double, distance: Double, opening: Double) {
      var sums = (mass: 0.0, distance: 0.0, opening: 0.0)
      var edge = 0.0
      for end in Self.edges {
        let width = (end - edge) / 4
        for piece in 0..<4 {
          let middle = edge + (Double(piece) + 0.5) * width
          for (node, weight) in Self.nodes {
            for side in [-node, node] {
              let s = middle + side * width / 2
              let term = value(s) * weight * width / 2
              sums.mass += term
              sums.distance += term * s
              sums.opening += term * s * (2 - s)
            }
          }
        }
        edge = end
      }
      return sums
    }

    /// Ends of the octaves.
    private static let edges: [Double] = {
      let fromPole: [Double] = (1...48).reversed().map { scalbn(1, -$0) }
      let toEquator: [Double] = (2...20).map { 1 - scalbn(1, -$0) }
      let fromEquator: [Double] = (1...20).reversed().map { 1 + scalbn(1, -$0) }
      return fromPole + toEquator + [1] + fromEquator + [2]
    }()

    private static let nodes: [(Double, Double)] = [
      (0.1834346424956498, 0.3626837833783620), (0.5255324099163290, 0.3137066458778873),
      (0.7966664774136267, 0.2223810344533745), (0.9602898564975363, 0.1012285362903763),
    ]
  }
}
