import Glibc

// Without the C library's buffers: under `mpirun` standard output is a pipe, and what is still in a
// buffer when a process is killed is lost.

/// What a process is started with.
public enum StandardStreams {
  /// Gives streams that the process was started without a place where nothing arrives: the next
  /// file that is opened would take it, and get what is meant for the stream. To be called first.
  public static func open() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(stream, F_GETFD) < 0 {
      // The lowest number that is free is that of the stream. It stays open, and is inherited.
      _ = unsafe Glibc.open("/dev/null", O_RDWR)
    }
  }
}

/// Standard error, for messages. What cannot be written there is nobody's to be told.
public enum StandardError {
  /// Writes a text as UTF-8; control characters in it, which users and files may have put there,
  /// are written out.
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
  ///
  /// - Throws: `WriteError` if some of it could not be written, as on a full disk.
  public static func write(_ text: String) throws(WriteError) {
    do throws(SystemError) {
      try unsafe OpenFile.write(text.utf8.span.bytes, to: STDOUT_FILENO)
    } catch {
      throw WriteError("standard output", error)
    }
  }
}
