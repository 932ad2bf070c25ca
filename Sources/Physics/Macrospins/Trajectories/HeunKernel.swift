/// One step of every trajectory by the method of Heun with renormalization, all choices made: what
/// the inner loop runs.
struct HeunKernel<
  Drift: DriftKernel, Noise: StepNoise, Rule: NoiseRule, Norm: Renormalization
>: StepKernel {
  let drift: Drift
  let noise: Noise

  init(_ drift: Drift, _ noise: Noise, _: Rule.Type, _: Norm.Type) {
    self.drift = drift
    self.noise = noise
  }

  static var isNoisy: Bool { Rule.isPresent }

  @inline(__always)
  func advance(
    _ xs: inout [Double], _ ys: inout [Double], _ zs: inout [Double],
    _ noiseX: [Double], _ noiseY: [Double], _ noiseZ: [Double]
  ) {
    typealias Lane = Drift.Lane
    let half = Lane(repeating: 0.5)
    let constant = noise.constantAmplitudes
    let (normalsX, normalsY, normalsZ) = (noiseX.span, noiseY.span, noiseZ.span)
    var xSpan = xs.mutableSpan
    var ySpan = ys.mutableSpan
    var zSpan = zs.mutableSpan
    var lane = 0
    while lane < xSpan.count {
      let (x, y, z) = (
        Lane(xSpan.span, at: lane), Lane(ySpan.span, at: lane), Lane(zSpan.span, at: lane)
      )
      var fields = StepFields<Lane>(drift.constant)
      var normals = (x, y, z)
      if Rule.isPresent {
        normals = noise.shaped(
          Lane(normalsX, at: lane), Lane(normalsY, at: lane), Lane(normalsZ, at: lane))
        fields.add(
          normals,
          Rule.followsState
            ? noise.amplitudes(x, y, z)
            : (Lane(repeating: constant.precession), Lane(repeating: constant.relaxation)))
      }
      let g = drift.fields(fields, x, y, z).increment(x, y, z)
      let (px, py, pz) = (x + g.x, y + g.y, z + g.z)
      if Rule.isReevaluated {
        fields = StepFields<Lane>(drift.constant)
        fields.add(normals, noise.amplitudes(px, py, pz))
      }
      let h = drift.fields(fields, px, py, pz).increment(px, py, pz)
      let nx = x.addingProduct(half, g.x + h.x)
      let ny = y.addingProduct(half, g.y + h.y)
      let nz = z.addingProduct(half, g.z + h.z)
      let excess = Lane(repeating: -1)
        .addingProduct(nx, nx).addingProduct(ny, ny).addingProduct(nz, nz)
      let correction = Norm.correction(excess)
      nx.addingProduct(correction, nx).store(&xSpan, at: lane)
      ny.addingProduct(correction, ny).store(&ySpan, at: lane)
      nz.addingProduct(correction, nz).store(&zSpan, at: lane)
      lane += Lane.width
    }
  }
}

/// W and U, the length of the step included, of some trajectories.
struct StepFields<Lane: LaneNumber> {
  var wx: Lane, wy: Lane, wz: Lane
  var ux: Lane, uy: Lane, uz: Lane

  /// The same fields for all.
  @inline(__always)
  init(_ constant: ConstantFields) {
    wx = Lane(repeating: constant.precession.x)
    wy = Lane(repeating: constant.precession.y)
    wz = Lane(repeating: constant.precession.z)
    ux = Lane(repeating: constant.relaxation.x)
    uy = Lane(repeating: constant.relaxation.y)
    uz = Lane(repeating: constant.relaxation.z)
  }

  /// Adds the noise.
  @inline(__always)
  mutating func add(
    _ normals: (Lane, Lane, Lane), _ amplitudes: (precession: Lane, relaxation: Lane)
  ) {
    wx = wx.addingProduct(amplitudes.precession, normals.0)
    wy = wy.addingProduct(amplitudes.precession, normals.1)
    wz = wz.addingProduct(amplitudes.precession, normals.2)
    ux = ux.addingProduct(amplitudes.relaxation, normals.0)
    uy = uy.addingProduct(amplitudes.relaxation, normals.1)
    uz = uz.addingProduct(amplitudes.relaxation, normals.2)
  }

  /// m × (W + m × U).
  @inline(__always)
  func increment(_ x: Lane, _ y: Lane, _ z: Lane) -> (x: Lane, y: Lane, z: Lane) {
    let vx = wx.addingProduct(y, uz).addingProduct(-z, uy)
    let vy = wy.addingProduct(z, ux).addingProduct(-x, uz)
    let vz = wz.addingProduct(x, uy).addingProduct(-y, ux)
    return (
      (y * vz).addingProduct(-z, vy),
      (z * vx).addingProduct(-x, vz),
      (x * vy).addingProduct(-y, vx)
    )
  }
}

/// When the amplitudes of the noise are evaluated during a step, known to the compiler.
protocol NoiseRule {
  /// Whether there is noise.
  static var isPresent: Bool { get }
  /// Whether its amplitudes depend on the state.
  static var followsState: Bool { get }
  /// Whether the corrector takes them at the predictor instead of at the start of the step.
  static var isReevaluated: Bool { get }
}

enum NoNoise: NoiseRule {
  static var isPresent: Bool { false }
  static var followsState: Bool { false }
  static var isReevaluated: Bool { false }
}

enum ConstantNoise: NoiseRule {
  static var isPresent: Bool { true }
  static var followsState: Bool { false }
  static var isReevaluated: Bool { false }
}

enum NoiseOfTheStart: NoiseRule {
  static var isPresent: Bool { true }
  static var followsState: Bool { true }
  static var isReevaluated: Bool { false }
}

enum NoiseOfEveryStage: NoiseRule {
  static var isPresent: Bool { true }
  static var followsState: Bool { true }
  static var isReevaluated: Bool { true }
}

/// How a state is brought back to unit length.
protocol Renormalization {
  /// |m|⁻¹ − 1 from |m|² − 1.
  static func correction<Lane: LaneNumber>(_ excess: Lane) -> Lane
}

/// The series of (1 + ε)^(−½) − 1, to rounding for |ε| ≤ `limit`: the first term left out,
/// (63/256) ε⁵, is then below 2⁻⁵⁴.
enum SeriesRenormalization: Renormalization {
  static var limit: Double { 7e-4 }

  @inline(__always)
  static func correction<Lane: LaneNumber>(_ excess: Lane) -> Lane {
    var c = Lane(repeating: 0.2734375)  // 35/128
    c = Lane(repeating: -0.3125).addingProduct(c, excess)
    c = Lane(repeating: 0.375).addingProduct(c, excess)
    c = Lane(repeating: -0.5).addingProduct(c, excess)
    return c * excess
  }
}

/// Division by the square root, for steps too long for the series.
enum ExactRenormalization: Renormalization {
  @inline(__always)
  static func correction<Lane: LaneNumber>(_ excess: Lane) -> Lane {
    let one = Lane(repeating: 1)
    return one / (one + excess).squareRoot() - one
  }
}
