import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// An OpenBLAS older than the processor, which takes kernels of 2004, played by a library that is
  /// loaded before it.
  @Suite("Kernels of the linear algebra")
  struct KernelChoice {
    private let place: Workplace
    private let preload: [String: String]

    init() throws {
      place = try Workplace()
      try place.folder.write(
        """
        #include <stdlib.h>
        static const char *chosen(void) { return getenv("OPENBLAS_CORETYPE"); }
        const char *openblas_get_corename(void) { return chosen() ? chosen() : "Prescott"; }
        #ifdef WRONG
        #include <dlfcn.h>
        typedef void multiply(
          int, int, int, int, int, int, const void *, const void *, int, const void *, int,
          const void *, void *, int);
        void cblas_zgemm(
          int order, int left, int right, int m, int n, int k, const void *alpha, const void *a,
          int lda, const void *b, int ldb, const void *beta, void *c, int ldc) {
          if (chosen()) return;
          ((multiply *)dlsym(RTLD_NEXT, "cblas_zgemm"))(
            order, left, right, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
        }
        #endif
        """, to: "old.c")
      preload = ["LD_PRELOAD": place.folder.path("old.so")]
    }

    /// Whether this processor has more than what the library takes.
    private func canChoose(_ options: [String] = []) throws -> Bool {
      let compiled = try Command(
        ["cc", "-D_GNU_SOURCE", "-shared", "-fPIC", "old.c", "-o", "old.so"] + options,
        in: place.folder
      ).run()
      try #require(compiled.exitCode == 0, "\(compiled.errors)")
      return try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8).contains(" avx2 ")
    }

    private func library(_ environment: [String: String]) throws -> String {
      try place.folder.write("model = \"quantum-temperature\"\n", to: "job.toml")
      let result = try place.spinsweep(
        "check", "job.toml", "--verbose", environment: preload.merging(environment) { $1 })
      let line = result.lines.first { $0.hasPrefix("linear algebra") }
      return try #require(line, "\(result.output)\(result.errors)")
    }

    @Test("Better ones are chosen before the library is loaded, unless the user has chosen")
    func choice() throws {
      guard try canChoose() else { return }
      let own = try library([:])
      #expect(
        own.hasSuffix("kernels for SKYLAKEX (chosen by this program)")
          || own.hasSuffix("kernels for HASWELL (chosen by this program)"), "\(own)")
      let user = try library(["OPENBLAS_CORETYPE": "Nehalem"])
      #expect(
        user.hasSuffix("kernels for Nehalem (chosen by the user: OPENBLAS_CORETYPE)"), "\(user)")
    }

    @Test("Every rank has them, and the file says so")
    func provenance() throws {
      guard try canChoose() else { return }
      try place.folder.write("model = \"quantum-temperature\"\n", to: "job.toml")
      let run = try place.command(
        ranks: 2, ["run", "job.toml", "-o", "a.h5"], environment: preload
      ).run()
      #expect(run.exitCode == 0, "\(run.errors)")
      let header = try Command(["ncdump", "-h", "a.h5"], in: place.folder).run()
      #expect(header.output.contains("(chosen by this program)"), "\(header.output)")
    }

    @Test("Those that compute wrong numbers are given up")
    func wrong() throws {
      guard try canChoose(["-DWRONG"]) else { return }
      let line = try library([:])
      #expect(
        line.hasSuffix("kernels for Prescott (better ones computed wrong numbers here)"), "\(line)")
    }
  }
}
