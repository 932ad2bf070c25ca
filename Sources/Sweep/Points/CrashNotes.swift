import Base
import Glibc
import Synchronization

/// Which points ended the program, in a file beside the results: `FILE.crashes`, a line each.
///
/// A line is written at the crash itself, by the rank whose point it was: by the handler of the
/// signal, or by the watch over points that hang. So ranks that are killed because another one
/// crashed, and programs that are killed from outside, leave no line.
public enum CrashNotes {
  /// A point that is noted this often is marked failed instead of computed again.
  static let mostCrashes = 2

  // A signal handler reaches nothing but global state.
  /// The point in work, −1 if none is.
  private static let point = Atomic<Int>(-1)
  /// When it was begun: the bits of seconds on `Clock`.
  private static let start = Atomic<UInt64>(0)
  /// The path of the file, a C string that lives as long as the program; 0 before it is known.
  private static let path = Atomic<UInt>(0)

  package static func path(of results: String) -> String { results + ".crashes" }

  /// Handles the signals of crashes from here on. To be called once, after MPI has started: its own
  /// handlers, which print stacks, are replaced.
  package static func install(for results: String) {
    point.store(-1, ordering: .relaxed)
    _ = start.load(ordering: .relaxed)
    path.store(UInt(bitPattern: strdup(Self.path(of: results))), ordering: .relaxed)
    // A stack of its own, since one that is used up is a crash too.
    let size = 1 << 16
    var stack = stack_t(ss_sp: malloc(size), ss_flags: 0, ss_size: size)
    sigaltstack(&stack, nil)
    for number in crashSignals {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { CrashNotes.handle($0) }
      // Once: the second time the signal does what it does by default.
      action.sa_flags = Int32(truncatingIfNeeded: SA_RESETHAND) | SA_ONSTACK | SA_NODEFER
      sigaction(number, &action, nil)
    }
  }

  private static let crashSignals = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP]

  /// A point is begun.
  @inline(__always)
  package static func begin(_ number: Int) { point.store(number, ordering: .relaxed) }

  /// Notes the time too, for the watch over points that hang.
  package static func begin(_ number: Int, at time: Double) {
    start.store(time.bitPattern, ordering: .relaxed)
    point.store(number, ordering: .relaxed)
  }

  /// No point is in work: what happens now is no point's fault.
  @inline(__always)
  package static func end() { point.store(-1, ordering: .relaxed) }

  /// Seconds that the point in work has taken, and its number; nil if none is.
  package static func inWork(_ now: Double) -> (point: Int, seconds: Double)? {
    let number = point.load(ordering: .relaxed)
    guard number >= 0 else { return nil }
    return (number, now - Double(bitPattern: start.load(ordering: .relaxed)))
  }

  private static func handle(_ number: Int32) {
    let point = point.load(ordering: .relaxed)
    if point >= 0 { append(point: point, signal: number) }
    raise(number)
  }

  /// Appends a line, by nothing but calls that a signal handler may make. Signal 0 stands for a point
  /// that hangs.
  package static func append(point: Int, signal: Int32) {
    guard let path = UnsafePointer<CChar>(bitPattern: path.load(ordering: .relaxed)) else { return }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { line in
      // From the end: line feed, signal, blank, point.
      var first = 47
      line[first] = 10
      prepend(Int(signal), to: line, &first)
      first -= 1
      line[first] = 32
      prepend(point, to: line, &first)
      let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { return }
      _ = write(descriptor, line.baseAddress?.advanced(by: first), 48 - first)
      close(descriptor)
    }
  }

  @inline(__always)
  private static func prepend(
    _ number: Int, to line: UnsafeMutableBufferPointer<UInt8>, _ first: inout Int
  ) {
    var rest = number
    repeat {
      first -= 1
      line[first] = UInt8(48 + rest % 10)
      rest /= 10
    } while rest > 0
  }
}

extension CrashNotes {
  /// The noted points, each with the sentence for it if it is not to be computed again.
  package static func read(of results: String) -> [(point: Int, sentence: String?)] {
    var signals: [Int: [Int32]] = [:]
    for line in SmallFile.text(path(of: results)).split(separator: "\n") {
      let numbers = line.split(separator: " ").compactMap { Int($0) }
      // A line that was cut off by the crash says nothing.
      guard numbers.count == 2, let signal = Int32(exactly: numbers[1]) else { continue }
      signals[numbers[0], default: []].append(signal)
    }
    return signals.sorted { $0.key < $1.key }.map { point, signals in
      (point, signals.count < mostCrashes ? nil : sentence(signals))
    }
  }

  /// Forgets all notes.
  package static func remove(of results: String) { unlink(path(of: results)) }

  private static func sentence(_ signals: [Int32]) -> String {
    let causes = signals.map { signal in
      signal == 0 ? "no answer" : String(cString: strsignal(signal))
    }
    var different: [String] = []
    for cause in causes where !different.contains(cause) { different.append(cause) }
    return "ended the program \(signals.count) times (\(different.joined(separator: ", ")))"
  }
}
