import Macrospins
import Numerics

/// A moment of L = 50 under 200 electrons, looked at after each.
enum CollisionBenchmarks {
  static func collisions(_ quantities: String, withEntropy: Bool) -> Measurement {
    let phases = ScatteringPhases(exchange: -1, waveNumber: 1, spinQuantumNumber: 50)
    return Measurement("200 collisions, L = 50, \(quantities)", per: "point", count: 1) {
      let state = try? OrientedState(
        magneticNumber: 50, along: Vector3(polarAngle: 2, azimuth: 1), spinQuantumNumber: 50)
      guard let state,
        var sequence = try? CollisionSequence(
          state, blochVector: Vector3(0, 0, 0.8), sin2: phases.sin2, sinCos: phases.sinCos)
      else { return .nan }
      var sum = 0.0
      for _ in 0..<200 {
        sequence.collide()
        let moments = sequence.moments
        sum += moments.mean.x + moments.variance.z + sequence.purity
        if withEntropy { sum += (try? sequence.entropy()) ?? .nan }
      }
      return sum
    }
  }
}
