import Glibc

/// A setting of Open MPI (an "MCA parameter") or Intel MPI (a variable), and who chose its value.
///
/// Some settings matter so much that the program chooses them where the user has not. Of Open MPI:
///
/// - `io`: the component that reads and writes files. The default, `ompio`, reports success when a
///   collective write to a full disk fails (Open MPI 4.1.4); ROMIO returns the error on every rank.
///   Open MPI 6 has no ROMIO. Whichever writes in the end, it is tried before results depend on it.
/// - `mpi_yield_when_idle`: whether ranks that wait inside MPI leave the core to others. Without it
///   more ranks than cores are slower many times over.
/// - `ess_singleton_isolated`: whether a program started without `mpirun` does without a daemon
///   beside it, which costs time at the start and outlives a program that is killed.
/// - `pml`, `btl`: how messages travel. Where all ranks are on one machine, that is shared memory;
///   to look for networks first takes three quarters of Open MPI's time to start.
///
/// Of Intel MPI:
///
/// - `I_MPI_EXTRA_FILESYSTEM_FORCE`: for what file system files are written. Intel MPI takes those
///   that it does not know, ext4 among them, for NFS: it locks whatever it writes, and keeps the
///   lock when a write fails. `ufs` is the way to write without locks, as other libraries do.
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

  /// The library's name for it.
  public let name: String
  /// The value.
  public let value: String
  /// Who chose it.
  public let origin: Origin

  /// `name=value`, and who chose it if not this program.
  public var description: String {
    switch origin {
    case .program: "\(name)=\(value)"
    case .environment: "\(name)=\(value) (set by the user)"
    case .file(let path): "\(name)=\(value) (set in \(path))"
    }
  }

  /// Chooses what the user has not, through the environment that the library reads when it starts.
  ///
  /// - Parameter locksFiles: see `MPIEnvironment.init`.
  static func apply(library: String, locksFiles: () -> Bool) -> [RuntimeSetting] {
    if isIntel(library: library) {
      let settings = fileSystem(in: environment, locksFiles: locksFiles)
      for setting in settings { unsafe setenv(setting.name, setting.value, 1) }
      return settings
    }
    guard library.hasPrefix("Open MPI v") else { return [] }
    var choices = [("mpi_yield_when_idle", "1"), ("ess_singleton_isolated", "1")]
    if let romio = romioComponent(library: library) { choices.insert(("io", romio), at: 0) }
    return choices.map { name, wanted in chosen(name) ?? choose(name, wanted) }
      + sharedMemory(library: library)
  }

  /// Chooses shared memory for messages, if all ranks are on this machine and nothing that has been
  /// chosen speaks against it. Excluding other ways (`^ucx`, as Debian does) is no objection.
  private static func sharedMemory(library: String) -> [RuntimeSetting] {
    let components = ["self", sharedMemoryComponent(library: library)]
    let choices = [("pml", ["ob1"]), ("btl", components)]
    let isOpen = (choices + [("mtl", [])]).allSatisfy { name, wanted in
      guard let value = chosen(name)?.value else { return true }
      let excluded = value.dropFirst().split(separator: ",").map(String.init)
      return value.hasPrefix("^") && !wanted.contains(where: excluded.contains)
    }
    guard isOnOneMachine, isOpen else { return [] }
    return choices.map { name, wanted in choose(name, wanted.joined(separator: ",")) }
  }

  /// Whether a library is Intel MPI.
  package static func isIntel(library: String) -> Bool { library.hasPrefix("Intel(R) MPI Library") }

  /// How Intel MPI is to write files, unless one of its variables says so, or that of ROMIO.
  ///
  /// - Parameters:
  ///   - variables: Those of the environment.
  ///   - locksFiles: see `MPIEnvironment.init`.
  package static func fileSystem(
    in variables: (String) -> String?, locksFiles: () -> Bool
  ) -> [RuntimeSetting] {
    let wanted = "I_MPI_EXTRA_FILESYSTEM_FORCE"
    let others = [
      "I_MPI_FILESYSTEM_FORCE", "I_MPI_EXTRA_FILESYSTEM", "I_MPI_FILESYSTEM", "ROMIO_FSTYPE_FORCE",
    ]
    for name in [wanted] + others {
      guard let value = variables(name) else { continue }
      return [RuntimeSetting(name: name, value: value, origin: .environment)]
    }
    return locksFiles() ? [] : [RuntimeSetting(name: wanted, value: "ufs", origin: .program)]
  }

  private static func choose(_ name: String, _ wanted: String) -> RuntimeSetting {
    unsafe setenv(variable(of: name), wanted, 1)
    return RuntimeSetting(name: name, value: wanted, origin: .program)
  }

  /// What has been chosen for a setting of Open MPI, if anything has.
  private static func chosen(_ name: String) -> RuntimeSetting? {
    if let value = environment(variable(of: name)) {
      return RuntimeSetting(name: name, value: value, origin: .environment)
    }
    for path in parameterFiles() {
      if let value = textOfFile(path).flatMap({ valueOf(name, in: $0) }) {
        return RuntimeSetting(name: name, value: value, origin: .file(path))
      }
    }
    return nil
  }

  private static func variable(of name: String) -> String { "OMPI_MCA_\(name)" }

  /// Whether all ranks are known to be on this machine: told by `mpirun`, or because nothing has
  /// started the program together with others.
  private static var isOnOneMachine: Bool {
    if let size = number("OMPI_COMM_WORLD_SIZE") {
      return size == number("OMPI_COMM_WORLD_LOCAL_SIZE")
    }
    let ofLaunchers: [String] = ["PMIX_RANK", "PMI_RANK", "SLURM_PROCID"]
    return ofLaunchers.allSatisfy { environment($0) == nil }
  }

  private static func number(_ variable: String) -> Int? {
    environment(variable).flatMap { Int($0) }
  }

  /// The name under which a version of Open MPI carries shared memory.
  package static func sharedMemoryComponent(library: String) -> String {
    ["2", "3", "4"].contains { library.hasPrefix("Open MPI v\($0).") } ? "vader" : "sm"
  }

  /// The name under which a version of Open MPI carries ROMIO; nil for those that do not, and for
  /// other MPI libraries.
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

  /// The parameter files of the user and of the installation, in the order that Open MPI reads
  /// them.
  private static func parameterFiles() -> [String] {
    var paths: [String] = []
    if let home = environment("HOME") { paths.append("\(home)/.openmpi/mca-params.conf") }
    if let prefix = environment("OPAL_PREFIX") {
      paths.append("\(prefix)/etc/openmpi-mca-params.conf")
    }
    return paths + ["/etc/openmpi/openmpi-mca-params.conf", "/etc/openmpi-mca-params.conf"]
  }

  private static func trimmed(_ text: Substring) -> String {
    let isBlank = { (character: Character) in character.isWhitespace }
    let rest = text.drop(while: isBlank)
    return String(rest.reversed().drop(while: isBlank).reversed())
  }
}

private func environment(_ name: String) -> String? {
  unsafe getenv(name).map { unsafe String(cString: $0) }
}

/// The text of a small file, or nil if it cannot be read.
private func textOfFile(_ path: String) -> String? {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = unsafe read(descriptor, &block, block.count)
    if count < 0 { return nil }
    if count == 0 { return String(decoding: bytes, as: UTF8.self) }
    bytes += block[..<count]
  }
}
