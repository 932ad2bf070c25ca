import Glibc
public import Numerics

/// A probability density of the direction m per solid angle, P = Σ c_lm Y_lm up to a degree, with
/// the phases of Condon and Shortley.
///
/// P is real, so c_{l,−m} = (−1)^m c*_lm and only m ≥ 0 is kept.
public struct SphericalDensity: Sendable, Equatable {
  let layout: HarmonicLayout
  /// Real parts, in the order of `layout`.
  var real: [Double]
  /// Imaginary parts, in the order of `layout`.
  var imaginary: [Double]

  /// Largest degree l.
  public var degree: Int { layout.degree }
  /// Largest order m.
  public var order: Int { layout.order }

  /// The uniform density.
  ///
  /// - Parameters:
  ///   - degree: Largest degree l, at least 2.
  ///   - order: Largest order m, at least 2; nil for the degree.
  public init(uniformOfDegree degree: Int, order: Int? = nil) {
    layout = HarmonicLayout(degree: max(degree, 2), order: order, reach: 0)
    real = Array(repeating: 0, count: layout.count)
    imaginary = real
    real[0] = 1 / (4 * Double.pi).squareRoot()
  }

  /// c_lm for 0 ≤ m ≤ l, zero for degrees and orders that are left out.
  ///
  /// - Parameters:
  ///   - l: The degree.
  ///   - m: The order.
  public func coefficient(degree l: Int, order m: Int) -> (real: Double, imaginary: Double) {
    guard l <= degree, m <= order else { return (0, 0) }
    let index = layout.index(degree: l, order: m)
    return (real[index], imaginary[index])
  }

  /// The density Σ_l r_l Σ_m Y*_lm(n) Y_lm of axial symmetry about n.
  private init(about n: Vector3, profile: [Double], order: Int?) {
    self.init(uniformOfDegree: profile.count - 1, order: order)
    let sine = (n.x * n.x + n.y * n.y).squareRoot()
    let azimuth = sine > 0 ? (n.x / sine, n.y / sine) : (1, 0)
    // e^{−imφ}, and N_mm sin^m θ of the normalized associated Legendre functions.
    var phase = (1.0, 0.0)
    var diagonal = 1 / (4 * Double.pi).squareRoot()
    for m in 0...self.order {
      var (below, legendre) = (0.0, diagonal)
      for l in m...degree {
        let index = layout.index(degree: l, order: m)
        real[index] = profile[l] * legendre * phase.0
        imaginary[index] = profile[l] * legendre * phase.1
        let next =
          (n.z * legendre - Self.coupling(l, m) * below) / Self.coupling(l + 1, m)
        (below, legendre) = (legendre, next)
      }
      let next = Double(m + 1)
      diagonal *= -sine * ((2 * next + 1) / (2 * next)).squareRoot()
      phase = (
        phase.0 * azimuth.0 + phase.1 * azimuth.1, phase.1 * azimuth.0 - phase.0 * azimuth.1
      )
    }
  }

  /// sqrt((l² − m²)/(4 l² − 1)): z Y_lm = a(l+1, m) Y_{l+1,m} + a(l, m) Y_{l−1,m}.
  static func coupling(_ l: Int, _ m: Int) -> Double {
    (Double((l - m) * (l + m)) / Double(4 * l * l - 1)).squareRoot()
  }

  /// All probability in one direction, cut off above a degree: not a density that can be looked at,
  /// but a start from which noise makes one.
  ///
  /// - Parameters:
  ///   - direction: A unit vector.
  ///   - degree: Largest degree l.
  ///   - order: Largest order m; nil for the degree.
  public init(point direction: Vector3, degree: Int, order: Int? = nil) {
    self.init(
      about: direction, profile: Array(repeating: 1, count: max(degree, 2) + 1), order: order)
  }

  /// The density of von Mises and Fisher, proportional to exp(κ n·m): Gibbs's law in a field.
  ///
  /// - Parameters:
  ///   - concentration: κ ≥ 0; infinite for all probability in one direction.
  ///   - direction: n, a unit vector.
  ///   - degree: Largest degree l.
  ///   - order: Largest order m; nil for the degree.
  public init(
    concentration: Double, about direction: Vector3, degree: Int, order: Int? = nil
  ) {
    // The ratios I_{l+½}(κ)/I_{l−½}(κ) from their recurrence, downward, where it is stable.
    let largest = max(degree, 2)
    var ratios = Array(repeating: 0.0, count: largest + 1)
    var ratio = 0.0
    // Some 8 √κ degrees further up the start of the recurrence does not matter; for the largest κ
    // it is the ratio's limit.
    let isWide = concentration < 1e10
    if !isWide { ratio = 1 }
    let run = isWide ? Int(concentration.squareRoot() * 8) + 40 : 40
    for l in stride(from: largest + run, through: 1, by: -1) {
      ratio = 1 / (Double(2 * l + 1) / concentration + ratio)
      if l <= largest { ratios[l] = ratio }
    }
    var profile = [1.0]
    for l in 1...largest { profile.append(profile[l - 1] * ratios[l]) }
    self.init(about: direction, profile: profile, order: order)
  }

  /// The same expansion cut off at, or continued with zeros to, another degree and order.
  ///
  /// - Parameters:
  ///   - degree: Largest degree l.
  ///   - order: Largest order m; nil for the degree.
  public func resized(toDegree degree: Int, order: Int? = nil) -> SphericalDensity {
    var resized = SphericalDensity(uniformOfDegree: degree, order: order)
    for m in 0...min(resized.order, self.order) {
      let (to, from) = (resized.layout.start(order: m), layout.start(order: m))
      for i in 0..<min(resized.layout.length(order: m), layout.length(order: m)) {
        resized.real[to + i] = real[from + i]
        resized.imaginary[to + i] = imaginary[from + i]
      }
    }
    return resized
  }
}
