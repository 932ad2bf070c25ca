/// What has become of a point.
public enum PointStatus: UInt8, Sendable, CaseIterable {
  /// Not yet computed.
  case pending = 0
  /// Computed; its values are in the file.
  case done = 1
  /// Could not be computed; why is in the file.
  case failed = 2

  /// The word that stands for it in files.
  public var label: String {
    switch self {
    case .pending: "pending"
    case .done: "done"
    case .failed: "failed"
    }
  }
}
