import Numerics

/// A Hermitian matrix kept by its diagonals: the main one and those below it, ⟨N + q|ρ|N⟩ for
/// q = 0, 1, …; diagonals that are not kept are zero.
struct DensityDiagonals: Sendable, Equatable {
  /// Number of diagonals that are kept: 1 for a diagonal matrix, else all or those asked for.
  let count: Int
  let dimension: Int
  /// Diagonal q takes dimension − q numbers from `start(q)`, with a zero before and behind it.
  fileprivate var real, imaginary: [Double]

  /// The projector on one basis state.
  init(dimension: Int, pure index: Int) {
    self.dimension = dimension
    count = 1
    real = [Double](repeating: 0, count: dimension + 2)
    imaginary = real
    real[index + 1] = 1
  }

  /// The projector on a state with real amplitudes, or some of its diagonals.
  ///
  /// - Parameter diagonals: How many to keep from the main one on; nil for all.
  init(amplitudes: [Double], diagonals: Int? = nil) {
    dimension = amplitudes.count
    count = min(diagonals ?? dimension, dimension)
    let numbers = count * (dimension + 2) - count * (count - 1) / 2
    real = [Double](repeating: 0, count: numbers)
    imaginary = real
    for order in 0..<count {
      for column in 0..<dimension - order {
        real[start(order) + column] = amplitudes[column + order] * amplitudes[column]
      }
    }
  }

  /// All diagonals of a Hermitian matrix, of which elements with row ≥ column are read.
  init(_ matrix: ComplexSquare) {
    self.init(amplitudes: [Double](repeating: 0, count: matrix.dimension))
    for order in 0..<count {
      for column in 0..<dimension - order {
        let element = matrix[column + order, column]
        real[start(order) + column] = element.real
        imaginary[start(order) + column] = order == 0 ? 0 : element.imaginary
      }
    }
  }

  /// The whole matrix.
  var matrix: ComplexSquare {
    var matrix = ComplexSquare(dimension)
    for order in 0..<count {
      for column in 0..<dimension - order {
        let element = element(row: column + order, column: column)
        matrix[column + order, column] = element
        matrix[column, column + order] = element.conjugate
      }
    }
    return matrix
  }

  /// Where diagonal q starts, behind its zero.
  func start(_ order: Int) -> Int {
    order * (dimension + 2) - order * (order - 1) / 2 + 1
  }

  /// ⟨row|ρ|column⟩ for row ≥ column.
  func element(row: Int, column: Int) -> Complex {
    let order = row - column
    guard order < count else { return .zero }
    return Complex(real[start(order) + column], imaginary[start(order) + column])
  }

  /// All elements by columns; zero above the diagonal.
  var lowerTriangle: [Complex] {
    var elements = [Complex](repeating: .zero, count: dimension * dimension)
    for order in 0..<count {
      let start = start(order)
      for column in 0..<dimension - order {
        elements[column * (dimension + 1) + order] = Complex(
          real[start + column], imaginary[start + column])
      }
    }
    return elements
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
}

/// What one electron does to a matrix that is kept by its diagonals: each is a birth-death chain of
/// its own, with real rates and one frequency.
struct DiagonalRates: Sendable {
  /// Probabilities a collision that L₊ρL₋ leads from an element to the one before it in its
  /// diagonal, and L₋ρL₊ from the one before to it.
  private let up, down: [Double]
  /// What each element loses.
  private let loss: [Double]
  /// Of iρ, times the number of the diagonal.
  private let frequency: Double

  /// - Parameters:
  ///   - state: a matrix whose diagonals these rates belong to.
  ///   - ladder: ⟨N − 1|L₊|N⟩ for N = 0 … d.
  ///   - raising: the rate of L₊ρL₋.
  ///   - lowering: the rate of L₋ρL₊.
  ///   - frequency: of iρ, times the number of the diagonal.
  init(
    _ state: DensityDiagonals, ladder: [Double], raising: Double, lowering: Double,
    frequency: Double
  ) {
    let zeros = Array(repeating: 0.0, count: state.real.count)
    var (up, down, loss) = (zeros, zeros, zeros)
    func rate(_ strength: Double, _ row: Int, _ column: Int) -> Double {
      strength * (ladder[row] * ladder[column])
    }
    for order in 0..<state.count {
      // L_z ρ L_z does not move anything, but lets what is off the diagonal fade.
      let dephasing = (raising + lowering) / 2 * Double(order * order)
      for column in 0...state.dimension - order {
        let place = state.start(order) + column
        let row = column + order
        up[place] = rate(raising, row, column)
        down[place] = rate(lowering, row, column)
        guard row < state.dimension else { continue }
        let leaving =
          rate(raising, row, row) + rate(raising, column, column)
          + (rate(lowering, row + 1, row + 1) + rate(lowering, column + 1, column + 1))
        loss[place] = dephasing + leaving / 2
      }
    }
    (self.up, self.down, self.loss, self.frequency) = (up, down, loss, frequency)
  }

  /// Sets `next` to what one electron makes of `old`.
  ///
  /// Changes are small and added last. Populations give and take the same numbers, so that rounding
  /// leaves their sum at 1 however many electrons come.
  func collide(_ old: DensityDiagonals, into next: inout DensityDiagonals) {
    let (up, down, x) = (up.span, down.span, old.real.span)
    var populations = next.real.mutableSpan
    for i in old.start(0)..<old.start(0) + old.dimension {
      let raised = up[i + 1] * x[i + 1] - up[i] * x[i]
      let lowered = down[i] * x[i - 1] - down[i + 1] * x[i]
      populations[i] = Self.normal(x[i] + (raised + lowered))
    }
    for order in 1..<max(old.count, 1) {
      let places = old.start(order)..<old.start(order) + old.dimension - order
      let turn = frequency * Double(order)
      advance(places, old.real, old.imaginary, -turn, into: &next.real)
      advance(places, old.imaginary, old.real, turn, into: &next.imaginary)
    }
  }

  /// Zero for numbers that are next to it: below 10⁻³⁰⁸ processors are slow.
  @inline(__always)
  private static func normal(_ value: Double) -> Double { abs(value) < 1e-290 ? 0 : value }

  /// One part of a diagonal; `turn` times the other part is added to it.
  private func advance(
    _ places: Range<Int>, _ part: [Double], _ other: [Double], _ turn: Double,
    into next: inout [Double]
  ) {
    let (up, down, loss) = (up.span, down.span, loss.span)
    let (x, y) = (part.span, other.span)
    var result = next.mutableSpan
    for i in places {
      let gained = up[i + 1] * x[i + 1] + down[i] * x[i - 1]
      result[i] = Self.normal(x[i] + (gained - (loss[i] * x[i] - turn * y[i])))
    }
  }
}
