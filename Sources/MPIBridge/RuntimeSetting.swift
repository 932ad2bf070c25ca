import Glibc

/// A setting of Open MPI (an "MCA parameter") and who chose its value.
///
/// Some settings matter so much that the program chooses them where the user has not:
///
/// - `io`: the component that reads and writes files. The default, `ompio`, reports success when a
///   collective write to a full disk fails (Open MPI 4.1.4); ROMIO returns the error on every rank.
/// - `mpi_yield_when_idle`: whether ranks that wait inside MPI leave the core to others. Without it
///   more ranks than cores are slower many times over.
/// - `ess_singleton_isolated`: whether a program started without `mpirun` does without a daemon
///   beside it, which costs time at the start and outlives a program that is killed.
public struct RuntimeSetting: Sendable, Equatable, CustomStringConvertible {
  /// Who chose the value.
  public enum Origin: Sendable, Equatable {
    /// This program.
    case program
    /// The user: environment variable, or `--mca` on the command line of `mpirun`.
    case environment
    /// The user or the administrator: the file at this path.
    case file(String)
  }

  /// Open MPI's name.
  public let name: String
  /// The value.
  public let value: String
  /// Who chose it.
  public let origin: Origin

  public var description: String {
    switch origin {
    case .program: "\(name)=\(value)"
    case .environment: "\(name)=\(value) (set by the user)"
    case .file(let path): "\(name)=\(value) (set in \(path))"
    }
  }

  /// Chooses what the user has not, through the environment that Open MPI reads when it starts.
  static func apply(library: String) -> [RuntimeSetting] {
    guard let romio = romioComponent(library: library) else { return [] }
    let files = parameterFiles()
    let choices = [("io", romio), ("mpi_yield_when_idle", "1"), ("ess_singleton_isolated", "1")]
    return choices.map { name, wanted in
      let variable = "OMPI_MCA_\(name)"
      if let value = getenv(variable) {
        return RuntimeSetting(name: name, value: String(cString: value), origin: .environment)
      }
      for path in files {
        if let value = textOfFile(path).flatMap({ valueOf(name, in: $0) }) {
          return RuntimeSetting(name: name, value: value, origin: .file(path))
        }
      }
      setenv(variable, wanted, 1)
      return RuntimeSetting(name: name, value: wanted, origin: .program)
    }
  }

  /// The name under which a version of Open MPI carries ROMIO; nil for other MPI libraries.
  package static func romioComponent(library: String) -> String? {
    guard library.hasPrefix("Open MPI v") else { return nil }
    switch library.dropFirst("Open MPI v".count).prefix(while: \.isNumber) {
    case "2", "3": return "romio314"
    case "4": return "romio321"
    case "5": return "romio341"
    default: return nil
    }
  }

  /// The value that the text of a parameter file (`name = value`, `#` starts a comment) gives.
  package static func valueOf(_ name: String, in text: String) -> String? {
    for line in text.split(separator: "\n") {
      let content = line.prefix { $0 != "#" }
      let parts = content.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, trimmed(parts[0]) == name else { continue }
      return trimmed(parts[1])
    }
    return nil
  }

  /// The parameter files of the user and of the installation, in the order that Open MPI reads them.
  private static func parameterFiles() -> [String] {
    var paths: [String] = []
    if let home = getenv("HOME") {
      paths.append("\(String(cString: home))/.openmpi/mca-params.conf")
    }
    if let prefix = getenv("OPAL_PREFIX") {
      paths.append("\(String(cString: prefix))/etc/openmpi-mca-params.conf")
    }
    return paths + ["/etc/openmpi/openmpi-mca-params.conf", "/etc/openmpi-mca-params.conf"]
  }

  private static func trimmed(_ text: Substring) -> String {
    let isBlank = { (character: Character) in character.isWhitespace }
    let rest = text.drop(while: isBlank)
    return String(rest.reversed().drop(while: isBlank).reversed())
  }
}

/// The text of a small file, or nil if it cannot be read.
private func textOfFile(_ path: String) -> String? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if count < 0 { return nil }
    if count == 0 { return String(decoding: bytes, as: UTF8.self) }
    bytes += block[..<count]
  }
}
