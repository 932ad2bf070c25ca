import Numerics
import Testing

@Suite("The library behind BLAS and LAPACK")
struct LinearAlgebraLibraryTests {
  @Test("Its routines give what plain loops give")
  func trial() throws {
    #expect(try LinearAlgebraTrial.largestError() < 1e-13)
  }

  static let wide: Set<String> = ["avx2", "fma", "avx512f", "avx512dq", "avx512bw", "avx512vl"]

  @Test(
    "Kernels that leave wide vectors unused are found, and no others",
    arguments: [
      ("Prescott", ["avx2", "fma"], "HASWELL"), ("Nehalem", ["avx2", "fma"], "HASWELL"),
      ("Sandybridge", ["avx2", "fma"], "HASWELL"), ("Haswell", ["avx2", "fma"], nil),
      ("Zen", ["avx2", "fma"], nil), ("Prescott", ["sse3"], nil), ("unheard of", ["avx2"], nil),
    ] as [(String, Set<String>, String?)])
  func cores(core: String, available: Set<String>, better: String?) {
    let library = LinearAlgebraLibrary(name: "OpenBLAS 0.3.21", core: core)
    #expect(library.betterCore(for: available) == better)
  }

  @Test("Where there are vectors of 512 bits, they are meant")
  func widest() {
    let library = LinearAlgebraLibrary(name: "OpenBLAS 0.3.21", core: "Prescott")
    #expect(library.betterCore(for: Self.wide) == "SKYLAKEX")
    #expect(
      LinearAlgebraLibrary(name: "OpenBLAS 0.3.21", core: "SkylakeX").betterCore(for: Self.wide)
        == nil)
    #expect(LinearAlgebraLibrary(name: nil, core: nil).betterCore(for: Self.wide) == nil)
  }
}
