import Numerics

/// The states of some consecutive trajectories, advanced together: one lane each, in structures of
/// arrays that stay in the first-level cache and that plain loops over lanes vectorize on.
///
/// Nothing crosses lanes, so a trajectory has the same bits in every block.
package struct TrajectoryBlock {
  /// Most trajectories in a block.
  package static let capacity = 256
  /// Blocks are filled up to whole vectors with lanes that nobody reads, because the loop over the
  /// last few would be scalar.
  private static let vectorWidth = 8

  /// The trajectories that lanes were asked for; more lanes may follow.
  let trajectories: Range<Int>

  private var x: [Double]
  private var y: [Double]
  private var z: [Double]
  private var noiseX: [Double]
  private var noiseY: [Double]
  private var noiseZ: [Double]

  /// - Parameters:
  ///   - trajectories: The numbers of the trajectories, at most `capacity`.
  ///   - start: The state in which a trajectory starts.
  package init(trajectories: Range<Int>, start: (UInt32) -> Vector3) {
    let lanes =
      (trajectories.count + Self.vectorWidth - 1) / Self.vectorWidth * Self.vectorWidth
    let first = UInt32(truncatingIfNeeded: trajectories.lowerBound)
    let states = (0..<lanes).map { start(first &+ UInt32(truncatingIfNeeded: $0)) }
    x = states.map(\.x)
    y = states.map(\.y)
    z = states.map(\.z)
    noiseX = Array(repeating: 0, count: lanes)
    noiseY = noiseX
    noiseZ = noiseX
    self.trajectories = trajectories
  }

  /// Bytes of a full block: a state and noise of each lane.
  static let bytes = 6 * capacity * MemoryLayout<Double>.stride

  /// Lanes that are computed.
  var lanes: Int { x.count }

  /// The direction m of a lane.
  package func state(of lane: Int) -> Vector3 { Vector3(x[lane], y[lane], z[lane]) }

  /// Adds a component of m of all trajectories to sums.
  ///
  /// - Returns: How many were not numbers that can be added.
  func add(_ component: Int, to sums: inout PowerSums) -> Int {
    let count = trajectories.count
    switch component {
    case 0: return sums.add(x, count: count)
    case 1: return sums.add(y, count: count)
    default: return sums.add(z, count: count)
    }
  }

  /// Advances every lane by consecutive steps of the same length.
  ///
  /// - Parameters:
  ///   - steps: The numbers of the steps.
  ///   - step: What a step does.
  ///   - normals: The source of the noise. Without one the noise is what it was: for measuring what
  ///     a step costs beside its random numbers.
  package mutating func advance(
    _ steps: Range<Int>, by step: TrajectoryStep, normals: NormalStream?
  ) {
    step.advance(&self, steps, normals)
  }

  /// Advances every lane by consecutive steps of a kernel.
  @inline(__always)
  fileprivate mutating func advance<Kernel: StepKernel>(
    _ steps: Range<Int>, by kernel: Kernel, _ normals: NormalStream?
  ) {
    let first = UInt32(truncatingIfNeeded: trajectories.lowerBound)
    for number in steps {
      if Kernel.isNoisy, let normals {
        normals.fill(
          &noiseX, &noiseY, &noiseZ, firstTrajectory: first,
          step: UInt32(truncatingIfNeeded: number))
      }
      kernel.advance(&x, &y, &z, noiseX, noiseY, noiseZ)
    }
  }
}

/// One step of given length of an equation of motion by some method.
///
/// Whoever makes one chooses the kernel, once; the rest knows no equation and no method.
package struct TrajectoryStep: Sendable {
  /// Advances a block by consecutive steps, see `TrajectoryBlock.advance(_:by:normals:)`.
  fileprivate let advance: @Sendable (inout TrajectoryBlock, Range<Int>, NormalStream?) -> Void

  init(_ kernel: some StepKernel) {
    advance = { block, steps, normals in block.advance(steps, by: kernel, normals) }
  }
}

/// One step of every lane with all choices made, so that its loop over lanes has no branches.
protocol StepKernel: Sendable {
  /// Whether it reads the normal numbers.
  static var isNoisy: Bool { get }
  /// Advances the states x, y, z of all lanes, whose number is a multiple of 8, by one step with
  /// the normal numbers given.
  func advance(
    _ xs: inout [Double], _ ys: inout [Double], _ zs: inout [Double],
    _ noiseX: [Double], _ noiseY: [Double], _ noiseZ: [Double])
}
