import Teams

/// Which sites of a chain each rank of a team holds, and how tensors get from one to another.
final class TeamShare {
  /// What all ranks know of a site.
  struct Report: BitwiseCopyable {
    /// Of the bond before the site.
    var bondDimension: Int
    /// Words of the site's package.
    var length: Int
    /// Dropped by the last gate on the bond before the site.
    var discardedWeight = 0.0
    /// Before it did so.
    var norm = 1.0
    /// That gates on the bond before the site take, by the clock; 0 if none has been applied yet.
    var seconds = 0.0
  }

  /// What all ranks know of all sites.
  struct Holdings {
    /// Of each site.
    var reports: [Report]
    /// The rank that holds each site; ascending.
    var holders: [Int]
  }

  let team: any RankTeam
  private let localDimensions: [Int]
  var holdings: Holdings

  init(_ team: any RankTeam, _ state: MatrixProductState) {
    self.team = team
    localDimensions = state.sites.map(\.dimension)
    // At the start every rank has made all of the state; whatever is held elsewhere is sent.
    holdings = Holdings(
      reports: state.sites.indices.map {
        Report(
          bondDimension: state.bondDimension(before: $0), length: state.packageLength(of: $0))
      },
      holders: state.sites.indices.map { $0 * team.count / state.sites.count })
  }

  var isLone: Bool { team.count == 1 }

  private var holders: [Int] { holdings.holders }

  /// Notes what a gate on a site and the next one has done.
  func report(_ update: BondUpdate, at site: Int, taking seconds: Double) {
    // Something else may have used the core in between: what is known changes by half at most.
    let known = holdings.reports[site + 1].seconds
    holdings.reports[site + 1].discardedWeight = update.discardedWeight
    holdings.reports[site + 1].norm = update.norm
    holdings.reports[site + 1].seconds =
      known > 0 ? (known + min(seconds, 2 * known)) / 2 : seconds
  }

  /// Bonds of a layer, by left site, that this rank deals with; both sites are held by it after
  /// `take`.
  func bonds(from first: Int) -> [Int] {
    stride(from: first, to: holders.count - 1, by: 2).filter { holders[$0] == team.rank }
  }

  /// Shares the bonds of a layer out anew and moves tensors to where they are needed.
  func take(
    bondsFrom first: Int, of state: inout MatrixProductState
  ) throws(EvaluationError) {
    let owners = owners(bondsFrom: first)
    try move(to: owners, in: &state)
    holdings.holders = owners
  }

  /// Who is to hold each site: consecutive bonds to each rank, by how long they took last.
  private func owners(bondsFrom first: Int) -> [Int] {
    let bonds = Array(stride(from: first, to: holders.count - 1, by: 2))
    let old = (0..<team.count).map { rank in
      bonds.firstIndex { holders[$0] >= rank } ?? bonds.count
    }
    let starts = ConsecutiveShares.starts(of: costs(of: bonds), near: old)
    var owners = holders
    for rank in 0..<team.count {
      let end = rank + 1 < team.count ? starts[rank + 1] : bonds.count
      for site in bonds[starts[rank]..<end] {
        owners[site] = rank
        owners[site + 1] = rank
      }
    }
    if first == 1 { owners[0] = owners[1] }
    if let last = bonds.last, last + 2 < owners.count { owners[last + 2] = owners[last + 1] }
    return owners
  }

  /// Seconds, or an estimate in units of its own until all are known.
  private func costs(of bonds: [Int]) -> [Double] {
    let reports = holdings.reports
    let seconds = bonds.map { reports[$0 + 1].seconds }
    if seconds.allSatisfy({ $0 > 0 }) { return seconds }
    return bonds.map { site in
      let left = Double(reports[site].bondDimension * localDimensions[site])
      let dimension = site + 2 < reports.count ? reports[site + 2].bondDimension : 1
      let right = Double(dimension * localDimensions[site + 1])
      // Decompositions take the cube, everything else a constant.
      return left * right * min(left, right) + 1e4
    }
  }

  /// Lets this rank work alone; if any rank fails, all do.
  func agreeing(_ work: () throws(EvaluationError) -> Void) throws(EvaluationError) {
    var failure: EvaluationFailure?
    do throws(EvaluationError) {
      try work()
    } catch {
      guard case .failed(let reason) = error else { throw error }
      failure = reason
    }
    try team.agree(on: failure)
  }

  /// Gives all ranks what they must know of the sites after a layer.
  func exchangeReports(of state: MatrixProductState) throws(EvaluationError) {
    var reports = holdings.reports
    for site in holders.indices where holders[site] == team.rank {
      reports[site].bondDimension = state.bondDimension(before: site)
      reports[site].length = state.packageLength(of: site)
    }
    let blocks = (0..<team.count).map { rank in
      let first = holders.firstIndex { $0 >= rank } ?? holders.count
      let end = holders.firstIndex { $0 > rank } ?? holders.count
      return first..<end
    }
    var span = reports.mutableSpan
    try team.allGather(blocks, in: &span)
    holdings.reports = reports
  }

  /// The whole state on the leader; the other ranks keep what they have.
  func gather(_ state: MatrixProductState) throws(EvaluationError) -> MatrixProductState {
    var whole = state
    try move(to: Array(repeating: 0, count: holders.count), in: &whole)
    return whole
  }

  private func move(
    to owners: [Int], in state: inout MatrixProductState
  ) throws(EvaluationError) {
    var (words, outgoing) = ([UInt64](), [TeamBlock]())
    var (count, incoming, arrivals) = (0, [TeamBlock](), [Int]())
    for site in holders.indices where holders[site] != owners[site] {
      if holders[site] == team.rank {
        let package = state.package(of: site)
        outgoing.append(
          TeamBlock(partner: owners[site], range: words.count..<words.count + package.count))
        words += package
      } else if owners[site] == team.rank {
        incoming.append(
          TeamBlock(partner: holders[site], range: count..<count + holdings.reports[site].length))
        arrivals.append(site)
        count += holdings.reports[site].length
      }
    }
    var received = [UInt64](repeating: 0, count: count)
    var span = received.mutableSpan
    try team.exchange(
      sending: outgoing, of: words.span, receiving: incoming, into: &span)
    for (block, site) in zip(incoming, arrivals) {
      guard state.unpack(received[block.range], at: site) else {
        throw .failed("a tensor has arrived damaged")
      }
    }
  }

  /// Appends the sites that this rank holds.
  func save(_ state: MatrixProductState, to sink: any RestartSink) {
    sink.append(array: holders)
    sink.append(
      array: holdings.reports.flatMap { [UInt64($0.bondDimension), UInt64($0.length)] })
    for site in holders.indices where holders[site] == team.rank {
      sink.append(array: state.package(of: site))
    }
  }

  /// What `save` wrote, in a state of the chain; nil if it does not fit this chain and team.
  func read(
    _ state: MatrixProductState, from source: any RestartSource
  ) -> (MatrixProductState, Holdings)? {
    guard let holders = source.readArray(of: Int.self), holders.count == state.sites.count,
      let numbers = source.readArray(of: UInt64.self), numbers.count == 2 * holders.count
    else { return nil }
    var state = state
    for site in holders.indices where holders[site] == team.rank {
      guard let words = source.readArray(of: UInt64.self), state.unpack(words[...], at: site)
      else { return nil }
    }
    let reports = holders.indices.map {
      Report(bondDimension: Int(numbers[2 * $0]), length: Int(numbers[2 * $0 + 1]))
    }
    return (state, Holdings(reports: reports, holders: holders))
  }
}
