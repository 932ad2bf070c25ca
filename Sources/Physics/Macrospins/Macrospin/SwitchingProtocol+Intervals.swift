/// A stretch of a switching protocol in which nothing changes.
struct PulseInterval: Sendable, Equatable {
  /// In s; a pulse that takes no time has an interval of zero length, or none.
  let duration: Double
  /// Whether V_b is applied.
  let hasVoltage: Bool
  /// Whether the current flows.
  let hasCurrent: Bool
  /// Whether it is the relaxation after the last pulse.
  var isRelaxation = false
}

extension SwitchingProtocol {
  /// The stretches from the start to the end, in order.
  ///
  /// A current that follows the voltage by default has intervals of exactly the durations given. So
  /// has a pulse that no edge of the other one divides; what overlaps or lies between pulses is a
  /// difference of times.
  var intervals: [PulseInterval] {
    let relaxing = PulseInterval(
      duration: relaxation, hasVoltage: false, hasCurrent: false, isRelaxation: true)
    guard let currentStart = givenCurrentStart else {
      let waiting = PulseInterval(duration: voltageStart, hasVoltage: false, hasCurrent: false)
      return (voltageStart > 0 ? [waiting] : []) + [
        PulseInterval(duration: voltagePulse, hasVoltage: true, hasCurrent: false),
        PulseInterval(duration: currentPulse, hasVoltage: false, hasCurrent: true), relaxing,
      ]
    }
    let voltage = (start: voltageStart, end: voltageStart + voltagePulse)
    let current = (start: currentStart, end: currentStart + currentPulse)
    var edges = [0.0]
    for edge in [voltage.start, voltage.end, current.start, current.end].sorted() {
      // Edges that are meant to coincide may differ by rounding.
      if edge - edges[edges.count - 1] > 1e-6 * timeStep { edges.append(edge) }
    }
    let pulses = zip(edges, edges.dropFirst()).map { start, end in
      let middle = start + (end - start) / 2
      func covers(_ pulse: (start: Double, end: Double)) -> Bool {
        pulse.start < middle && middle < pulse.end
      }
      func isWhole(_ pulse: (start: Double, end: Double)) -> Bool {
        max(abs(pulse.start - start), abs(pulse.end - end)) <= 1e-6 * timeStep
      }
      let duration =
        isWhole(voltage) ? voltagePulse : isWhole(current) ? currentPulse : end - start
      return PulseInterval(
        duration: duration, hasVoltage: covers(voltage), hasCurrent: covers(current))
    }
    return pulses + [relaxing]
  }
}
