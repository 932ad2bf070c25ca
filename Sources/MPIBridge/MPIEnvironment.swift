import CMPI

/// The part of a program in which MPI works; one a process, on the main thread.
///
/// MPI ends with it. Errors of MPI are thrown, where MPI's own habit is to end the program.
public struct MPIEnvironment: ~Copyable {
  /// What was decided about the library's settings before it started.
  public let settings: [RuntimeSetting]

  /// Starts MPI, with the settings that files written by many ranks and shared cores need (see
  /// `RuntimeSetting`): `MPI_Init_thread` (MPI 3.1, 12.4.3). Only the main thread may call MPI.
  ///
  /// - Parameter locksFiles: Whether ranks of several machines see what others wrote to a file only
  ///   if they lock it, as with NFS. Evaluated for libraries that must be told, and only then.
  /// - Throws: `MPIError`, also if MPI runs already or has ended.
  public init(locksFiles: @autoclosure () -> Bool = false) throws(MPIError) {
    var initialized: Int32 = 0
    try unsafe check("MPI_Initialized", MPI_Initialized(&initialized))
    if initialized != 0 {
      throw MPIError(
        call: "MPI_Init_thread", code: swift_MPI_ERR_OTHER(), reason: "MPI runs already")
    }
    let settings = RuntimeSetting.apply(library: Self.libraryVersion, locksFiles: locksFiles)
    var provided = swift_MPI_THREAD_SINGLE()
    let wanted = swift_MPI_THREAD_FUNNELED()
    try unsafe check("MPI_Init_thread", MPI_Init_thread(nil, nil, wanted, &provided))
    try unsafe Self.throwErrors(in: swift_MPI_COMM_WORLD())
    try unsafe Self.throwErrors(in: swift_MPI_COMM_SELF())
    self.settings = settings
  }

  /// Makes calls in a group return their error (`MPI_Comm_set_errhandler`, MPI 3.1, 8.3.1).
  private static func throwErrors(in place: swift_MPI_Comm) throws(MPIError) {
    try unsafe check(
      "MPI_Comm_set_errhandler",
      MPI_Comm_set_errhandler(place.handle, swift_MPI_ERRORS_RETURN()))
  }

  deinit {
    if !Self.isFinalized { MPI_Finalize() }
  }

  /// Ends MPI. Collective; afterward no call to MPI is possible in this process: `MPI_Finalize`
  /// (8.7).
  ///
  /// - Throws: `MPIError`.
  public consuming func finalize() throws(MPIError) {
    try check("MPI_Finalize", MPI_Finalize())
  }

  /// The group of all ranks of the program: `MPI_COMM_WORLD` (6.2.4).
  ///
  /// - Throws: `MPIError`.
  public func world() throws(MPIError) -> Communicator {
    try unsafe Communicator(swift_MPI_COMM_WORLD(), owned: false)
  }

  /// The group of this rank alone: `MPI_COMM_SELF` (6.2.4).
  ///
  /// - Throws: `MPIError`.
  public func alone() throws(MPIError) -> Communicator {
    try unsafe Communicator(swift_MPI_COMM_SELF(), owned: false)
  }

  /// Name and version of the MPI library, in its own words: `MPI_Get_library_version` (8.1.1).
  public static var libraryVersion: String {
    unsafe String(unsafeUninitializedCapacity: Int(swift_MPI_MAX_LIBRARY_VERSION_STRING())) {
      text in
      var length: Int32 = 0
      let answer = unsafe text.withMemoryRebound(to: CChar.self) {
        unsafe MPI_Get_library_version($0.baseAddress, &length)
      }
      return answer == swift_MPI_SUCCESS() ? Int(length) : 0
    }
  }

  /// Name and version of the MPI library, shortly: `Open MPI v4.1.4`, `MPICH Version: 4.0.2`.
  public static var libraryName: String {
    let line = libraryVersion.prefix { $0 != "," && !$0.isNewline }
    return String(line.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }

  static var isFinalized: Bool {
    var finalized: Int32 = 0
    return unsafe MPI_Finalized(&finalized) == swift_MPI_SUCCESS() && finalized != 0
  }
}
