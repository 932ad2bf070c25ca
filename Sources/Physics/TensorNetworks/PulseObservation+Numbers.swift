import Numerics

extension PulseObservation {
  /// All numbers of the observation, to save them.
  var numbers: [Double] {
    var numbers = [
      Double(chargeDensity.count), Double(localSpins.count), Double(edgeDensity.dimension), time,
      energy, edgeMutualInformation,
    ]
    numbers += losses.numbers + chargeDensity
    numbers += (electronSpinDensity + localSpins).flatMap { [$0.x, $0.y, $0.z] }
    numbers += bondEntropies + bondDimensions.map(Double.init)
    numbers += edgeDensity.elements.flatMap { [$0.real, $0.imaginary] }
    return numbers
  }

  /// What `numbers` gave; nil if these are no such numbers.
  init?(_ numbers: [Double]) {
    var rest = numbers[...]
    func take(_ count: Int) -> [Double]? {
      guard rest.count >= count else { return nil }
      defer { rest.removeFirst(count) }
      return Array(rest.prefix(count))
    }
    func vectors(_ count: Int) -> [Vector3]? {
      take(3 * count).map { numbers in
        (0..<count).map { Vector3(numbers[3 * $0], numbers[3 * $0 + 1], numbers[3 * $0 + 2]) }
      }
    }
    guard let head = take(6),
      let sites = Int(exactly: head[0]), let spins = Int(exactly: head[1]),
      let dimension = Int(exactly: head[2]), (0...1 << 20).contains(sites),
      (0...sites).contains(spins), dimension == 0 || dimension == 4,
      let losses = take(5).flatMap({ TruncationLosses($0) }), let charges = take(sites),
      let electronSpins = vectors(sites), let localSpins = vectors(spins),
      let entropies = take(max(sites - 1, 0)), let dimensions = take(max(sites - 1, 0)),
      let elements = take(2 * dimension * dimension), rest.isEmpty
    else { return nil }
    (time, energy, edgeMutualInformation) = (head[3], head[4], head[5])
    self.losses = losses
    chargeDensity = charges
    electronSpinDensity = electronSpins
    self.localSpins = localSpins
    bondEntropies = entropies
    bondDimensions = dimensions.map { Int($0) }
    edgeDensity = LocalOperator(dimension: dimension)
    for index in 0..<dimension * dimension {
      edgeDensity[index / dimension, index % dimension] = Complex(
        elements[2 * index], elements[2 * index + 1])
    }
  }
}

extension TruncationLosses {
  /// All numbers, to save them.
  var numbers: [Double] {
    [
      discardedWeight, largestDiscardedWeight, largestNormError, Double(gates),
      Double(gatesAtLimit),
    ]
  }

  /// What `numbers` gave; nil if these are no such numbers.
  init?(_ numbers: [Double]) {
    guard numbers.count == 5, let gates = Int(exactly: numbers[3]),
      let gatesAtLimit = Int(exactly: numbers[4])
    else { return nil }
    self.init()
    (discardedWeight, largestDiscardedWeight) = (numbers[0], numbers[1])
    largestNormError = numbers[2]
    (self.gates, self.gatesAtLimit) = (gates, gatesAtLimit)
  }
}
