import Numerics

/// The states of some consecutive trajectories of a `SpinTorqueEnsemble`, advanced together, in the
/// layout of `TrajectoryBlock`.
///
/// Nothing crosses lanes, so a trajectory has the same bits in every block.
package struct SpinTorqueBlock {
  /// The trajectories that lanes were asked for; more lanes may follow.
  let trajectories: Range<Int>

  private var x: [Double]
  private var y: [Double]
  private var z: [Double]
  private var noiseX: [Double]
  private var noiseY: [Double]
  private var noiseZ: [Double]

  /// - Parameters:
  ///   - trajectories: The numbers of the trajectories, at most `TrajectoryBlock.capacity`.
  ///   - start: The state in which a trajectory starts.
  package init(trajectories: Range<Int>, start: (UInt32) -> Vector3) {
    let width = TrajectoryBlock.vectorWidth
    let lanes = (trajectories.count + width - 1) / width * width
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

  /// Lanes that are computed.
  var lanes: Int { x.count }

  /// m of a lane.
  package func state(of lane: Int) -> Vector3 { Vector3(x[lane], y[lane], z[lane]) }

  /// Advances every lane by consecutive steps of the same length.
  package mutating func advance(
    _ steps: Range<Int>, by step: SpinTorqueStep, normals: NormalStream
  ) {
    let isShort = step.normExcessBound <= SeriesRenormalization.limit
    switch (step.isNoisy, isShort) {
    case (false, true): heun(steps, step, normals, NoNoise.self, SeriesRenormalization.self)
    case (false, false): heun(steps, step, normals, NoNoise.self, ExactRenormalization.self)
    case (true, true): heun(steps, step, normals, LabFixedNoise.self, SeriesRenormalization.self)
    case (true, false): heun(steps, step, normals, LabFixedNoise.self, ExactRenormalization.self)
    }
  }

  @inline(__always)
  private mutating func heun<Noise: NoiseRule, Norm: Renormalization>(
    _ steps: Range<Int>, _ step: SpinTorqueStep, _ normals: NormalStream, _ noise: Noise.Type,
    _ norm: Norm.Type
  ) {
    let first = UInt32(truncatingIfNeeded: trajectories.lowerBound)
    for number in steps {
      if Noise.isPresent {
        normals.fill(
          &noiseX, &noiseY, &noiseZ, firstTrajectory: first,
          step: UInt32(truncatingIfNeeded: number))
      }
      step.advance(&x, &y, &z, noiseX, noiseY, noiseZ, noise, norm)
    }
  }
}

extension SpinTorqueStep {
  /// One step of every lane; the noise is ignored where there is none.
  @inline(__always)
  func advance<Noise: NoiseRule, Norm: Renormalization>(
    _ xs: inout [Double], _ ys: inout [Double], _ zs: inout [Double],
    _ noiseX: [Double], _ noiseY: [Double], _ noiseZ: [Double], _: Noise.Type, _: Norm.Type
  ) {
    var xSpan = xs.mutableSpan
    var ySpan = ys.mutableSpan
    var zSpan = zs.mutableSpan
    for lane in xSpan.indices {
      let (x, y, z) = (xSpan[lane], ySpan[lane], zSpan[lane])
      let fields =
        Noise.isPresent
        ? self.fields(noiseX[lane], noiseY[lane], noiseZ[lane]) : drift.fields
      let g = drift.increment(x, y, z, fields)
      let h = drift.increment(x + g.x, y + g.y, z + g.z, fields)
      let nx = x.addingProduct(0.5, g.x + h.x)
      let ny = y.addingProduct(0.5, g.y + h.y)
      let nz = z.addingProduct(0.5, g.z + h.z)
      let excess = (-1.0).addingProduct(nx, nx).addingProduct(ny, ny).addingProduct(nz, nz)
      let correction = Norm.correction(excess)
      xSpan[lane] = nx.addingProduct(correction, nx)
      ySpan[lane] = ny.addingProduct(correction, ny)
      zSpan[lane] = nz.addingProduct(correction, nz)
    }
  }
}
