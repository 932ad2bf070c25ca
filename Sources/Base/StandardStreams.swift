import Glibc

// Without the C library's buffers: under `mpirun` standard output is a pipe, and what is still in a
// buffer when a process is killed is lost. What cannot be written is nobody's to be told.

/// Standard error, for messages.
public enum StandardError {
  /// Writes a text as UTF-8; control characters in it, which users and files may have put there, are
  /// written out.
  public static func write(_ text: String) { send(text.printableLines) }

  /// Writes a line in the place of the one that the cursor is in.
  package static func writeOverLine(_ text: String) { send("\r" + text.printable) }

  private static func send(_ text: String) {
    try? unsafe OpenFile.write(text.utf8.span.bytes, to: STDERR_FILENO)
  }
}

/// Standard output, for what was asked for.
public enum StandardOutput {
  /// Writes a text as UTF-8.
  public static func write(_ text: String) {
    try? unsafe OpenFile.write(text.utf8.span.bytes, to: STDOUT_FILENO)
  }
}
