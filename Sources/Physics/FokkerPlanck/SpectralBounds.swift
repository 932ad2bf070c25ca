/// A rectangle in the complex plane that holds the field of values of a generator: Gershgorin's
/// circles of its Hermitian part bound the real parts, those of the anti-Hermitian part the
/// imaginary ones. In 1/s.
struct SpectralBounds: Sendable, Equatable {
  let lowest: Double
  let highest: Double
  let imaginary: Double

  /// The rectangle from `lowest` − i `imaginary` to `highest` + i `imaginary`.
  init(lowest: Double, highest: Double, imaginary: Double) {
    self.lowest = lowest
    self.highest = highest
    self.imaginary = imaginary
  }

  init(_ couplings: [SphericalGenerator.Coupling], _ layout: HarmonicLayout) {
    var (lowest, highest, imaginary) = (0.0, 0.0, 0.0)
    let partners = couplings.map { coupling in
      couplings.first { $0.dl == -coupling.dl && $0.dm == -coupling.dm }
    }
    // For a coupling into negative orders the partner is that of the mirrored element.
    let mirrored = couplings.map { coupling in
      couplings.first { $0.dl == -coupling.dl && $0.dm == coupling.dm }
    }
    for m in 0...layout.degree {
      for l in m...layout.degree {
        let index = layout.index(degree: l, order: m)
        var (centre, turn, hermitian, skew) = (0.0, 0.0, 0.0, 0.0)
        for (number, coupling) in couplings.enumerated() {
          let (degree, order) = (l + coupling.dl, m + coupling.dm)
          guard degree <= layout.degree, abs(order) <= degree else { continue }
          let a = coupling.value(at: index)
          var b = SIMD2<Double>.zero
          let column = layout.index(degree: degree, order: abs(order))
          if order >= 0 {
            b = partners[number]?.value(at: column) ?? .zero
          } else if let value = mirrored[number]?.value(at: column) {
            b = (coupling.dm % 2 == 0 ? 1 : -1) * SIMD2(value.x, -value.y)
          }
          if coupling.dl == 0, coupling.dm == 0 {
            centre = a.x
            turn = abs(a.y)
          } else {
            hermitian += SIMD2((a.x + b.x) / 2, (a.y - b.y) / 2).length
            skew += SIMD2((a.x - b.x) / 2, (a.y + b.y) / 2).length
          }
        }
        lowest = min(lowest, centre - hermitian)
        highest = max(highest, centre + hermitian)
        imaginary = max(imaginary, turn + skew)
      }
    }
    (self.lowest, self.highest, self.imaginary) = (lowest, highest, imaginary)
  }

  /// The largest rate.
  var radius: Double { max(-lowest, highest, imaginary) }
}

extension SphericalGenerator.Coupling {
  /// A coefficient (real, imaginary).
  func value(at index: Int) -> SIMD2<Double> {
    SIMD2(real.isEmpty ? 0 : real[index], imaginary.isEmpty ? 0 : imaginary[index])
  }
}

extension SIMD2<Double> {
  fileprivate var length: Double { (x * x + y * y).squareRoot() }
}
