import Jobs
import Models
import ResultsStorage

/// What a file has of the points of a job that asks for more trajectories: read on every rank when
/// the point is computed.
struct EarlierPoints {
  private let source: SweepSource
  private let map: PointMap
  private let trajectories: (Int) -> Int
  private let names: Set<String>

  /// - Parameters:
  ///   - path: the old file.
  ///   - plan: that of the job.
  /// - Throws: `InputError` if the file cannot be read, or is not of such a job any more.
  init(of path: String, for plan: Plan) throws(InputError) {
    source = try SweepSource(path, omitsDamaged: true)
    let (found, refusal) = try plan.predecessor(fromJob: try source.text("job"), of: path)
    guard let old = found else { throw InputError("cannot extend '\(path)': \(refusal ?? "")") }
    map = PointMap(from: plan, to: old)
    trajectories = old.trajectories()
    names = Set(source.reader.layout.quantities.map(\.name))
  }

  /// What the file has of a point of the job's grid; nil for a point that is not done in it.
  func record(at number: Int) -> EarlierRecord? {
    guard let point = map.number(of: number), source.done.contains(point) else { return nil }
    // What cannot be read is computed again.
    let values = { (name: String) -> [Double]? in
      names.contains(name) ? try? source.reader.read(name, atPoint: point) : nil
    }
    let used = values("trajectories_used")?.first.flatMap { Int(exactly: $0) }
    return EarlierRecord(trajectories: used ?? trajectories(point), values: values)
  }
}
