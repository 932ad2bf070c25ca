public import Numerics

/// What is measured of a chain at one time.
public struct PulseObservation: Sendable {
  /// In ħ/γ.
  public var time = 0.0
  /// Number of electrons on each site.
  public var chargeDensity: [Double] = []
  /// Spin of the electrons on each site in units of ħ/2.
  public var electronSpinDensity: [Vector3] = []
  /// ⟨n↑ n↓⟩ on each site.
  public var doubleOccupancies: [Double] = []
  /// Each localized spin in units of ħ/2.
  public var localSpins: [Vector3] = []
  /// Tr ρ² of the state of each localized spin.
  public var spinPurities: [Double] = []
  /// Entropy of each bond in nats; a localized spin belongs to the side of its site.
  public var bondEntropies: [Double] = []
  /// Number of states of each bond.
  public var bondDimensions: [Int] = []
  /// ρ of the first and the last localized spin in their product basis, for spins 1/2 ↑↑, ↑↓, ↓↑,
  /// ↓↓; empty with fewer than two.
  public var edgeDensity = LocalOperator(dimension: 0)
  /// I = S_1 + S_N − S_1N of the first and the last localized spin in nats.
  public var edgeMutualInformation = 0.0
  /// The layers' entanglement, where it was asked for.
  public var layers: LayerEntanglement?
  /// ⟨S_z S_z′⟩ of each pair of localized spins in units of ħ²/4, row after row; empty unless asked
  /// for.
  public var correlationsAlongZ: [Double] = []
  /// ⟨S·S′⟩ of each pair; else as `correlationsAlongZ`.
  public var correlations: [Double] = []
  /// ⟨H⟩ in units of γ.
  public var energy = 0.0
  /// What truncation has cost up to this time.
  public var losses = TruncationLosses()

  /// The spin of all electrons over their number; 0 without electrons.
  public var electronSpin: Vector3 {
    let electrons = chargeDensity.reduce(0, +)
    let sum = electronSpinDensity.reduce(.zero, +)
    return electrons > 1e-9 ? sum / electrons : .zero
  }

  /// Lengths |⟨S⟩|/(ħS) of the localized spins, which Petrović et al. call their purity.
  ///
  /// - Parameter twiceSpin: 2S.
  public func blochLengths(twiceSpin: Int) -> [Double] {
    localSpins.map { $0.norm / Double(twiceSpin) }
  }

  /// Meyer and Wallach's measure of entanglement (Petrović et al., Eq. (13)), with (1 + s̃·σ)/2 as
  /// the spin state of each of the indistinguishable electrons, and d/(d − 1) (1 − Tr ρ²) of spins
  /// with d = 2S + 1 states: 1 − (Σ p + N_e |s̃|²)/(N_FM + N_e), where p = (d Tr ρ² − 1)/(d − 1) is
  /// |⟨S⟩|² of a spin 1/2.
  ///
  /// - Parameters:
  ///   - electrons: N_e.
  ///   - twiceSpin: 2S.
  public func meyerWallach(electrons: Int, twiceSpin: Int = 1) -> Double {
    let parts = localSpins.count + electrons
    guard parts > 0 else { return 0 }
    let states = Double(twiceSpin + 1)
    let pure =
      spinPurities.reduce(0) { $0 + (states * $1 - 1) / (states - 1) }
      + Double(electrons) * electronSpin.dot(electronSpin)
    return 1 - pure / Double(parts)
  }
}

extension PulseObservation {
  /// All numbers of the observation, to save them.
  var numbers: [Double] {
    var numbers = [
      Double(chargeDensity.count), Double(localSpins.count), Double(edgeDensity.dimension), time,
      energy, edgeMutualInformation,
    ]
    numbers += losses.numbers + chargeDensity + doubleOccupancies + spinPurities
    numbers += (electronSpinDensity + localSpins).flatMap { [$0.x, $0.y, $0.z] }
    numbers += bondEntropies + bondDimensions.map(Double.init)
    numbers += edgeDensity.elements.flatMap { [$0.real, $0.imaginary] }
    numbers += [layers == nil ? 0 : 1, correlations.isEmpty ? 0 : 1]
    numbers += (layers?.numbers ?? []) + correlationsAlongZ + correlations
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
      (0...sites).contains(spins), (0...1 << 10).contains(dimension),
      let losses = take(5).flatMap({ TruncationLosses($0) }), let charges = take(sites),
      let pairs = take(sites), let purities = take(spins),
      let electronSpins = vectors(sites), let localSpins = vectors(spins),
      let entropies = take(max(sites - 1, 0)), let dimensions = take(max(sites - 1, 0)),
      let elements = take(2 * dimension * dimension), let extras = take(2),
      let entanglement = take(extras[0] == 1 ? 4 : 0),
      let alongZ = take(extras[1] == 1 ? spins * spins : 0), let all = take(alongZ.count),
      rest.isEmpty
    else { return nil }
    (layers, correlationsAlongZ, correlations) = (LayerEntanglement(entanglement), alongZ, all)
    (time, energy, edgeMutualInformation) = (head[3], head[4], head[5])
    self.losses = losses
    (chargeDensity, doubleOccupancies, spinPurities) = (charges, pairs, purities)
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
