import Glibc

/// The processor of this machine, as the system tells.
package enum ProcessorInformation {
  /// Its name; nil if the system does not say.
  package static var name: String? { field("model name") ?? field("Model") }

  /// Its instructions, as `/proc/cpuinfo` names them (`avx2`, `fma`, `avx512f`).
  package static var instructions: Set<String> {
    Set((field("flags") ?? field("Features") ?? "").split(separator: " ").map(String.init))
  }

  /// Cores that this process may use: what a launcher or a container has left it.
  package static var availableCores: Int {
    // The mask of the scheduler in hexadecimal digits: ff,ffffffff.
    let mask = field("Cpus_allowed", of: "/proc/self/status")
    let bits = mask?.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) } ?? 0
    return bits > 0 ? bits : cores
  }

  /// Cores that this machine has.
  package static var cores: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }

  /// How many processes have wanted a core in the last minute, on average; nil if the system does
  /// not say.
  package static var load: Double? {
    var averages = 0.0
    return unsafe getloadavg(&averages, 1) == 1 ? averages : nil
  }

  /// The first line of a name; the processors of a machine are alike.
  private static func field(_ name: String, of file: String = "/proc/cpuinfo") -> String? {
    guard let bytes = try? SmallFile.bytes(file) else { return nil }
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let text = String(decoding: line, as: UTF8.self)
      guard text.hasPrefix(name), let colon = text.firstIndex(of: ":"),
        text[..<colon].dropFirst(name.count).allSatisfy(\.isWhitespace)
      else { continue }
      return String(text[text.index(after: colon)...].drop(while: \.isWhitespace))
    }
    return nil
  }
}

/// Programs that the shell would find.
package enum ExecutableSearch {
  /// The path of a program; nil if no folder of `PATH` has it.
  package static func path(of program: String) -> String? {
    guard let list = unsafe getenv("PATH") else { return nil }
    for folder in unsafe String(cString: list).split(separator: ":") {
      let path = "\(folder)/\(program)"
      if unsafe access(path, X_OK) == 0 { return path }
    }
    return nil
  }
}
