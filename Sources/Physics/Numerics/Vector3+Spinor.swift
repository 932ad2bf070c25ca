extension Vector3 {
  /// The amplitudes up and down of a spin 1/2 along this unit vector: cos θ/2 and e^{iφ} sin θ/2.
  public var spinor: [Complex] {
    let transverse = (x * x + y * y).squareRoot()
    guard transverse > 0 else { return z < 0 ? [.zero, .one] : [.one, .zero] }
    // Of both the larger one from z, the other from their product, without cancellation.
    let (up, down): (Double, Double)
    if z >= 0 {
      up = ((1 + z) / 2).squareRoot()
      down = transverse / (2 * up)
    } else {
      down = ((1 - z) / 2).squareRoot()
      up = transverse / (2 * down)
    }
    return [Complex(up), Complex(down * x / transverse, down * y / transverse)]
  }
}
