import Points
import Macrospins
import Numerics
import ResultsStorage
import Teams

/// Many experiments of some trials each with the protocol of `macrospin`: whether the number that
/// switch follows the binomial law, and how good the outcomes are as random bits.
struct SwitchingStatisticsModel: Model {
  var magnet = Magnet()
  var pulses = SwitchingProtocol()
  /// Trials N_t of an experiment.
  var trials = 100
  var experiments = 200

  struct Outcome {
    let ensemble: EnsembleOutcome
    /// Experiments in which 0…N_t trials switched.
    let histogram: [Int]
    let law: BinomialLaw
    let test: ChiSquaredTest
    let bits: BitStatistics
    let exactInterval: ClopperPearsonInterval

    /// Bytes that the file has for the outcomes.
    let byteCount: Int

    init(_ ensemble: EnsembleOutcome, trials: Int, byteCount: Int) {
      self.ensemble = ensemble
      self.byteCount = byteCount
      let experiments = ensemble.trajectories / trials
      var histogram = [Int](repeating: 0, count: trials + 1)
      for experiment in 0..<experiments {
        let numbers = experiment * trials..<(experiment + 1) * trials
        histogram[numbers.count { ensemble.hasSwitched($0) }] += 1
      }
      self.histogram = histogram
      law = BinomialLaw(trials: trials, probability: ensemble.switchingProbability)
      test = ChiSquaredTest(observed: histogram, probabilities: law.probabilities, fitted: 1)
      bits = BitStatistics(packed: ensemble.switchedBits, count: ensemble.trajectories)
      exactInterval = ClopperPearsonInterval(
        successes: ensemble.switched, trials: ensemble.trajectories)
    }

    /// The binomial law with the errors that it has from that of the observed probability.
    var lawEstimates: [Estimate] {
      zip(law.probabilities, law.slopes).map {
        ensemble.switchingEstimate.mapped(to: $0, slope: $1)
      }
    }

    /// The correlation of independent outcomes has a variance of 1/n, to first order.
    var correlation: Estimate {
      let error = 1 / Double(max(bits.count, 1)).squareRoot()
      return Estimate(bits.serialCorrelation, standardError: error, largestError: error)
    }

    /// The outcomes, and nothing behind them.
    var bytes: [UInt8] {
      let bytes = ensemble.switchedBits
      return bytes + repeatElement(0, count: max(0, byteCount - bytes.count))
    }
  }

  static let name = "switching-statistics"
  static let summary = "binomial statistics of switching, and its outcomes as random bits"
  static let isStochastic = true
  static let references: [Reference] = [.zheng, .philox, .boxMuller, .wilson]

  static let parameters: [Parameter<Self>] =
    Magnet.parameters.map { $0.held(at: \.magnet) }
    + SwitchingProtocol.parameters.map { $0.held(at: \.pulses) } + [
      .integer(
        "trials", \.trials, 1...1_000_000, "trials N_t of an experiment",
        source: "Zheng et al., Eq. (43)"
      ).bookkeeping(),
      .integer(
        "experiments", \.experiments, 1...1_000_000, "number of experiments",
        source: "Zheng et al., Eq. (43)"
      ).bookkeeping(),
    ]

  static let quantities: [Quantity<Outcome>] =
    results + results.compactMap { $0.standardError(undefinedWhere: EnsembleOutcome.noError) }

  private static let results: [Quantity<Outcome>] =
    EnsembleOutcome.quantities { $0.ensemble } + [
      .number(
        "switching_probability_exact_low", unit: .one,
        "lower end of the 95 % Clopper-Pearson interval",
        source: "Clopper, Pearson, Biometrika 26, 404 (1934)"
      ) { $0.exactInterval.low },
      .number(
        "switching_probability_exact_high", unit: .one,
        "upper end of the 95 % Clopper-Pearson interval",
        source: "Clopper, Pearson, Biometrika 26, 404 (1934)"
      ) { $0.exactInterval.high },
      .sampled(
        "switched_histogram", unit: .one, ["k"],
        "number of experiments in which k trials switched", source: "Zheng et al., Eq. (43)"
      ) { outcome in
        let experiments = outcome.histogram.reduce(0, +)
        return outcome.histogram.map {
          .share($0, of: experiments, scale: Double(experiments)).mapped(to: Double($0), slope: 1)
        }
      },
      .sampled(
        "binomial_probability", unit: .one, ["k"],
        "binomial law P(k) at the observed switching probability",
        source: "Zheng et al., Eq. (43)"
      ) { $0.lawEstimates },
      .sampled(
        "expected_histogram", unit: .one, ["k"],
        "number of experiments in which k trials switch by the binomial law",
        source: "Zheng et al., Eq. (43)"
      ) { outcome in
        let experiments = Double(outcome.histogram.reduce(0, +))
        return outcome.lawEstimates.map {
          $0.mapped(to: experiments * $0.value, slope: experiments)
        }
      },
      .number(
        "chi_squared", unit: .one,
        "chi^2 of the histogram against the binomial law, cells pooled to 5 expected counts",
        source: "Pearson, Phil. Mag. 50, 157 (1900)", undefinedWhere: tooFewCells
      ) { $0.test.statistic },
      .number(
        "p_value", unit: .one, "probability of a larger chi^2 if the binomial law holds",
        source: "Pearson, Phil. Mag. 50, 157 (1900)", undefinedWhere: tooFewCells
      ) { $0.test.pValue },
      .sampled(
        "serial_correlation", unit: .one, [], "correlation of an outcome with the next",
        source: "Knuth, The Art of Computer Programming 2, Sec. 3.3.2 K",
        undefinedWhere: "all outcomes are alike"
      ) { [$0.correlation] },
      .sampled(
        "min_entropy", unit: .one, [], "min-entropy in bits a trial",
        source: "NIST SP 800-90B, Sec. 6.3.1"
      ) { [$0.ensemble.switchingEstimate.mapped(to: $0.bits.minEntropy, slope: $0.bits.slope)] },
      .number(
        "min_entropy_low", unit: .one, "lower 99 % bound of the min-entropy in bits a trial",
        source: "NIST SP 800-90B, Sec. 6.3.1", undefinedWhere: "there is only one trial"
      ) { $0.bits.minEntropyLow },
      .bytes(
        "bits", ["byte"], "outcomes, packed: trial i is bit i mod 8, from the lowest, of byte i/8",
        source: "Zheng et al., Sec. V"
      ) { $0.bytes },
    ]

  private static let tooFewCells =
    "fewer than three cells expect 5 counts: too few experiments, or the outcome is certain"

  static let rules: [@Sendable (Self) -> Conflict?] =
    SwitchingProtocol.ensembleRules.map { rule in { @Sendable in rule($0.pulses, $0.magnet) } } + [
      { model in
        Conflict(
          "experiments",
          "'trials' times 'experiments' is more than the \(UInt32.max) trajectories of a point",
          where: model.hasTooManyTrials)
      }
    ]

  static let cautions: [@Sendable (Self) -> Caution?] =
    SwitchingProtocol.ensembleCautions.map { caution in
      { @Sendable in caution($0.pulses, $0.magnet) }
    }

  private var hasTooManyTrials: Bool { trials * experiments > Int(UInt32.max) }

  var dimensions: [OwnDimension] {
    // Asked for before the rules are: more bytes than there can be would not fit the memory.
    let bytes = hasTooManyTrials ? 0 : (trials * experiments + 7) / 8
    return [
      OwnDimension(
        "k", unit: .one, "trials that switched in an experiment",
        values: (0...trials).map(Double.init)),
      OwnDimension(
        "byte", unit: .one, "byte of the packed outcomes",
        values: (0..<bytes).map(Double.init)),
    ]
  }

  var estimatedSeconds: Double {
    pulses.estimatedSeconds(of: magnet, trajectories: trials * experiments)
  }

  var workingMemory: Int {
    MacrospinEnsemble.memory(trajectories: trials * experiments, savedTimes: 0)
  }

  private var byteCount: Int { (trials * experiments + 7) / 8 }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    try Self.declaredEnsemble.evaluate(self, context).outcome
  }
}

extension SwitchingStatisticsModel {
  static var ensemble: Ensemble<Self>? { declaredEnsemble }

  private static let declaredEnsemble = Ensemble<Self>(
    parameter: "experiments", growing: ["trials", "experiments"],
    limit: { $0.experiments = max(1, $1 / $0.trials) }, count: { $0.trials * $0.experiments },
    unit: \.trials,
    pieces: [
      EnsembleOutcome.counts(
        and: [
          "switching_probability_exact_low", "switching_probability_exact_high",
          "binomial_probability", "expected_histogram", "min_entropy", "min_entropy_low",
        ]
      ) { $0.ensemble },
      .init(
        of: ["switched_histogram", "chi_squared", "p_value", "serial_correlation", "bits"],
        from: ["bits"],
        sum: .bytes(
          SumsGroup.name(of: "outcomes"), ["byte"],
          "outcomes, packed: trial i is bit i mod 8, from the lowest, of byte i/8",
          source: "numerics"
        ) { $0.bytes }),
    ],
    begin: { model, context throws(EvaluationError) in
      try model.pulses.run(
        of: model.magnet, trajectories: model.trials * model.experiments, savedTimes: 0,
        keepsOutcomes: true, context
      ) {
        Outcome($0, trials: model.trials, byteCount: model.byteCount)
      }
    },
    restored: { _, sums, count, stored in
      let bytes = stored("bits") ?? stored(SumsGroup.name(of: "outcomes")) ?? []
      let bits = bytes.prefix((count + 7) / 8).map { UInt8($0) }
      return sums.restored(
        count: count, limbs: [], counts: [EnsembleOutcome.switched(of: count, stored)], bits: bits)
    })
}
