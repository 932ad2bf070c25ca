import Foundation
import Physics
import Testing

/// The universal Lindblad equation for an electron and two layers with baths.
@Suite struct OpenSystemTests {
  private static let cases = [
    "11_layer_T100", "11_layer_weak_down", "11_full_T100", "11_full_T10", "11_full_weak_down",
    "22_layer_T100",
  ]

  private func load(_ name: String) throws -> LindbladReference {
    try reference("chain_004_lindblad\(name)")
  }

  /// To the tolerance of the reference files, whose numbers have 12 decimals.
  @Test("Density matrix against references", arguments: cases)
  func densityMatrix(name: String) throws {
    let reference = try load(name)
    let evolution = LindbladEvolution(
      try reference.open(), orbital: reference.orbital, starts: reference.starts)
    // The larger ones for a shorter time; a debug build only begins.
    let sites = reference.inputs.sites * (name.hasPrefix("22") ? 4 : 1)
    var count = sites > 20 ? 11 : reference.outputs.times.count
    if name.hasPrefix("22") { count = 6 }
    #if DEBUG
      count = 2
    #endif
    var last = 0.0
    for (index, time) in reference.outputs.times.prefix(count).enumerated() {
      try evolution.advance(by: time - last) {}
      last = time
      let state = evolution.reducedState
      let numbers = try reference.numbers(of: state)
      for (found, expected) in zip(numbers, reference.numbers(at: index)) {
        #expect(abs(found - expected) < 1e-8, "\(name), \(time) fs")
      }
      #expect(abs(evolution.purity - reference.outputs.totalPurity[index]) < 1e-8)
      // Some hundred products with errors of 10⁻¹⁶ each.
      #expect(abs(state.layers.trace - 1) < 1e-12)
      #expect(try state.layers.spectrum().allSatisfy { $0 > -1e-13 })
    }
  }

  /// Every quantity of every saved time within four standard errors of the density matrix, which the
  /// test above compares with the references.
  @Test("Trajectories against references", arguments: ["11_layer_T100", "11_full_weak_down"])
  func trajectories(name: String) throws {
    let reference = try load(name)
    let ensemble = TrajectoryEnsemble(
      try reference.open(), orbital: reference.orbital, starts: reference.starts,
      count: samples(400), seed: 1, point: 0)
    var last = 0.0
    let step = 5
    for index in stride(from: 0, to: reference.outputs.times.count, by: step) {
      let time = reference.outputs.times[index]
      try ensemble.advance(by: time - last) {}
      last = time
      let (values, errors) = try ReducedState.estimate(ensemble.groups(20)) {
        state throws(EntanglementError) in try reference.numbers(of: state)
      }
      for (number, expected) in reference.numbers(at: index).enumerated() {
        let allowed = 4 * errors[number] + 1e-9
        #expect(
          abs(values[number] - expected) < allowed,
          "\(name), \(time) fs, number \(number): \(values[number]), not \(expected)")
      }
    }
    #expect(ensemble.jumps > 0)
  }
}
