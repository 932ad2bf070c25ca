/// A Hermitian matrix kept by its diagonals: the main one and those below it, ⟨N + q|ρ|N⟩ for
/// q = 0, 1, …; diagonals that are not kept are zero.
struct DensityDiagonals: Sendable, Equatable {
  /// Number of diagonals that are kept: 1 for a diagonal matrix, else all.
  let count: Int
  private let dimension: Int
  /// Diagonal q takes dimension − q numbers from `start(q)`, with a zero before and behind it.
  private var real, imaginary: [Double]

  /// The projector on one basis state.
  init(dimension: Int, pure index: Int) {
    self.dimension = dimension
    count = 1
    real = [Double](repeating: 0, count: dimension + 2)
    imaginary = real
    real[index + 1] = 1
  }

  /// The projector on a state with real amplitudes.
  init(amplitudes: [Double]) {
    dimension = amplitudes.count
    count = dimension
    real = [Double](repeating: 0, count: dimension * (dimension + 1) / 2 + 2 * dimension)
    imaginary = real
    for order in 0..<count {
      for column in 0..<dimension - order {
        real[start(order) + column] = amplitudes[column + order] * amplitudes[column]
      }
    }
  }

  /// Where diagonal q starts, behind its zero.
  private func start(_ order: Int) -> Int {
    order * (dimension + 2) - order * (order - 1) / 2 + 1
  }

  /// ⟨row|ρ|column⟩ for row ≥ column.
  func element(row: Int, column: Int) -> Complex {
    let order = row - column
    guard order < count else { return .zero }
    return Complex(real[start(order) + column], imaginary[start(order) + column])
  }

  /// Tr ρ².
  var purity: Double {
    (0..<count).reduce(0) { total, order in
      let range = start(order)..<start(order) + dimension - order
      let sum = range.reduce(0) {
        $0 + real[$1] * real[$1] + imaginary[$1] * imaginary[$1]
      }
      return total + (order == 0 ? 1 : 2) * sum
    }
  }

  /// What one electron does to diagonal q, all numbers a collision.
  struct Rates {
    /// Of L₊ρL₋ and L₋ρL₊.
    let raising, lowering: Double
    /// Of m m′ ρ, and of (m + m′) ρ.
    let dephasing, drift: Double
    /// What is left of ρ but for these.
    let constant: Double
    /// Of iρ.
    let frequency: Double
  }

  /// Sets diagonal q to what one electron makes of it.
  mutating func advance(
    _ order: Int, from old: DensityDiagonals, ladder: [Double], numbers: [Double], rates: Rates
  ) {
    let start = start(order)
    for column in 0..<dimension - order {
      let place = start + column
      let row = column + order
      let (m, mPrime) = (numbers[row], numbers[column])
      let kept = rates.constant + rates.dephasing * (m * mPrime) + rates.drift * (m + mPrime)
      let fromBelow = rates.raising * (ladder[row + 1] * ladder[column + 1])
      let fromAbove = rates.lowering * (ladder[row] * ladder[column])
      real[place] =
        kept * old.real[place] - rates.frequency * old.imaginary[place]
        + fromBelow * old.real[place + 1] + fromAbove * old.real[place - 1]
      imaginary[place] =
        kept * old.imaginary[place] + rates.frequency * old.real[place]
        + fromBelow * old.imaginary[place + 1] + fromAbove * old.imaginary[place - 1]
    }
  }
}
