import Physics

extension TDMRGModel {
  /// Number of gates of a point.
  var gateCount: Int {
    let steps = schedule.stepsBetween * (schedule.times.count - 1)
    return steps * (sites - 1) * (order == 4 ? 5 : 1)
  }

  var estimatedSeconds: Double { 1 }
  var workingMemory: Int { 0 }
}
