import Glibc

/// The terminal that standard error may be.
package enum Terminal {
  /// Whether a line can be written over: it is a terminal, and not one that only prints.
  package static var overwritesLines: Bool {
    guard isatty(STDERR_FILENO) == 1 else { return false }
    let kind = unsafe getenv("TERM").map { unsafe String(cString: $0) } ?? "dumb"
    return kind != "dumb" && !kind.isEmpty
  }

  /// Characters of a line; 80 where that is not known.
  package static var columns: Int {
    var size = winsize()
    let isKnown = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return isKnown ? Int(size.ws_col) : 80
  }
}
