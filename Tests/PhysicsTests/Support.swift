import Foundation
import Macrospins
import Numerics

/// A reference file, decoded.
func reference<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws
  -> Content
{
  let file = Bundle.module.bundleURL.appending(path: "Reference/\(name).json")
  return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}

/// Fewer samples in a debug build, where a kernel is some fifty times slower. Every tolerance that
/// depends on the number of samples is computed from it.
func samples(_ count: Int) -> Int {
  #if DEBUG
    max(count / 50, 100)
  #else
    count
  #endif
}

/// Whether two numbers agree to a relative tolerance.
func agree(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
  abs(a - b) <= tolerance * max(abs(a), abs(b))
}

extension Vector3 {
  init(_ components: [Double]) { self.init(components[0], components[1], components[2]) }

  /// The largest component of the difference to another vector.
  func distance(to other: Vector3) -> Double {
    max(abs(x - other.x), abs(y - other.y), abs(z - other.z))
  }
}

extension MacrospinEnsemble {
  func run() throws -> EnsembleOutcome { try run {} }
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): test inputs that are the same in every run.
struct TestGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
