import Foundation
import Numerics
import QuantumChains
import TestSupport
import Testing

/// The same bits on every processor, at every vector width, in every build.
@Suite struct ReproducibilityTests {
  /// The method's numbers to 40 digits, rounded: within 4 ULP, three roundings and the errors of
  /// logarithm, sine and cosine.
  @Test func valuesOfTheMethod() {
    let cases: [(NormalStream, UInt32, UInt32, Vector3)] = [
      (
        NormalStream(seed: 1, point: 2, purpose: .magneticField), 0, 0,
        Vector3(0.31669214543386404, 1.045730070016086, 2.506477907314159)
      ),
      (
        NormalStream(seed: 1, point: 2, purpose: .magneticField), 3, 5,
        Vector3(-0.5641295730099009, -0.5178171245200511, -1.1803362914646345)
      ),
      (
        NormalStream(seed: 20_240_229, point: 7, purpose: .magneticField), 4_294_967_295, 1,
        Vector3(-1.0275776138382924, 0.23648464138373748, -0.4561058495452823)
      ),
      (
        NormalStream(seed: 1 << 63 + 12_345, point: 1 << 40 + 17, purpose: .magneticField), 99,
        4_000_000_000, Vector3(0.6530419660961158, 0.7070562931976903, 0.87145831391009)
      ),
    ]
    for (stream, trajectory, step, expected) in cases {
      let normals = stream.normals(trajectory: trajectory, step: step)
      for (value, exact) in zip(normals.components, expected.components) {
        #expect(abs(value - exact) <= 4 * exact.ulp)
      }
    }
  }

  @Test("Pinned bits", arguments: PinnedComputation.all)
  func pinned(computation: PinnedComputation) throws {
    #expect(try computation.digest() == computation.expected)
  }

  @Test("A build without the instructions of this processor gives the same bits")
  func portableBuild() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let scratch = "\(package)/.build/generic"
    let build = try Command(
      [
        "swift", "build", "-c", "release", "--product", "PhysicsHelper", "--package-path", package,
        "--scratch-path", scratch,
      ], environment: ["SPINSWEEP_TARGET_CPU": "generic"], timeLimit: 900
    ).run()
    #expect(build.exitCode == 0, "\(build.output)\(build.errors)")
    let computed = try Command(["\(scratch)/release/PhysicsHelper"]).run()
    #expect(computed.exitCode == 0, "\(computed.output)\(computed.errors)")
    #expect(computed.lines.count == PinnedComputation.all.count)
  }
}
