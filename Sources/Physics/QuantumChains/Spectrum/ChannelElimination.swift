import Numerics

/// H − σ of a sector, with one site after another eliminated: how many of its eigenvalues are
/// negative (Sylvester's law of inertia), so how many levels lie below σ, whatever they are.
///
/// A direction whose pivot is small is not eliminated but taken along to the next site, as Bunch
/// and Kaufman's pivots of two rows do it. No number then grows by more than the hopping over the
/// least pivot, and the count is right to some 10⁻¹⁴ of the Hamiltonian's size.
struct ChannelElimination {
  /// What became of one site of the layer.
  private struct Stage {
    /// Directions that had been taken along so far; the rest of the variables are the site's
    /// channels.
    let carried: Int
    /// Pivots with their directions, one a row.
    let system: SymmetricEigensystem
    /// Which of them were eliminated.
    let eliminated: [Int]
    /// Those that were not.
    let kept: [Int]
  }

  /// A lead of one channel: the pivots of its sites, from its end to the layer.
  private struct Lead {
    let pivots: [Double]
    /// Whether the last site was not eliminated.
    let isKept: Bool
  }

  private let channels: ElectronChannels
  private let left: [Lead]
  private let right: [Lead]
  private let stages: [Stage]
  /// The pivots of the last site, none of which is eliminated.
  let last: SymmetricEigensystem
  /// Negative pivots before the last site.
  let countBefore: Int
  /// Variables of each site: two eliminations in which they agree are continuous in σ between each
  /// other.
  let shape: [Int]

  /// Levels below σ.
  var count: Int { countBefore + last.eigenvalues.count { $0 < 0 } }

  /// The smallest pivot that is divided by, as a share of the hopping.
  private static let leastPivot = 0.05

  /// - Throws: `LinearAlgebraError`.
  init(_ channels: ElectronChannels, at energy: Double) throws(LinearAlgebraError) {
    self.channels = channels
    let (rows, hopping) = (channels.energies.count, channels.hopping)
    let least = Self.leastPivot * abs(hopping)
    var count = 0
    func lead(_ sites: Int, _ channel: Int) -> Lead {
      var pivots: [Double] = []
      for _ in 0..<sites {
        var pivot = channels.energies[channel] - energy
        if let before = pivots.last { pivot -= hopping * hopping / before }
        // A zero is as good as any number that small.
        if abs(pivot) < 1e-150 { pivot = -1e-150 }
        pivots.append(pivot)
      }
      let isKept = pivots.last.map { abs($0) < least } ?? false
      count += pivots.dropLast(isKept ? 1 : 0).count { $0 < 0 }
      return Lead(pivots: pivots, isKept: isKept)
    }
    left = (0..<rows).map { lead(channels.leads.left, $0) }
    right = (0..<rows).map { lead(channels.leads.right, $0) }
    // Variables before the site: a diagonal, and their couplings to the channels of the site.
    var (diagonal, couplings): ([Double], [[Double]]) = ([], [])
    // What elimination has added to the site.
    var fill = RealMatrix(rows: rows, columns: rows)
    func attach(_ leads: [Lead]) {
      for (channel, lead) in leads.enumerated() {
        guard let pivot = lead.pivots.last else { continue }
        if lead.isKept {
          diagonal.append(pivot)
          couplings.append((0..<rows).map { $0 == channel ? -hopping : 0 })
        } else {
          fill[channel, channel] -= hopping * hopping / pivot
        }
      }
    }
    attach(left)
    var stages: [Stage] = []
    var shape: [Int] = []
    // There is a last site, with no channel if there is no site at all.
    var last = try SymmetricEigensystem([], dimension: 0)
    for (site, exchange) in channels.exchange.enumerated() {
      let isLast = site == channels.exchange.count - 1
      if isLast { attach(right) }
      let carried = diagonal.count
      var matrix = RealMatrix(rows: carried + rows, columns: carried + rows)
      for index in 0..<carried {
        matrix[index, index] = diagonal[index]
        for channel in 0..<rows {
          matrix[index, carried + channel] = couplings[index][channel]
          matrix[carried + channel, index] = couplings[index][channel]
        }
      }
      for row in 0..<rows {
        for column in 0..<rows {
          matrix[carried + row, carried + column] =
            exchange[row, column] + fill[row, column]
            + (row == column ? channels.energies[row] - energy : 0)
        }
      }
      let system = try SymmetricEigensystem(matrix.elements, dimension: carried + rows)
      shape.append(carried)
      guard !isLast else {
        last = system
        break
      }
      let eliminated = system.eigenvalues.indices.filter { abs(system.eigenvalues[$0]) >= least }
      let kept = system.eigenvalues.indices.filter { abs(system.eigenvalues[$0]) < least }
      stages.append(
        Stage(carried: carried, system: system, eliminated: eliminated, kept: kept))
      count += eliminated.count { system.eigenvalues[$0] < 0 }
      func coupling(_ direction: Int) -> [Double] {
        let start = direction * (carried + rows) + carried
        return system.vectors[start..<start + rows].map { -hopping * $0 }
      }
      (diagonal, couplings) = (kept.map { system.eigenvalues[$0] }, kept.map(coupling))
      fill = RealMatrix(rows: rows, columns: rows)
      for direction in eliminated {
        let (vector, pivot) = (coupling(direction), system.eigenvalues[direction])
        for row in 0..<rows {
          for column in 0..<rows { fill[row, column] -= vector[row] * vector[column] / pivot }
        }
      }
    }
    self.stages = stages
    self.last = last
    self.shape = shape
    countBefore = count
  }

  /// The state of a level at this energy: the amplitudes of all channels on each site of the chain,
  /// from left to right, not normalized.
  ///
  /// - Parameter index: Which of the last site's pivots is the zero.
  func state(_ index: Int) -> [[Double]] {
    let (rows, hopping) = (channels.energies.count, channels.hopping)
    let size = last.dimension
    // The variables of a site: what was taken along so far, then its channels.
    var variables = Array(last.vectors[index * size..<(index + 1) * size])
    let rightKept = right.indices.filter { right[$0].isKept }
    var layer = [Array(variables.suffix(rows))]
    // Those of the right lead were attached last.
    let before = size - rows - rightKept.count
    let fromRight = Array(variables[before..<before + rightKept.count])
    var taken = Array(variables[..<before])
    for stage in stages.reversed() {
      let next = layer[0]
      let width = stage.carried + rows
      variables = [Double](repeating: 0, count: width)
      func add(_ direction: Int, _ factor: Double) {
        for place in 0..<width {
          variables[place] += factor * stage.system.vectors[direction * width + place]
        }
      }
      for (place, direction) in stage.kept.enumerated() { add(direction, taken[place]) }
      for direction in stage.eliminated {
        let start = direction * width + stage.carried
        let product = (0..<rows).reduce(0) { $0 + stage.system.vectors[start + $1] * next[$1] }
        add(direction, hopping * product / stage.system.eigenvalues[direction])
      }
      layer.insert(Array(variables.suffix(rows)), at: 0)
      taken = Array(variables.prefix(stage.carried))
    }
    let leftKept = left.indices.filter { left[$0].isKept }
    func lead(_ leads: [Lead], _ beside: [Double], _ known: [Int: Double]) -> [[Double]] {
      let sites = leads.first?.pivots.count ?? 0
      var result = [[Double]](repeating: [Double](repeating: 0, count: rows), count: sites)
      for (channel, lead) in leads.enumerated() {
        var next = beside[channel]
        for site in (0..<sites).reversed() {
          if site == sites - 1, let value = known[channel] {
            next = value
          } else {
            next = hopping * next / lead.pivots[site]
          }
          result[site][channel] = next
        }
      }
      return result
    }
    let known = Dictionary(uniqueKeysWithValues: zip(leftKept, taken))
    let knownRight = Dictionary(uniqueKeysWithValues: zip(rightKept, fromRight))
    return lead(left, layer[0], known) + layer
      + lead(right, layer[layer.count - 1], knownRight).reversed()
  }
}
