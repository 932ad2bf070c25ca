import Glibc
import Teams

extension TrajectoryEnsemble {
  /// Propagates this rank's trajectories.
  func advanceOwn(by time: Double, _ poll: Poll) throws(EvaluationError) {
    // Trajectories of one start are one until their first jumps.
    var undisturbed: [ObjectIdentifier: (state: SectorState, squaredNorm: Double)] = [:]
    let before = trajectories.map(\.state)
    for index in trajectories.indices {
      let start = trajectories[index].state
      let key = ObjectIdentifier(start)
      let known = undisturbed[key]
      var next = if let known { known } else { try propagated(start, by: time, poll) }
      undisturbed[key] = next
      var rest = time
      while next.squaredNorm <= trajectories[index].threshold {
        rest = try jump(index, within: rest, log(next.squaredNorm), poll)
        guard rest > 0 else { break }
        next = try propagated(trajectories[index].state, by: rest, poll)
      }
      guard rest > 0 else { continue }
      trajectories[index].state = next.state
      trajectories[index].squaredNorm = next.squaredNorm
    }
    // The keys of the dictionary were the addresses of these.
    withExtendedLifetime(before) {}
  }

  /// The state after a time without a jump, and its norm squared.
  private func propagated(
    _ start: SectorState, by time: Double, _ poll: Poll
  ) throws(EvaluationError) -> (state: SectorState, squaredNorm: Double) {
    let evolution = self.evolution(start.basis.lowering)
    let state = evolution.hamiltonian.makeState()
    try evolution.propagate(start, by: time, into: state, poll: poll)
    return (state, state.squaredNorm)
  }

  /// Propagates a trajectory through its next jump.
  ///
  /// - Parameters:
  ///   - time: The jump happens within this time.
  ///   - end: Ln ⟨ψ|ψ⟩ then, had there been no jump.
  /// - Returns: The time that is left.
  private func jump(
    _ index: Int, within time: Double, _ end: Double,
    _ poll: Poll
  ) throws(EvaluationError) -> Double {
    let threshold = log(trajectories[index].threshold)
    // The state is at `passed`, with `height` for its ln ⟨ψ|ψ⟩; at `ahead` that is `depth`.
    var (passed, ahead) = (0.0, time)
    var (height, depth) = (log(trajectories[index].squaredNorm), end)
    while height - threshold > Self.thresholdTolerance {
      // ln ⟨ψ|ψ⟩ is nearly linear; kept off the ends so that both close in.
      let share = min(0.999, max(0.001, (height - threshold) / (height - depth)))
      let target = passed + share * (ahead - passed)
      guard target > passed, target < ahead else { break }
      let (state, norm) = try propagated(trajectories[index].state, by: target - passed, poll)
      let logarithm = log(norm)
      if logarithm < threshold - Self.thresholdTolerance {
        (ahead, depth) = (target, logarithm)
      } else {
        trajectories[index].state = state
        (passed, height) = (target, logarithm)
      }
    }
    jump(index)
    return time - passed
  }

  /// Makes a trajectory jump.
  private func jump(_ index: Int) {
    let state = trajectories[index].state
    let lowering = state.basis.lowering
    let candidates = open.operators.jumps.compactMap { jump -> (SectorState, Double)? in
      let target = open.operators.target(of: jump, from: lowering)
      guard open.sectors.indices.contains(target) else { return nil }
      let basis = open.sectors[target]
      let after = SectorState(basis)
      after.add(
        open.operators.matrix(of: jump, from: state.basis, to: basis),
        actingOnSites: open.operators.actOnSites, state)
      return (after, after.squaredNorm)
    }
    let total = candidates.reduce(0) { $0 + $1.1 }
    var rest = random(trajectories[index].number, jump: trajectories[index].jumps).choice * total
    let chosen = candidates.first { candidate in
      rest -= candidate.1
      return rest <= 0
    }
    guard let (after, norm) = chosen ?? candidates.last else { return }
    after.scale(by: 1 / norm.squareRoot())
    trajectories[index].state = after
    trajectories[index].squaredNorm = 1
    trajectories[index].jumps += 1
    trajectories[index].threshold =
      random(trajectories[index].number, jump: trajectories[index].jumps).threshold
  }
}
