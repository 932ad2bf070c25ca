import Numerics

/// The states of some consecutive trajectories, advanced together: one lane each, in structures of
/// arrays that stay in the first-level cache and that plain loops over lanes vectorise on.
///
/// Nothing crosses lanes, so a trajectory has the same bits in every block.
package struct TrajectoryBlock {
  /// Most trajectories in a block.
  package static let capacity = 256
  /// Blocks are filled up to whole vectors with lanes that nobody reads, because the loop over the
  /// last few would be scalar.
  static let vectorWidth = 8

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
  ///   - state: The state all of them are in.
  package init(trajectories: Range<Int>, state: Vector3) {
    let lanes =
      (trajectories.count + Self.vectorWidth - 1) / Self.vectorWidth * Self.vectorWidth
    x = Array(repeating: state.x, count: lanes)
    y = Array(repeating: state.y, count: lanes)
    z = Array(repeating: state.z, count: lanes)
    noiseX = Array(repeating: 0, count: lanes)
    noiseY = noiseX
    noiseZ = noiseX
    self.trajectories = trajectories
  }

  /// Lanes that are computed.
  var lanes: Int { x.count }

  /// The magnetisation of a lane.
  package func state(of lane: Int) -> Vector3 { Vector3(x[lane], y[lane], z[lane]) }

  /// Advances every lane by consecutive steps of the same length.
  ///
  /// - Parameters:
  ///   - steps: The numbers of the steps.
  ///   - step: What a step does.
  ///   - convention: Where the amplitude of the quantum field is taken.
  ///   - normals: The source of the noise. Without one the noise is what it was: for measuring what
  ///     a step costs beside its random numbers.
  package mutating func advance(
    _ steps: Range<Int>, by step: HeunStep, convention: NoiseConvention, normals: NormalStream?
  ) {
    if step.normExcessBound(convention: convention) <= SeriesRenormalization.limit {
      advance(steps, by: step, convention, normals, SeriesRenormalization.self)
    } else {
      advance(steps, by: step, convention, normals, ExactRenormalization.self)
    }
  }

  @inline(__always)
  private mutating func advance<Norm: Renormalization>(
    _ steps: Range<Int>, by step: HeunStep, _ convention: NoiseConvention,
    _ normals: NormalStream?, _ norm: Norm.Type
  ) {
    switch (step.quantumVariance != 0, step.thermalVariance != 0, convention) {
    case (false, false, _):
      heun(steps, step, normals, NoNoise.self, norm)
    case (false, true, _):
      heun(steps, step, normals, ThermalNoise.self, norm)
    case (true, _, .fokkerPlanck):
      heun(steps, step, normals, QuantumNoiseAtStart.self, norm)
    case (true, _, .stratonovich):
      heun(steps, step, normals, QuantumNoiseReevaluated.self, norm)
    }
  }

  @inline(__always)
  private mutating func heun<Noise: NoiseRule, Norm: Renormalization>(
    _ steps: Range<Int>, _ step: HeunStep, _ normals: NormalStream?, _ noise: Noise.Type,
    _ norm: Norm.Type
  ) {
    let first = UInt32(truncatingIfNeeded: trajectories.lowerBound)
    for number in steps {
      if Noise.isPresent, let normals {
        normals.fill(
          &noiseX, &noiseY, &noiseZ, firstTrajectory: first,
          step: UInt32(truncatingIfNeeded: number))
      }
      step.advance(&x, &y, &z, noiseX, noiseY, noiseZ, noise, norm)
    }
  }
}

extension HeunStep {
  /// One step of every lane; the noise is ignored where there is none.
  @inline(__always)
  func advance<Noise: NoiseRule, Norm: Renormalization>(
    _ xs: inout [Double], _ ys: inout [Double], _ zs: inout [Double],
    _ noiseX: [Double], _ noiseY: [Double], _ noiseZ: [Double], _: Noise.Type, _: Norm.Type
  ) {
    let constantAmplitude = thermalVariance.squareRoot()
    var xSpan = xs.mutableSpan
    var ySpan = ys.mutableSpan
    var zSpan = zs.mutableSpan
    for lane in xSpan.indices {
      let (x, y, z) = (xSpan[lane], ySpan[lane], zSpan[lane])
      var fields = self.fields
      if Noise.isPresent {
        let amplitude = Noise.followsState ? noiseAmplitude(x, y, z) : constantAmplitude
        fields = self.fields(amplitude: amplitude, noiseX[lane], noiseY[lane], noiseZ[lane])
      }
      let g = increment(x, y, z, fields)
      let (px, py, pz) = (x + g.x, y + g.y, z + g.z)
      if Noise.isReevaluated {
        let amplitude = noiseAmplitude(px, py, pz)
        fields = self.fields(amplitude: amplitude, noiseX[lane], noiseY[lane], noiseZ[lane])
      }
      let h = increment(px, py, pz, fields)
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
