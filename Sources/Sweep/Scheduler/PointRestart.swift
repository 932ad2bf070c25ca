import Base
import ResultsStorage
import Teams

extension RestartFileWriter: RestartSink {}
extension RestartFileReader: RestartSource {}

/// The state that this rank keeps of the point in work, so that a later run can go on inside it.
final class PointRestart {
  private let path: String
  private let identity: UInt64
  private let team: MPITeam?
  /// Whether an earlier run may have left something.
  private let mayExist: Bool
  /// Shortest time in seconds between two saves.
  private let interval: Double

  private var files: RestartFiles
  /// Number of the newest save of the point; 0 if there is none.
  private var generation = 0
  private var lastTime = 0.0
  private var lastDuration = 0.0
  private var hasComplained = false

  /// - Parameters:
  ///   - path: of the results file.
  ///   - identity: of everything that the states depend on.
  ///   - mayExist: whether an earlier run may have left states.
  init(path: String, identity: UInt64, team: MPITeam?, mayExist: Bool, interval: Double) {
    self.path = path
    self.identity = identity
    self.team = team
    self.mayExist = mayExist
    self.interval = interval
    files = RestartFiles(of: path, RestartKey(identity: identity, point: 0, rank: 0, ranks: 1))
  }

  /// Whether there is a state of the point in work on the disk.
  var hasState: Bool { generation > 0 }

  /// Begins a point. Collective in the team.
  ///
  /// - Returns: the state that an earlier run saved, if there is one on all ranks of the team.
  package func begin(_ point: Int) throws(EvaluationError) -> RestartFileReader? {
    files = RestartFiles(
      of: path,
      RestartKey(
        identity: identity, point: point, rank: team?.rank ?? 0, ranks: team?.count ?? 1))
    generation = 0
    lastTime = Clock.now()
    lastDuration = 0
    guard mayExist else { return nil }
    var (candidates, defects) = files.available()
    defer { for defect in defects { StandardError.write("spinsweep: \(defect)\n") } }
    if let team {
      for others in try team.allGather(candidates) {
        candidates = candidates.filter(others.contains)
      }
    }
    for candidate in candidates {
      var reader: RestartFileReader?
      do throws(RestartDefect) {
        reader = try RestartFileReader(files, generation: candidate)
      } catch {
        defects.append("\(files.path(generation: candidate)) is not used: \(error.reason)")
      }
      if try agree(reader != nil) {
        generation = candidate
        return reader
      }
    }
    // What is of no use is not to be mistaken for a later save of this run.
    for slot in 0...1 { files.remove(generation: slot) }
    return nil
  }

  /// Whether the state is to be saved at this step. A save takes at most a twentieth of the time.
  func isDue(_ now: Double) -> Bool {
    now - lastTime >= max(interval, 20 * lastDuration)
  }

  /// Whether enough has been computed since the last save to save once more before the end.
  func isWorthwhile(_ now: Double) -> Bool {
    now - lastTime >= min(interval, 1)
  }

  /// Saves the state. Collective in the team. Where it cannot be written, the calculation goes on with
  /// the state before.
  package func save(_ body: (any RestartSink) -> Void) throws(EvaluationError) {
    let start = Clock.now()
    var isSaved = false
    do throws(StoreError) {
      let writer = try RestartFileWriter(files, generation: generation + 1)
      body(writer)
      try writer.finish()
      isSaved = true
    } catch {
      if !hasComplained {
        StandardError.write("spinsweep: the state of a point cannot be saved: \(error)\n")
      }
      hasComplained = true
    }
    if try agree(isSaved) {
      if hasState { files.remove(generation: generation) }
      generation += 1
    }
    lastTime = Clock.now()
    lastDuration = lastTime - start
  }

  /// Whether something holds on all ranks of the team.
  private func agree(_ holds: Bool) throws(EvaluationError) -> Bool {
    guard let team else { return holds }
    return try team.maximum(holds ? 0 : 1) == 0
  }
}
