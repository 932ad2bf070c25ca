import MPIBridge
import Models

extension PointInspection {
  /// What all ranks have seen together. Collective.
  func combined(over ranks: borrowing Communicator) throws(MPIError) -> PointInspection {
    var whole = self
    whole.firsts = try ranks.allReduce(firsts, .minimum)
    whole.counts = try ranks.allReduce(counts, .sum)
    whole.signal = try ranks.allReduce(signal, .maximum)
    whole.timeIsUp = try ranks.allReduce(timeIsUp, .maximum)
    return whole
  }
}
