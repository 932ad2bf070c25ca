/// Elementary functions from correctly rounded operations only (+, −, ×, ÷, fused multiply-add),
/// so that every processor, at every vector width, returns the same bits; the C library promises
/// that for none of its versions. They have no branches, so that a loop over them vectorizes.
///
/// The coefficients are minimax fits to the stated relative error; the errors in units in the last
/// place (ULP) include rounding and are measured by the tests.
public enum Elementary {
  /// The natural logarithm of a positive normal number, within 1.5 ULP.
  ///
  /// x = 2ᵉ m with √½ ≤ m < √2, and ln m = 2 artanh(s) with s = (m−1)/(m+1), fitted to 2⁻⁵⁹. For
  /// zero, negative, subnormal and non-finite numbers the result is meaningless.
  @inline(__always)
  public static func logarithm(_ x: Double) -> Double {
    // Adding the distance from √½ to 1 carries into the exponent exactly where m would pass √2.
    let shifted = x.bitPattern &+ 0x0009_5f61_9980_c433
    let exponentField = shifted & 0xfff0_0000_0000_0000
    let m = Double(bitPattern: x.bitPattern &- exponentField &+ 0x3ff0_0000_0000_0000)
    // An integer below 2⁵² becomes a double as the low bits of 2⁵²: AVX2 has no instruction for it.
    let e = Double(bitPattern: (shifted >> 52) | 0x4330_0000_0000_0000) - (0x1p52 + 1023)
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    var g = 0x1.2f0563e28e748p-3
    g = 0x1.39a1bad676fe0p-3.addingProduct(g, z)
    g = 0x1.74663ee58004cp-3.addingProduct(g, z)
    g = 0x1.c71c520974956p-3.addingProduct(g, z)
    g = 0x1.24924941f0fb3p-2.addingProduct(g, z)
    g = 0x1.999999997fdbcp-2.addingProduct(g, z)
    g = 0x1.5555555555592p-1.addingProduct(g, z)
    // 2 artanh(s) = 2s + s z g(z), and 2s = f − s f keeps the leading term exact.
    let logarithmOfM = f.addingProduct(-s, f.addingProduct(-z, g))
    return logarithmOfM.addingProduct(e, 0x1.62e42fefa39efp-1)
  }

  /// The sine and the cosine of an angle in rad, each within 1 ULP for |angle| ≤ π/4; the fits are
  /// good to 2⁻⁵⁷ and 2⁻⁶³. Beyond that range they lose accuracy quickly.
  @inline(__always)
  public static func sineCosine(octant angle: Double) -> (sine: Double, cosine: Double) {
    let t = angle * angle
    var s = 0x1.5d8fd1e2c9799p-33
    s = (-0x1.ae5e5a92a689cp-26).addingProduct(s, t)
    s = 0x1.71de3567d5693p-19.addingProduct(s, t)
    s = (-0x1.a01a019bfdf26p-13).addingProduct(s, t)
    s = 0x1.111111110f7d0p-7.addingProduct(s, t)
    s = (-0x1.5555555555548p-3).addingProduct(s, t)
    var c = -0x1.8fa49c165aec2p-37
    c = 0x1.1ee9d7b97ab94p-29.addingProduct(c, t)
    c = (-0x1.27e4f7eacc75ep-22).addingProduct(c, t)
    c = 0x1.a01a019c845b6p-16.addingProduct(c, t)
    c = (-0x1.6c16c16c14f92p-10).addingProduct(c, t)
    c = 0x1.555555555554bp-5.addingProduct(c, t)
    return (
      angle.addingProduct(angle * t, s),
      1.0.addingProduct(t, (-0.5).addingProduct(t, c))
    )
  }

  /// The sine and the cosine of an angle in rad, within 2⁻⁵² of the true values for
  /// |angle| ≤ 10⁶; NaN beyond, where the reduction to an octant loses accuracy.
  public static func sineCosine(_ angle: Double) -> (sine: Double, cosine: Double) {
    guard abs(angle) <= 1e6 else { return (.nan, .nan) }
    let quadrant = (angle * 0x1.45f306dc9c883p-1).rounded(.toNearestOrEven)
    // π/2 as the sum of two doubles; the fused operation rounds once, after the cancellation.
    let reduced = angle.addingProduct(-quadrant, 0x1.921fb54442d18p0)
      .addingProduct(-quadrant, 0x1.1a62633145c07p-54)
    let (sine, cosine) = sineCosine(octant: reduced)
    switch Int(quadrant) & 3 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }

  /// The exponential function of a number that is not positive, within 1 ULP; 0 below −708.
  ///
  /// e^x = 2ⁿ e^r with |r| ≤ ½ ln 2, and Taylor's series of e^r to the thirteenth power, whose rest
  /// is below 2⁻⁵⁷. For positive numbers and NaN the result is meaningless.
  public static func exponential(nonPositive x: Double) -> Double {
    guard x > -708 else { return 0 }
    let n = (x * 0x1.71547652b82fep0).rounded(.toNearestOrEven)
    // ln 2 as the sum of two doubles; the fused operation rounds once, after the cancellation.
    let r = x.addingProduct(-n, 0x1.62e42fefa39efp-1).addingProduct(-n, 0x1.abc9e3b39803fp-56)
    var sum = 1.0
    for power in stride(from: 13.0, through: 1, by: -1) {
      sum = 1.0.addingProduct(sum, r / power)
    }
    return sum * Double(sign: .plus, exponent: Int(n), significand: 1)
  }
}
