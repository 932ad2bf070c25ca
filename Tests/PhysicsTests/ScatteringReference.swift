import Macrospins
import Numerics

/// A case of `scattering.json`.
struct ScatteringCase: Decodable {
  let label: String
  let spinQuantumNumber, waveNumber, exchange: Double
  let up, down: [Double]
  let state: MomentStateCase
  let parallel, antiparallel, sin2, sinCos: Double
  let transmissionParallel, transmissionAntiparallel: [Double]
  let magnonChange, transmission, purity: Double

  struct File: Decodable { let cases: [ScatteringCase] }

  var phases: ScatteringPhases {
    ScatteringPhases(
      exchange: exchange, waveNumber: waveNumber, spinQuantumNumber: spinQuantumNumber)
  }

  func electron(polarization: Double = 1) throws -> ElectronSpin {
    try ElectronSpin(up: Complex(up), down: Complex(down), polarization: polarization)
  }
}

/// A case of `collisions.json`.
struct CollisionCase: Decodable {
  struct State: Decodable {
    let collisions: Int
    let mean: [Double]
    let varianceZ, purity: Double
  }
  let label: String
  let spinQuantumNumber, sin2, sinCos: Double
  let blochVector: [Double]
  let state: MomentStateCase
  let states: [State]

  struct File: Decodable { let cases: [CollisionCase] }

  func sequence() throws -> CollisionSequence {
    try CollisionSequence(
      try state.oriented(spinQuantumNumber), blochVector: Vector3(blochVector), sin2: sin2,
      sinCos: sinCos)
  }
}

/// The state of a moment in the reference files.
struct MomentStateCase: Decodable {
  let kind: String
  let magneticNumber, polarAngle, azimuth: Double?
  let amplitudes: [[Double]]?

  func spinState(_ spinQuantumNumber: Double) throws -> SpinState {
    if let amplitudes { return try SpinState(amplitudes: amplitudes.map { Complex($0) }) }
    if let magneticNumber {
      return try .dicke(magneticNumber: magneticNumber, spinQuantumNumber: spinQuantumNumber)
    }
    return try .coherent(
      polarAngle: polarAngle ?? .nan, azimuth: azimuth ?? .nan,
      spinQuantumNumber: spinQuantumNumber)
  }

  func oriented(_ spinQuantumNumber: Double) throws -> OrientedState {
    if let magneticNumber {
      return try OrientedState(
        magneticNumber: magneticNumber, spinQuantumNumber: spinQuantumNumber)
    }
    return try OrientedState(
      magneticNumber: spinQuantumNumber,
      along: Vector3(polarAngle: polarAngle ?? .nan, azimuth: azimuth ?? .nan),
      spinQuantumNumber: spinQuantumNumber)
  }
}

extension Complex {
  init(_ parts: [Double]) { self.init(parts[0], parts[1]) }

  /// A random point of the square from −1 − i to 1 + i.
  static func random(using generator: inout TestGenerator) -> Complex {
    Complex(
      .random(in: -1...1, using: &generator), .random(in: -1...1, using: &generator))
  }

  /// |z − w|.
  func distance(to other: Complex) -> Double { (self - other).squaredMagnitude.squareRoot() }
}

extension SpinState {
  /// A state without any symmetry.
  static func random(
    _ spinQuantumNumber: Double, using generator: inout TestGenerator
  ) throws -> SpinState {
    try SpinState(
      amplitudes: (0...Int(2 * spinQuantumNumber)).map { _ in .random(using: &generator) })
  }
}

extension ElectronSpin {
  static func random(
    polarization: Double = 1, using generator: inout TestGenerator
  ) throws -> ElectronSpin {
    try ElectronSpin(
      up: .random(using: &generator), down: .random(using: &generator), polarization: polarization)
  }
}

/// Spins to test with: both kinds, the smallest, one beyond what matrices are small for.
let testSpins = [0.5, 1, 1.5, 2, 2.5, 7, 20.5]
