import Numerics
import Teams

extension SpectralBounds {
  /// The rectangle of a generator, in 1/s: Gershgorin's circles of its Hermitian part bound the
  /// real parts, those of the anti-Hermitian part the imaginary ones.
  ///
  /// - Parameters:
  ///   - couplings: All couplings of a generator.
  ///   - layout: Where their coefficients lie.
  ///   - poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Throws: What `poll` throws.
  init(
    _ couplings: [Coupling], _ layout: HarmonicLayout, poll: Poll
  ) throws(EvaluationError) {
    var centers = Array(repeating: 0.0, count: layout.count)
    var (turns, hermitian, skew) = (centers, centers, centers)
    for coupling in couplings {
      if coupling.dl == 0, coupling.dm == 0 {
        if !coupling.real.isEmpty { centers = coupling.real }
        if !coupling.imaginary.isEmpty { turns = coupling.imaginary }
        continue
      }
      // The element opposite to the one from (l, m) to (l + dl, m + dm), and the same for what
      // leads to a negative order, that of the mirrored element.
      let partner = couplings.first { $0.dl == -coupling.dl && $0.dm == -coupling.dm }
      let mirrored = couplings.first { $0.dl == -coupling.dl && $0.dm == coupling.dm }
      for m in 0...layout.order {
        let order = m + coupling.dm
        guard abs(order) <= layout.order else { continue }
        let row = layout.start(order: m)
        let column = layout.start(order: abs(order)) + m + coupling.dl - abs(order)
        let opposite = order >= 0 ? partner : mirrored
        let sign = order >= 0 || coupling.dm % 2 == 0 ? 1.0 : -1.0
        let turned = order >= 0 ? 1.0 : -sign
        let first = max(abs(order) - coupling.dl - m, 0)
        let end = min(layout.length(order: m), layout.degree - m - coupling.dl + 1)
        for i in first..<max(first, end) {
          let a = coupling.value(at: row + i)
          var b = opposite?.value(at: column + i) ?? .zero
          b *= SIMD2(sign, turned)
          hermitian[row + i] += SIMD2((a.x + b.x) / 2, (a.y - b.y) / 2).length
          skew[row + i] += SIMD2((a.x - b.x) / 2, (a.y + b.y) / 2).length
        }
      }
      try poll()
    }
    var (lowest, highest, imaginary) = (0.0, 0.0, 0.0)
    for m in 0...layout.order {
      let row = layout.start(order: m)
      for i in row..<row + layout.length(order: m) {
        lowest = min(lowest, centers[i] - hermitian[i])
        highest = max(highest, centers[i] + hermitian[i])
        imaginary = max(imaginary, abs(turns[i]) + skew[i])
      }
    }
    self.init(lowest: lowest, highest: highest, imaginary: imaginary)
  }
}

extension SIMD2<Double> {
  fileprivate var length: Double { (x * x + y * y).squareRoot() }
}
