import Numerics
import Teams

extension SphericalOperator {
  /// The matrix elements between spherical harmonics: for a harmonic (l, m) of a layout the
  /// coupling (dl, dm) is conj ⟨l + dl, m + dm|L|l, m⟩, which is how dc/dt = M† c uses it.
  ///
  /// Products are expanded factor by factor over all harmonics at once; as nothing is cut on the
  /// way, elements below the cut-off are exact.
  ///
  /// - Parameter poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Throws: What `poll` throws.
  func couplings(
    _ layout: HarmonicLayout, poll: Poll
  ) throws(EvaluationError) -> [Coupling] {
    var sums: [Coupling] = []
    for term in terms {
      var parts = ShiftedValues(Self.identity(term.coefficient, layout))
      for factor in term.factors.reversed() {
        parts = factor.acting(on: parts, layout)
        try poll()
      }
      // Each factor's elements are all real or all imaginary.
      let power = term.factors.count { $0.isImaginary } % 4
      // Complex conjugates: −i for i.
      let sign = power == 1 || power == 2 ? -1.0 : 1.0
      for (shift, values) in parts.elements {
        let known = sums.firstIndex { $0.dl == shift.dl && $0.dm == shift.dm }
        if known == nil { sums.append(Coupling(dl: shift.dl, dm: shift.dm)) }
        let place = known ?? sums.count - 1
        if power % 2 == 0 {
          Self.add(sign, values, to: &sums[place].real)
        } else {
          Self.add(sign, values, to: &sums[place].imaginary)
        }
      }
    }
    for place in sums.indices { sums[place].cut(layout) }
    return sums.filter { !$0.real.isEmpty || !$0.imaginary.isEmpty }
      .sorted { ($0.dl, $0.dm) < ($1.dl, $1.dm) }
  }

  private static func identity(_ factor: Double, _ layout: HarmonicLayout) -> [Double] {
    var values = Array(repeating: 0.0, count: layout.count)
    for m in 0...layout.order {
      let row = layout.start(order: m)
      for i in row..<row + layout.length(order: m) { values[i] = factor }
    }
    return values
  }

  private static func add(_ sign: Double, _ values: [Double], to sum: inout [Double]) {
    if sum.isEmpty { sum = Array(repeating: 0, count: values.count) }
    for i in values.indices { sum[i] = sum[i].addingProduct(sign, values[i]) }
  }
}

/// From (l, m) to (l + dl, m + dm).
private struct Shift: Equatable {
  let dl: Int
  let dm: Int
}

/// Values for every harmonic, by where they lead, in the order in which they came: sums have the
/// same order, and so the same bits, in every process.
private struct ShiftedValues {
  private(set) var elements: [(shift: Shift, values: [Double])] = []

  init() {}

  /// Values that lead nowhere else.
  init(_ values: [Double]) {
    elements = [(Shift(dl: 0, dm: 0), values)]
  }

  /// Where the values are that lead by a shift; zeros if there were none.
  private mutating func place(of shift: Shift, count: Int) -> Int {
    if let place = elements.firstIndex(where: { $0.shift == shift }) { return place }
    elements.append((shift, Array(repeating: 0, count: count)))
    return elements.count - 1
  }

  /// Adds what leads on from (l, m) + `shift` by (dl, dm).
  ///
  /// - Parameter element: The element for the degree and the order from which it leads on.
  @inline(__always)
  mutating func add(
    _ values: [Double], _ shift: Shift, _ dl: Int, _ dm: Int, _ layout: HarmonicLayout,
    _ element: (Double, Double) -> Double
  ) {
    let target = Shift(dl: shift.dl + dl, dm: shift.dm + dm)
    let place = place(of: target, count: layout.count)
    var sum: [Double] = []
    swap(&sum, &elements[place].values)
    for m in 0...layout.order {
      let row = layout.start(order: m)
      let order = Double(m + shift.dm)
      let first = Double(m + shift.dl)
      for i in 0..<layout.length(order: m) {
        sum[row + i] = sum[row + i].addingProduct(
          values[row + i], element(first + Double(i), order))
      }
    }
    swap(&sum, &elements[place].values)
  }

  /// Adds m_k times the values, parts of degree l + 1 and l − 1 weighted.
  @inline(__always)
  mutating func multiply(
    _ values: [Double], _ shift: Shift, by axis: CartesianAxis, _ layout: HarmonicLayout,
    up: (Double) -> Double, down: (Double) -> Double
  ) {
    func above(_ l: Double) -> Double { 1 / ((2 * l + 1) * (2 * l + 3)) }
    func below(_ l: Double) -> Double { 1 / ((2 * l - 1) * (2 * l + 1)) }
    if axis == .z {
      add(values, shift, 1, 0, layout) { l, m in
        up(l) * root((l + 1 - m) * (l + 1 + m), above(l))
      }
      add(values, shift, -1, 0, layout) { l, m in down(l) * root((l - m) * (l + m), below(l)) }
      return
    }
    // x = ½ (x₊ + x₋) and y = i (−½ x₊ + ½ x₋) with x± = x ± iy.
    let raising = axis == .x ? 0.5 : -0.5
    add(values, shift, 1, 1, layout) { l, m in
      -raising * up(l) * root((l + m + 1) * (l + m + 2), above(l))
    }
    add(values, shift, -1, 1, layout) { l, m in
      raising * down(l) * root((l - m) * (l - m - 1), below(l))
    }
    add(values, shift, 1, -1, layout) { l, m in
      0.5 * up(l) * root((l - m + 1) * (l - m + 2), above(l))
    }
    add(values, shift, -1, -1, layout) { l, m in
      -0.5 * down(l) * root((l + m) * (l + m - 1), below(l))
    }
  }
}

extension Coupling {
  /// Leaves out what leads beyond the largest degree or order, and parts that are zero.
  fileprivate mutating func cut(_ layout: HarmonicLayout) {
    for m in 0...layout.order {
      let row = layout.start(order: m)
      let length = layout.length(order: m)
      let kept = abs(m + dm) > layout.order ? 0 : min(length, max(length - dl, 0))
      for i in row + kept..<row + length {
        if !real.isEmpty { real[i] = 0 }
        if !imaginary.isEmpty { imaginary[i] = 0 }
      }
    }
    if !real.contains(where: { $0 != 0 }) { real = [] }
    if !imaginary.contains(where: { $0 != 0 }) { imaginary = [] }
  }
}

extension SphericalOperator.Factor {
  /// Whether the matrix elements are imaginary.
  fileprivate var isImaginary: Bool {
    switch self {
    case .coordinate(.y), .tangential(.y), .rotation(.x), .rotation(.z): true
    default: false
    }
  }

  /// The factor times what has come from a harmonic (l, m) to its neighbors; without i where
  /// elements are imaginary.
  fileprivate func acting(on parts: ShiftedValues, _ layout: HarmonicLayout) -> ShiftedValues {
    var image = ShiftedValues()
    for (shift, values) in parts.elements {
      switch self {
      case .laplacian:
        image.add(values, shift, 0, 0, layout) { l, _ in -l * (l + 1) }
      case .coordinate(let axis):
        image.multiply(values, shift, by: axis, layout, up: { _ in 1 }, down: { _ in 1 })
      case .tangential(let axis):
        // V_k = ½ [Lap, m_k] + m_k.
        image.multiply(values, shift, by: axis, layout, up: { -$0 }, down: { $0 + 1 })
      case .rotation(.z):
        image.add(values, shift, 0, 0, layout) { _, m in m }
      case .rotation(let axis):
        // R_k = i L_k: i L_x = (i/2)(L₊ + L₋), i L_y = ½ (L₊ − L₋).
        let lowering = axis == .x ? 0.5 : -0.5
        image.add(values, shift, 0, 1, layout) { l, m in root((l - m) * (l + m + 1), 0.25) }
        image.add(values, shift, 0, -1, layout) { l, m in
          lowering * root((l + m) * (l - m + 1), 1)
        }
      }
    }
    return image
  }
}

/// √(numerator factor), zero for harmonics that do not exist.
@inline(__always)
private func root(_ numerator: Double, _ factor: Double) -> Double {
  Double.maximum(numerator * factor, 0).squareRoot()
}
