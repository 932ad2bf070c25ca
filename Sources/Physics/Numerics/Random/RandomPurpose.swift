/// What a stream of random numbers is drawn for. Two purposes never share a number, whatever the
/// seed, the point and the trajectory. A raw value keeps its meaning for ever: results depend on
/// it.
public enum RandomPurpose: UInt16, Sendable, CaseIterable {
  /// The thermal and quantum fields on a macrospin.
  case magneticField = 0
  /// The noise of spin-transfer torque on a spin of fixed length.
  case spinTorqueNoise = 1
  /// The direction in which a trajectory starts.
  case initialDirection = 2
  /// When and how a quantum trajectory jumps.
  case quantumJump = 3
  /// Which pure states of a mixture quantum trajectories start from.
  case initialState = 4
  /// Where the search for a ground state starts.
  case trialState = 5
}
