import ResultsStorage

extension StoreError {
  /// Whether the error concerns what the user asked for, found before anything was written.
  var foundNothingWritten: Bool {
    switch self {
    case .exists, .missing, .missingFolder, .readOnly, .unreadable, .notResults, .damaged, .locked,
      .noSpace, .tooLarge, .badLayout, .unknownQuantity:
      true
    case .vanished, .interrupted, .system, .hdf5, .mpi: false
    }
  }
}
