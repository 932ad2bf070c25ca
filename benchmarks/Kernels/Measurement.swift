/// The time of one kernel on one core.
struct Measurement {
  let kernel: String
  let unit: String
  /// Time of one unit in ns.
  let nanoseconds: Double
  /// A result of the kernel, so that nothing is optimized away.
  let checksum: Double

  /// Runs a kernel again and again for two seconds and keeps the shortest time, since whatever else
  /// a machine does only ever adds.
  ///
  /// - Parameters:
  ///   - kernel: What is measured.
  ///   - unit: What the time is for, such as "normal number".
  ///   - count: How many of them one call of the body makes.
  ///   - body: The kernel; returns something that depends on all of its work.
  init(_ kernel: String, per unit: String, count: Int, _ body: () -> Double) {
    let clock = ContinuousClock()
    var best = Duration.seconds(3600)
    var spent = Duration.zero
    var checksum = 0.0
    while spent < .seconds(2) {
      let time = clock.measure { checksum = body() }
      best = min(best, time)
      spent += time
    }
    self.kernel = kernel
    self.unit = unit
    self.checksum = checksum
    nanoseconds = best / .nanoseconds(1) / Double(count)
  }

  /// One JSON object.
  var line: String {
    let rounded = (nanoseconds * 1000).rounded() / 1000
    return "{\"kernel\": \"\(kernel)\", \"nanoseconds\": \(rounded), \"per\": \"\(unit)\", "
      + "\"checksum\": \(checksum)}"
  }
}
