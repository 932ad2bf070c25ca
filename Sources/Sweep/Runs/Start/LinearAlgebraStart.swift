import Base
import Numerics

/// Starts the program again where its linear algebra has chosen kernels for an older processor.
///
/// OpenBLAS chooses kernels when it is loaded, by the names of processors that it knows. A version
/// that is older than the processor takes those of 2004 (Prescott, SSE3), which leave most of it
/// unused. The choice can be made for it only in the environment, before it is loaded. So the
/// program sets `OPENBLAS_CORETYPE` and becomes itself once more, before MPI starts. Kernels that
/// compute wrong numbers are given up in the same way. What the user has set is left alone.
package enum LinearAlgebraStart {
  /// OpenBLAS's own variable.
  private static let choice = "OPENBLAS_CORETYPE"
  /// What this program has done: the core that it chose, or that it was wrong.
  private static let record = "SPINSWEEP_BLAS_CORE"
  private static let isWrong = "wrong"
  private static let itself = "/proc/self/exe"

  /// The largest error of a library that works is 1e-15 or so.
  private static let tolerance = 1e-12

  /// Begins again with better kernels if there are any; returns if there are none. Before MPI
  /// starts.
  static func chooseKernels() {
    let chosen = ProgramStart.value(of: choice)
    if let own = ProgramStart.value(of: record) {
      guard own == chosen, !isRight else { return }
      ProgramStart.become(itself, with: [choice: nil, record: isWrong])
    } else if chosen == nil, let better = betterCore {
      ProgramStart.become(itself, with: [choice: better, record: better])
    }
  }

  /// What the library could have chosen instead, if that is better and computes right numbers.
  static var betterCore: String? {
    guard ProgramStart.value(of: record) != isWrong else { return nil }
    return LinearAlgebraLibrary.current.betterCore(for: ProcessorInformation.instructions)
  }

  /// The library and its kernels, in words, with who has chosen them: `OpenBLAS 0.3.21, kernels for
  /// SkylakeX (chosen by this program)`.
  package static var description: String {
    let library = LinearAlgebraLibrary.current
    let core = library.core.map { ", kernels for \($0)" } ?? ""
    return (library.name ?? "unknown") + core + origin
  }

  private static var origin: String {
    switch (ProgramStart.value(of: choice), ProgramStart.value(of: record)) {
    case (nil, isWrong): " (better ones computed wrong numbers here)"
    case (nil, _): ""
    case (let chosen, let own) where chosen == own: " (chosen by this program)"
    default: " (chosen by the user: \(choice))"
    }
  }

  private static var isRight: Bool {
    guard let error = try? LinearAlgebraTrial.largestError() else { return false }
    return error < tolerance
  }
}
