/// A combination of the spherical harmonics near one of them: what operators make of Y_lm.
///
/// With it the matrix elements below a cut-off are exact, products of operators included: nothing is
/// cut on the way.
struct HarmonicWindow {
  /// The harmonics are those of degree l ± radius and order m ± radius.
  let radius: Int
  private let width: Int
  private var values: [SIMD2<Double>]
  private var image: [SIMD2<Double>]

  init(radius: Int) {
    self.radius = radius
    width = 2 * radius + 1
    values = Array(repeating: .zero, count: width * width)
    image = values
  }

  private func index(_ dl: Int, _ dm: Int) -> Int { (dl + radius) * width + dm + radius }

  /// The action of an operator on Y_lm, entry by entry: calls `add` with l' − l, m' − m and the
  /// matrix element (real, imaginary) of each term.
  mutating func forEachTerm(
    of operation: SphericalOperator, degree l: Int, order m: Int,
    _ add: (Int, Int, SIMD2<Double>) -> Void
  ) {
    for term in operation.terms {
      for entry in values.indices { values[entry] = .zero }
      values[index(0, 0)] = SIMD2(term.coefficient, 0)
      for factor in term.factors.reversed() { apply(factor, l, m) }
      for dl in -radius...radius {
        for dm in -radius...radius {
          let value = values[index(dl, dm)]
          if value != .zero { add(dl, dm, value) }
        }
      }
    }
  }

  private mutating func apply(_ factor: SphericalOperator.Factor, _ l: Int, _ m: Int) {
    for entry in image.indices { image[entry] = .zero }
    for dl in -radius...radius {
      for dm in -radius...radius {
        let value = values[index(dl, dm)]
        guard value != .zero else { continue }
        let (degree, order) = (l + dl, m + dm)
        switch factor {
        case .laplacian:
          image[index(dl, dm)] += -Double(degree * (degree + 1)) * value
        case .coordinate(let axis):
          multiply(value, by: axis, degree, order, dl, dm, up: 1, down: 1)
        case .tangential(let axis):
          // V_k = ½ [Lap, m_k] + m_k.
          multiply(
            value, by: axis, degree, order, dl, dm, up: -Double(degree), down: Double(degree + 1))
        case .rotation(let axis):
          rotate(value, about: axis, degree, order, dl, dm)
        }
      }
    }
    swap(&values, &image)
  }

  private mutating func add(_ value: SIMD2<Double>, _ dl: Int, _ dm: Int) {
    if value != .zero { image[index(dl, dm)] += value }
  }

  /// m_k Y_lm, its parts of degree l + 1 and l − 1 weighted.
  private mutating func multiply(
    _ value: SIMD2<Double>, by axis: SphericalOperator.Axis, _ l: Int, _ m: Int,
    _ dl: Int, _ dm: Int, up: Double, down: Double
  ) {
    let above = 1 / Double((2 * l + 1) * (2 * l + 3))
    let below = l > 0 ? 1 / Double((2 * l - 1) * (2 * l + 1)) : 0
    func root(_ numerator: Int, _ factor: Double) -> Double {
      (Double(numerator) * factor).squareRoot()
    }
    if axis == .z {
      add(up * root((l + 1 - m) * (l + 1 + m), above) * value, dl + 1, dm)
      add(down * root((l - m) * (l + m), below) * value, dl - 1, dm)
      return
    }
    // x and y are halves of x + iy and x − iy: (1, 1) and (−i, i).
    let raised = axis == .x ? 0.5 * value : 0.5 * SIMD2(value.y, -value.x)
    let lowered = axis == .x ? 0.5 * value : 0.5 * SIMD2(-value.y, value.x)
    add(-up * root((l + m + 1) * (l + m + 2), above) * raised, dl + 1, dm + 1)
    add(down * root((l - m) * (l - m - 1), below) * raised, dl - 1, dm + 1)
    add(up * root((l - m + 1) * (l - m + 2), above) * lowered, dl + 1, dm - 1)
    add(-down * root((l + m) * (l + m - 1), below) * lowered, dl - 1, dm - 1)
  }

  /// R_k Y_lm = i L_k Y_lm with the angular momentum L.
  private mutating func rotate(
    _ value: SIMD2<Double>, about axis: SphericalOperator.Axis, _ l: Int, _ m: Int,
    _ dl: Int, _ dm: Int
  ) {
    let turned = SIMD2(-value.y, value.x)
    if axis == .z {
      add(Double(m) * turned, dl, dm)
      return
    }
    let raise = Double((l - m) * (l + m + 1)).squareRoot()
    let lower = Double((l + m) * (l - m + 1)).squareRoot()
    // i L_x = (i/2)(L₊ + L₋), i L_y = ½ (L₊ − L₋).
    let raised = axis == .x ? 0.5 * turned : 0.5 * value
    let lowered = axis == .x ? 0.5 * turned : -0.5 * value
    add(raise * raised, dl, dm + 1)
    add(lower * lowered, dl, dm - 1)
  }
}
