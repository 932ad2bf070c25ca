import Numerics
public import Teams

extension SphericalGenerator {
  /// Bytes that the factors of the matrix for steady states and rates may take.
  public static let largestFactors = 1 << 30

  /// Bytes that steady states and rates take.
  ///
  /// - Parameter degree: Largest degree l.
  public static func spectrumMemory(degree: Int) -> Int {
    min(GeneratorFactors.memory(degree: degree), largestFactors)
  }

  /// The density that does not change.
  ///
  /// - Parameter poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Throws: `EvaluationError.failed` because of `DensityError.singular` if it is not unique,
  ///   `.tooLarge` if the matrix takes more than `largestFactors`; what `poll` throws.
  public func steadyState(poll: Poll = {}) throws(EvaluationError) -> SphericalDensity {
    let factors = try GeneratorFactors(self, largestMemory: Self.largestFactors, poll: poll)
    let uniform = 1 / (4 * Double.pi).squareRoot()
    return factors.density(factors.solve(factors.source.map { -uniform * $0 }), total: 1)
  }

  /// The slowest rate at which a density approaches the steady state, the smallest −Re λ of the
  /// eigenvalues λ next to zero, in 1/s; nil if the matrix is too large, the eigenvector is not
  /// resolved by the degree, or the rate is lost in rounding.
  ///
  /// - Parameter poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Throws: What `poll` throws.
  public func slowestRate(poll: Poll = {}) throws(EvaluationError) -> Double? {
    let rates: [Double]
    do throws(EvaluationError) {
      rates = try slowestRates(poll: poll)
    } catch {
      if case .failed(let failure) = error, failure.cause is DensityError { return nil }
      throw error
    }
    guard let slowest = rates.first, slowest > 1e-12 * bounds.radius else { return nil }
    return slowest
  }

  /// Rates −Re λ of the eigenvalues next to zero, in 1/s, in ascending order: those that Arnoldi's
  /// method on the inverse has found to eight digits, resolved by the degree.
  ///
  /// - Parameters:
  ///   - dimension: Dimension of the Krylov space.
  ///   - poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Throws: As `steadyState(poll:)`.
  public func slowestRates(
    dimension: Int = 40, poll: Poll = {}
  ) throws(EvaluationError) -> [Double] {
    let factors = try GeneratorFactors(self, largestMemory: Self.largestFactors, poll: poll)
    let size = min(dimension, factors.count - 1)
    // A start with all symmetries broken: the Weyl sequence of the golden ratio.
    var basis = [
      (0..<factors.count).map {
        (Double($0 + 1) * 0.618_033_988_749_895)
          .truncatingRemainder(dividingBy: 1) - 0.5
      }
    ]
    normalize(&basis[0])
    var hessenberg = Array(repeating: 0.0, count: size * size)
    var last = 0.0
    for k in 0..<size {
      var next = factors.solve(basis[k])
      for _ in 0..<2 {
        for (i, vector) in basis.enumerated() {
          let overlap = dot(vector, next)
          hessenberg[k * size + i] += overlap
          for j in next.indices { next[j] -= overlap * vector[j] }
        }
      }
      last = normalize(&next)
      if k + 1 < size {
        hessenberg[k * size + k + 1] = last
        basis.append(next)
      }
      try poll()
    }
    return try ritzRates(hessenberg, last, basis, factors, poll: poll)
  }

  /// Converged and resolved rates from the Hessenberg matrix of the inverse.
  private func ritzRates(
    _ hessenberg: [Double], _ last: Double, _ basis: [[Double]], _ factors: GeneratorFactors,
    poll: Poll
  ) throws(EvaluationError) -> [Double] {
    let size = basis.count
    guard let system = try? GeneralEigensystem(hessenberg, dimension: size) else { return [] }
    let (real, imaginary, vectors) = (system.real, system.imaginary, system.vectors)
    var rates: [Double] = []
    for k in 0..<size {
      let square = real[k] * real[k] + imaginary[k] * imaginary[k]
      // Pairs of complex eigenvalues have real and imaginary part in two columns.
      let first = imaginary[k] < 0 ? k - 1 : k
      var weight = abs(vectors[first * size + size - 1])
      if imaginary[k] != 0 { weight += abs(vectors[(first + 1) * size + size - 1]) }
      guard last * weight < 1e-8 * square.squareRoot() else { continue }
      try poll()
      var mode = Array(repeating: 0.0, count: factors.count)
      for (i, vector) in basis.enumerated() {
        for j in mode.indices { mode[j] += vectors[first * size + i] * vector[j] }
      }
      guard factors.density(mode, total: 0).tail < 1e-6 else { continue }
      rates.append(-real[k] / square)
    }
    return rates.sorted()
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum = sum.addingProduct(a[i], b[i]) }
    return sum
  }

  /// Divides by the length and returns it.
  @discardableResult private func normalize(_ vector: inout [Double]) -> Double {
    let length = dot(vector, vector).squareRoot()
    for i in vector.indices { vector[i] /= length }
    return length
  }
}
