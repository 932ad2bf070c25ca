import CHDF5

/// A call to HDF5 that failed.
public struct HDF5Error: Error, Equatable, Codable, CustomStringConvertible {
  /// Name of the HDF5 function.
  public let call: String
  /// The file, dataset or attribute it was called for.
  public let object: String
  /// HDF5's own reason: the innermost entry of its error stack.
  public let reason: String

  /// An error with a reason of its own.
  public init(call: String, object: String, reason: String) {
    self.call = call
    self.object = object
    self.reason = reason
  }

  /// The error of the call to HDF5 that has just failed.
  init(failed call: String, object: String) {
    var innermost = "unknown reason"
    unsafe withUnsafeMutablePointer(to: &innermost) { reason in
      // Upward starts at the function where the trouble began; one entry is enough.
      _ = unsafe H5Ewalk2(
        swift_H5E_DEFAULT(), H5E_WALK_UPWARD,
        { _, entry, context in
          if let text = unsafe entry?.pointee.desc {
            unsafe context?.assumingMemoryBound(to: String.self).pointee = unsafe String(
              cString: text)
          }
          return 1
        }, unsafe reason)
    }
    self.init(call: call, object: object, reason: innermost)
  }

  /// One sentence for the user.
  public var description: String { "\(call) failed for '\(object)': \(reason)" }
}

/// Turns a negative return value of HDF5, its sign of failure, into an error.
@discardableResult
func check<Code: SignedInteger>(
  _ call: StaticString, _ object: @autoclosure () -> String, _ code: Code
) throws(HDF5Error) -> Code {
  if code < 0 { throw HDF5Error(failed: "\(call)", object: object()) }
  return code
}

/// The HDF5 library as a whole.
public enum HDF5Library {
  /// Its version, `1.10.8` (`H5get_libversion`).
  public static var version: String {
    var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
    guard unsafe H5get_libversion(&major, &minor, &release) >= 0 else { return "unknown" }
    return "\(major).\(minor).\(release)"
  }

  /// Keeps HDF5 from printing its error stack, on every rank, for each error that is handled here.
  /// To be asked before the first call.
  static let isQuiet = H5open() >= 0 && H5Eset_auto2(swift_H5E_DEFAULT(), nil, nil) >= 0
}
