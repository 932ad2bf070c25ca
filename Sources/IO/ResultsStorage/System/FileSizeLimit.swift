import Base
import Glibc

/// The size that files of this process may have (`RLIMIT_FSIZE`).
enum FileSizeLimit {
  /// Does something while writes at and beyond a place in any file fail, as on a disk that is full
  /// there: with EFBIG, before they reach the file system.
  ///
  /// What libraries print meanwhile is of no interest to users: some components of Open MPI print
  /// what they do not report.
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
    let errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)
    if errors >= 0, let nowhere = try? OpenFile("/dev/null", O_WRONLY) {
      dup2(nowhere.descriptor, STDERR_FILENO)
    }
    defer {
      if errors >= 0 {
        dup2(errors, STDERR_FILENO)
        close(errors)
      }
    }
    return body()
  }
}
