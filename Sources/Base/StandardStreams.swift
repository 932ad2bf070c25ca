import Glibc

/// Standard error without the C library's buffer.
public enum StandardError {
  public static func write(_ text: String) { FileDescriptor.write(text, to: STDERR_FILENO) }
}

/// Standard output without the C library's buffer: under `mpirun` it is a pipe, and what is still
/// in a buffer when a process is killed is lost.
public enum StandardOutput {
  public static func write(_ text: String) { FileDescriptor.write(text, to: STDOUT_FILENO) }
}

private enum FileDescriptor {
  static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
