import Base
import Glibc

/// Becomes the program whose kernels were compiled for this processor, where there are several.
///
/// What is delivered has to run on many processors, and is compiled for what they all have (AVX2).
/// Beside it lies the same program compiled for wider vectors; results have the same bits. Before
/// anything else the first becomes the widest one that this processor can execute.
package enum ProcessorStart {
  /// `any` keeps the program as it was called.
  package static let variable = "SPINSWEEP_PROCESSOR"

  /// A kind of processor for which there may be a program.
  struct Kind: Equatable {
    /// The name of its folder, an architecture level of the x86-64 ABI (or of LLVM's names).
    let name: String
    /// The instructions that it has beside those of the delivered program, in the words of
    /// `/proc/cpuinfo`.
    let instructions: Set<String>
  }

  /// The widest first.
  static let kinds = [
    Kind(
      name: "x86-64-v4", instructions: ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"])
  ]

  /// Becomes the program for this processor, if there is one; else returns.
  static func chooseProgram() {
    guard ProgramStart.value(of: variable) != "any", let own = ownPath,
      let other = program(for: ProcessorInformation.instructions, beside: own)
    else { return }
    ProgramStart.become(other)
  }

  /// The processor of this machine, and for which kind the program was compiled if that was chosen
  /// at its start.
  package static var processor: String {
    let kind = ownPath.flatMap { path in kinds.first { path.hasSuffix(place(of: $0)) } }
    return (ProcessorInformation.name ?? "unknown")
      + (kind.map { ", kernels for \($0.name)" } ?? "")
  }

  /// The program for a processor; nil if that is the one that was called.
  ///
  /// - Parameters:
  ///   - instructions: What the processor has.
  ///   - path: The program that was called, without links: `PREFIX/bin/spinsweep`.
  static func program(for instructions: Set<String>, beside path: String) -> String? {
    guard path.hasSuffix("/bin/spinsweep") else { return nil }
    let prefix = path.dropLast("/bin/spinsweep".count)
    return kinds.lazy.filter { $0.instructions.isSubset(of: instructions) }
      .map { prefix + place(of: $0) }.first { unsafe access($0, X_OK) == 0 }
  }

  private static func place(of kind: Kind) -> String { "/lib/spinsweep/\(kind.name)/spinsweep" }

  private static var ownPath: String? {
    guard let path = unsafe realpath("/proc/self/exe", nil) else { return nil }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }
}
