import CMPI

/// A call to MPI that failed.
public struct MPIError: Error, Equatable, Codable, CustomStringConvertible {
  /// Name of the MPI function.
  public let call: String
  /// MPI's error code (MPI 3.1, 8.4).
  public let code: Int32
  /// What MPI says about the code: `MPI_Error_string` (8.3.4).
  public let reason: String

  /// An error with a reason of its own.
  public init(call: String, code: Int32, reason: String) {
    self.call = call
    self.code = code
    self.reason = reason
  }

  init(call: String, code: Int32) {
    let capacity = Int(swift_MPI_MAX_ERROR_STRING())
    let reason = unsafe String(unsafeUninitializedCapacity: capacity) { text in
      var length: Int32 = 0
      let answer = unsafe text.withMemoryRebound(to: CChar.self) {
        unsafe MPI_Error_string(code, $0.baseAddress, &length)
      }
      return answer == swift_MPI_SUCCESS() ? Int(length) : 0
    }
    self.init(call: call, code: code, reason: reason.isEmpty ? "unknown error" : reason)
  }

  /// One sentence for the user.
  public var description: String { "\(call) failed: \(reason)" }
}

/// Turns the return code of an MPI function into an error.
@inline(__always)
func check(_ call: StaticString, _ code: Int32) throws(MPIError) {
  if code != swift_MPI_SUCCESS() { throw MPIError(call: "\(call)", code: code) }
}

/// A count, rank or tag as MPI's `int`.
@inline(__always)
func cInt(_ call: StaticString, _ value: Int) throws(MPIError) -> Int32 {
  guard let number = Int32(exactly: value) else {
    throw MPIError(
      call: "\(call)", code: swift_MPI_ERR_COUNT(), reason: "\(value) exceeds MPI's int")
  }
  return number
}
