import Macrospins

/// `keldysh_coefficients.json`.
struct CoefficientReference: Decodable {
  struct Inputs: Decodable {
    let potential: Double
    let exchange: Double
    let spin: Double
    let fermiWaveNumber: Double
    let left: Double
    let right: Double
    let temperature: Double
  }
  struct Case: Decodable {
    let name: String
    let inputs: Inputs
    let transmissionUp: [Double]
    let transmissionDown: [Double]
    let spinMixing: [Double]
    let fermiEnergy: Double
    let torque: [Double]
    let transverseNoise: Double
    let longitudinalNoise: Double
    let noise: [Double]
    let equilibriumDamping: Double
    let coldVariance: Double?

    var transfer: SpinTransfer {
      var barrier = SpinDependentBarrier()
      barrier.potential = inputs.potential
      barrier.exchange = inputs.exchange
      barrier.spin = inputs.spin
      barrier.fermiWaveNumber = inputs.fermiWaveNumber
      return SpinTransfer(
        barrier: barrier,
        bias: SpinBias(
          left: inputs.left, right: inputs.right, temperature: inputs.temperature))
    }
  }
  let cases: [Case]
}

/// The moments of a stationary law.
struct StationaryReference: Decodable {
  let mean: Double
  let transverseVariance: Double
}

/// `keldysh_all_leads.json`.
struct AllLeadsReference: Decodable {
  struct Case: Decodable {
    let name: String
    let transverseNoise: Double
    let longitudinalNoise: Double
    let torque: [Double]
    let noise: [Double]
    let longitudinalRatio: Double
    let mean: [[Double]]
    let std: [[Double]]
    let stationary: StationaryReference
  }
  let cases: [Case]
}

/// `keldysh_dynamics.json`.
struct DynamicsReference: Decodable {
  struct Inputs: Decodable {
    let potential: Double
    let exchange: Double
    let spin: Double
    let fermiWaveNumber: Double
    let left: Double
    let right: Double
    let temperature: Double
    let duration: Double
    let concentration: Double
    let direction: [Double]
  }
  struct Moments: Decodable {
    let mean: [[Double]]
    let std: [[Double]]
  }
  struct Errors: Decodable {
    let timesRootN: [[Double]]
    let exactZ: Bool
  }
  struct Case: Decodable {
    let name: String
    let inputs: Inputs
    let torque: [Double]
    let noise: [Double]
    let longitudinalRatio: Double
    let noiseFree: Moments
    let variants: [String: Moments]
    let stationary: [String: StationaryReference]
    let stdErrors: [String: Errors]

    /// The junction, in SI units.
    func transfer(leads: LeadPairs = .same) -> SpinTransfer {
      var barrier = SpinDependentBarrier()
      barrier.potential = inputs.potential
      barrier.exchange = inputs.exchange
      barrier.spin = inputs.spin
      barrier.fermiWaveNumber = inputs.fermiWaveNumber
      return SpinTransfer(
        barrier: barrier,
        bias: SpinBias(
          left: inputs.left, right: inputs.right, temperature: inputs.temperature, leads: leads))
    }

    var start: GibbsEnsemble {
      GibbsEnsemble(
        concentration: inputs.concentration, polarAngle: inputs.direction[0],
        azimuth: inputs.direction[1])
    }

    /// An ensemble over t_n that looks at eleven times.
    func ensemble(
      _ law: SpinTorqueLaw, trajectories: Int, savedTimes: Int = 11, bins: Int = 60,
      steps: Double = 800, seed: UInt64 = 1
    ) throws -> SpinTorqueRecord {
      try SpinTorqueEnsemble(
        law: law, start: start, duration: inputs.duration, timeStep: inputs.duration / steps,
        trajectories: trajectories, savedTimes: savedTimes, bins: bins, seed: seed, point: 0
      ).run {}
    }

    /// The density at equally distant times from 0 to t_n.
    func density(_ law: SpinTorqueLaw, savedTimes: Int = 11, bins: Int = 60) throws
      -> SpinTorqueDensity.Outcome
    {
      let times = (0..<savedTimes).map {
        inputs.duration * Double($0) / Double(savedTimes - 1)
      }
      return try SpinTorqueDensity(law: law, start: start).run(times: times, bins: bins) {}
    }
  }
  let cases: [Case]

  func named(_ name: String) -> Case? { cases.first { $0.name == name } }

  /// The names that the files have for noise forms and calculi.
  static let variants: [(String, NoiseForm, NoiseCalculus)] = [
    ("appendix_strat", .appendix, .stratonovich), ("appendix_ito", .appendix, .ito),
    ("printed_strat", .printed, .stratonovich), ("printed_ito", .printed, .ito),
  ]
}

/// `keldysh_marginals.json`.
struct MarginalReference: Decodable {
  struct Marginal: Decodable {
    let `case`: String
    let time: Double
    let noise: Bool
    let angles: [Double]
    let density: [Double]
  }
  let marginals: [Marginal]
}
