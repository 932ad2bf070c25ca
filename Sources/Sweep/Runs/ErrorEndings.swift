import Base
import Jobs
import Models
import ResultsStorage

extension ExitCode {
  /// How a run ends that cannot go on, by the error that says why.
  init(of error: any Error) {
    switch error {
    case StoreError.interrupted: self = .stopped
    case let error as StoreError:
      self = error.foundNothingWritten ? .badInput : .unexpectedFailure
    case let error as InputError: self = error.stopReason == nil ? .badInput : .stopped
    default: self = .unexpectedFailure
    }
  }
}

extension StopReason {
  /// What has asked for a stop that an error tells of; nil for another error.
  init?(of error: any Error, _ deadline: Deadline?) {
    if let reason = (error as? InputError)?.stopReason {
      self = reason
    } else if case StoreError.interrupted = error {
      self = StopSignal.received.map { .signal($0) } ?? deadline?.reason ?? .timeLimit
    } else {
      return nil
    }
  }
}

extension StoreError {
  /// Whether the error concerns what the user asked for, found before anything was written.
  var foundNothingWritten: Bool {
    switch self {
    case .exists, .missing, .missingFolder, .readOnly, .unreadable, .notResults, .damaged,
      .rearranged, .locked, .noSpace, .tooLarge, .badLayout, .unknownQuantity, .silentWrites:
      true
    case .vanished, .interrupted, .system, .hdf5, .mpi: false
    }
  }
}
