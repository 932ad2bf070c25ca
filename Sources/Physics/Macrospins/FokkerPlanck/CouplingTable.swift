/// A coupling of every (l, m) to (l + dl, m + dm).
struct Coupling: Sendable {
  let dl: Int
  let dm: Int
  /// Coefficients in the order of a layout; empty where all are zero.
  var real: [Double] = []
  var imaginary: [Double] = []

  /// A coefficient (real, imaginary).
  func value(at index: Int) -> SIMD2<Double> {
    SIMD2(real.isEmpty ? 0 : real[index], imaginary.isEmpty ? 0 : imaginary[index])
  }
}

/// The couplings of a generator in the order in which a product with a vector needs them: row by
/// row, eight coefficients of each coupling at a time.
struct CouplingTable: Sendable {
  private typealias Lanes = SIMD8<Double>

  /// Real coefficients first, then imaginary ones: (dl, dm) and whether it is real.
  private let shifts: [(dl: Int, dm: Int, isReal: Bool)]
  private let realCount: Int
  private let lowestOrder: Int
  private let factors: [Double]
  /// Where the vectors that a row is coupled to start, row by row.
  private let sources: [Int]
  /// Where the factors of a row start.
  private let rows: [Int]
  private let layout: HarmonicLayout

  init(_ couplings: [Coupling], _ layout: HarmonicLayout) {
    self.layout = layout
    let parts =
      couplings.filter { !$0.real.isEmpty }.map { ($0.dl, $0.dm, true, $0.real) }
      + couplings.filter { !$0.imaginary.isEmpty }.map { ($0.dl, $0.dm, false, $0.imaginary) }
    shifts = parts.map { ($0.0, $0.1, $0.2) }
    realCount = parts.count { $0.2 }
    lowestOrder = max(parts.map(\.1).min() ?? 0, layout.lowestOrder)
    var (factors, sources, rows) = ([Double](), [Int](), [Int]())
    for m in 0...layout.order {
      rows.append(factors.count)
      let row = layout.start(order: m)
      for (dl, dm, _, _) in parts {
        // Where there is no such row the coefficients are zero, and any vector will do.
        let order = (layout.lowestOrder...layout.order).contains(m + dm) ? m + dm : m
        sources.append(layout.start(order: order) + m + dl - abs(order))
      }
      for vector in 0..<layout.vectors(order: m) {
        for (_, _, _, values) in parts {
          let first = row + vector * HarmonicLayout.lanes
          factors.append(contentsOf: values[first..<first + HarmonicLayout.lanes])
        }
      }
    }
    (self.factors, self.sources, self.rows) = (factors, sources, rows)
  }

  /// Number of coefficients.
  var count: Int { factors.count }

  /// Calls `body` with the degree and the order that (l, m) is coupled to and the coefficient
  /// (real, imaginary), for each coupling that is not zero.
  func forEachCoupling(
    degree l: Int, order m: Int, _ body: (Int, Int, SIMD2<Double>) -> Void
  ) {
    let (vector, lane) = (l - m).quotientAndRemainder(dividingBy: HarmonicLayout.lanes)
    let first = rows[m] + vector * HarmonicLayout.lanes * shifts.count + lane
    for (number, shift) in shifts.enumerated() {
      let value = factors[first + number * HarmonicLayout.lanes]
      guard value != 0 else { continue }
      body(l + shift.dl, m + shift.dm, shift.isReal ? SIMD2(value, 0) : SIMD2(0, value))
    }
  }

  /// image ← scale (M† + shift) state + weight image, and sum ← sum + share image.
  ///
  /// The rows of negative order of `state` are filled in. Four streams of vectors with a dozen
  /// couplings each are more than the compiler makes of plain loops: pointers made this ten times
  /// faster.
  func apply(
    to state: inout HarmonicVector, scale: Double, shift: Double, into image: inout HarmonicVector,
    weight: Double, sum: inout HarmonicVector, share: Double
  ) {
    state.fillNegativeOrders(downTo: lowestOrder, layout)
    let (lanes, imaginary) = (HarmonicLayout.lanes, layout.count)
    factors.withUnsafeBufferPointer { factors in
      state.values.withUnsafeBufferPointer { state in
        image.values.withUnsafeMutableBufferPointer { image in
          sum.values.withUnsafeMutableBufferPointer { sum in
            func load(_ values: UnsafeBufferPointer<Double>, _ index: Int) -> Lanes {
              UnsafeRawPointer(values.baseAddress.unsafelyUnwrapped + index)
                .loadUnaligned(as: Lanes.self)
            }
            func update(
              _ values: UnsafeMutableBufferPointer<Double>, _ index: Int, _ change: (Lanes) -> Lanes
            ) -> Lanes {
              let place = UnsafeMutableRawPointer(values.baseAddress.unsafelyUnwrapped + index)
              let value = change(place.loadUnaligned(as: Lanes.self))
              place.storeBytes(of: value, as: Lanes.self)
              return value
            }
            var next = 0
            for m in 0...layout.order {
              let row = layout.start(order: m)
              let source = m * shifts.count
              for vector in 0..<layout.vectors(order: m) {
                let offset = vector * lanes
                var x = shift * load(state, row + offset)
                var y = shift * load(state, row + offset + imaginary)
                for number in 0..<realCount {
                  let from = sources[source + number] + offset
                  let factor = load(factors, next)
                  x = x.addingProduct(factor, load(state, from))
                  y = y.addingProduct(factor, load(state, from + imaginary))
                  next += lanes
                }
                var (turnedX, turnedY) = (Lanes.zero, Lanes.zero)
                for number in realCount..<shifts.count {
                  let from = sources[source + number] + offset
                  let factor = load(factors, next)
                  turnedX = turnedX.addingProduct(factor, load(state, from + imaginary))
                  turnedY = turnedY.addingProduct(factor, load(state, from))
                  next += lanes
                }
                x -= turnedX
                y += turnedY
                if m == 0 { y = .zero }
                let real = update(image, row + offset) {
                  (weight * $0).addingProduct(Lanes(repeating: scale), x)
                }
                let turned = update(image, row + offset + imaginary) {
                  (weight * $0).addingProduct(Lanes(repeating: scale), y)
                }
                _ = update(sum, row + offset) { $0.addingProduct(Lanes(repeating: share), real) }
                _ = update(sum, row + offset + imaginary) {
                  $0.addingProduct(Lanes(repeating: share), turned)
                }
              }
            }
          }
        }
      }
    }
  }
}
