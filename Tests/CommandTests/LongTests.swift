import Foundation

/// Tests that take minutes, mostly waiting: they run where `SPINSWEEP_LONG_TESTS` is set.
enum LongTests {
  static let areWanted = ProcessInfo.processInfo.environment["SPINSWEEP_LONG_TESTS"] != nil
}
