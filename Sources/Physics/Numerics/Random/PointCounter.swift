/// Random bits as a pure function of (seed, purpose, point, trajectory, step): the seed is the key
/// of `Philox4x32`, and its counter is (step, trajectory, point, purpose).
struct PointCounter: Sendable, Equatable {
  private let generator: Philox4x32
  private let pointWord: UInt64
  private let purposeWord: UInt64

  /// - Parameters:
  ///   - seed: The seed of the job.
  ///   - point: What tells points of one seed apart; its lowest 48 bits count.
  ///   - purpose: What the numbers are for.
  init(seed: UInt64, point: UInt64, purpose: RandomPurpose) {
    generator = Philox4x32(key: seed)
    pointWord = point & 0xffff_ffff
    purposeWord = ((point >> 32) & 0xffff) | (UInt64(purpose.rawValue) << 16)
  }

  /// The two halves of the block of one step of one trajectory.
  @inline(__always)
  func bits(trajectory: UInt32, step: UInt32) -> (UInt64, UInt64) {
    generator.halves(UInt64(step), UInt64(trajectory), pointWord, purposeWord)
  }
}
