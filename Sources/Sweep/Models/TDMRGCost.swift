import Physics

extension TDMRGModel {
  var estimatedSeconds: Double { 1 }
  var workingMemory: Int { 0 }
}
