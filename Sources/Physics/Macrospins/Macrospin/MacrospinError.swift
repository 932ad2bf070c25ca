/// Why an ensemble of macrospins cannot be integrated.
public enum MacrospinError: Error, Sendable, Equatable {
  /// The time step is not a positive number of seconds.
  case timeStep(Double)
  /// The duration of a stage is negative or not a number.
  case duration(Double)
  /// More steps than the 2³² − 1 that a random stream can tell apart.
  case tooManySteps(Double)
  /// The number of trajectories is not within 1…2³² − 1.
  case trajectories(Int)
  /// The number of saved times is negative.
  case savedTimes(Int)
  /// A strength of a random field is negative or not a number: a current that flows backward is
  /// one with −p.
  case noiseStrength(Double)
  /// There is no Boltzmann law to start from at a temperature in K: it is 0, or so low that
  /// directions could not be told apart.
  case initialState(temperature: Double)
}

extension MacrospinError {
  /// - Throws: `trajectories` or `savedTimes`.
  static func check(trajectories: Int, savedTimes: Int) throws(MacrospinError) {
    guard (1...Int(UInt32.max)).contains(trajectories) else { throw .trajectories(trajectories) }
    guard savedTimes >= 0 else { throw .savedTimes(savedTimes) }
  }
}

extension MacrospinError: CustomStringConvertible {
  /// The reason as part of a sentence.
  public var description: String {
    switch self {
    case .timeStep(let step): "a time step of \(step) s is not positive"
    case .duration(let duration): "a stage cannot last \(duration) s"
    case .tooManySteps(let steps): "\(steps) time steps are more than the possible \(UInt32.max)"
    case .trajectories(let count): "\(count) trajectories are not within 1…\(UInt32.max)"
    case .savedTimes(let count): "\(count) is not a number of saved times"
    case .noiseStrength(let strength):
      "a random field cannot have the strength \(strength) (A/m)² s"
    case .initialState(let temperature): "there is no Boltzmann law at \(temperature) K"
    }
  }
}
