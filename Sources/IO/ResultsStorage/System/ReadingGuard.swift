import Glibc
import Synchronization

/// A sentence in the place of a crash of the HDF5 library. It trusts what a file says about itself:
/// bytes that are wrong, with a checksum that is right, lead it to addresses that do not exist.
enum ReadingGuard {
  // A signal handler reaches nothing but global state.
  /// A C string, the sentence for the file that is being read; 0 while none is.
  private static let sentence = Atomic<UInt>(0)

  /// Signals of a library that has lost its way. Those of a trap in Swift are not among them: they
  /// are faults of this program.
  private static let signals = [SIGSEGV, SIGBUS, SIGFPE, SIGABRT]

  /// Does what calls HDF5 to read a file. If that crashes, the program ends with one sentence and
  /// the exit code of bad input, since nothing can be done after it.
  static func during<Result: ~Copyable, Failure: Error>(
    _ path: String, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let text = unsafe strdup(
      "spinsweep: \(path) is damaged: HDF5 cannot read what describes its contents\n")
    let before = sentence.exchange(UInt(bitPattern: text), ordering: .relaxed)
    var olds = signals.map { _ in sigaction() }
    for (index, number) in signals.enumerated() {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { _ in ReadingGuard.end() }
      unsafe sigaction(number, &action, &olds[index])
    }
    defer {
      for (index, number) in signals.enumerated() {
        unsafe sigaction(number, &olds[index], nil)
      }
      sentence.store(before, ordering: .relaxed)
      unsafe free(text)
    }
    return try body()
  }

  /// By nothing but calls that a signal handler may make.
  private static func end() {
    if let text = unsafe UnsafePointer<CChar>(bitPattern: sentence.load(ordering: .relaxed)) {
      _ = unsafe write(2, text, strlen(text))
    }
    _exit(2)
  }
}
