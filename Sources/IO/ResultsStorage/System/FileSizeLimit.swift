import Glibc

/// The size that files of this process may have (`RLIMIT_FSIZE`).
enum FileSizeLimit {
  /// Does something while writes at and beyond a place in any file fail, as on a disk that is full
  /// there: with EFBIG, before they reach the file system.
  ///
  /// - Returns: nil, and nothing was done, if there can be no such limit.
  static func lowered<Result>(to bytes: Int, _ body: () -> Result) -> Result? {
    let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    var before = rlimit()
    guard unsafe getrlimit(resource, &before) == 0 else { return nil }
    // Without this the system would end the process.
    let handler = signal(SIGXFSZ, SIG_IGN)
    defer { _ = signal(SIGXFSZ, handler) }
    var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: before.rlim_max)
    guard unsafe setrlimit(resource, &limit) == 0 else { return nil }
    defer { _ = unsafe setrlimit(resource, &before) }
    return body()
  }
}
