public import Teams

extension TrajectoryEnsemble {
  /// Appends the states of this rank's trajectories.
  public func save(to sink: any RestartSink) {
    var places: [ObjectIdentifier: Int] = [:]
    var distinct: [SectorState] = []
    let indices = trajectories.map { trajectory in
      let key = ObjectIdentifier(trajectory.state)
      let place = places[key] ?? distinct.count
      if place == distinct.count {
        places[key] = place
        distinct.append(trajectory.state)
      }
      return place
    }
    sink.append(distinct.count)
    for state in distinct {
      sink.append(state.basis.lowering)
      state.save(to: sink)
    }
    sink.append(array: indices)
    sink.append(array: trajectories.map(\.squaredNorm))
    sink.append(array: trajectories.map(\.jumps))
  }

  /// Takes the states from what was saved; false if it does not fit, and then nothing has changed.
  public func restore(_ source: any RestartSource) -> Bool {
    guard let count = source.read(Int.self) else { return false }
    var states: [SectorState] = []
    for _ in 0..<max(0, count) {
      guard let lowering = source.read(Int.self), open.sectors.indices.contains(lowering)
      else { return false }
      let state = SectorState(open.sectors[lowering])
      guard state.restore(source) else { return false }
      states.append(state)
    }
    guard let indices = source.readArray(of: Int.self),
      let norms = source.readArray(of: Double.self),
      let jumps = source.readArray(of: UInt32.self),
      [indices.count, norms.count, jumps.count].allSatisfy({ $0 == trajectories.count }),
      indices.allSatisfy(states.indices.contains)
    else { return false }
    for index in trajectories.indices {
      let number = trajectories[index].number
      trajectories[index] = Trajectory(
        number: number, state: states[indices[index]], squaredNorm: norms[index],
        threshold: random(number, jump: jumps[index]).threshold, jumps: jumps[index])
    }
    return true
  }

  /// Bytes that `save` appends at most.
  public static func savedBytes(_ chain: SpinChain, trajectories: Int) -> Int {
    trajectories * (largestStateBytes(chain) + 32) + 64
  }
}
