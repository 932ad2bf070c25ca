import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// A small job of each model, in processes that have different seeds of Swift's hashes and
  /// different memory: the order of a set or dictionary, the alignment of a matrix and what fresh
  /// memory holds must not reach a result. `Tests/Stress/processes` does more of it.
  @Suite("Results do not depend on the process")
  struct Processes {
    private static var folder: URL? {
      Bundle.module.url(forResource: "models", withExtension: nil, subdirectory: "Reference")
    }

    private static let surroundings: [[String: String]] = [
      [:],
      ["MALLOC_PERTURB_": "165"],
      [
        "SWIFT_DETERMINISTIC_HASHING": "1",
        // Large blocks come from mappings of their own and so begin elsewhere in their page.
        "GLIBC_TUNABLES": "glibc.malloc.mmap_threshold=4096:glibc.malloc.tcache_count=0",
      ],
    ]

    /// The names of all models, as the program lists them.
    private static func models(_ place: Workplace) throws -> [String] {
      struct Listed: Decodable { let name: String }
      let listed = try place.spinsweep("models", "--json")
      return try JSONDecoder().decode([Listed].self, from: Data(listed.output.utf8)).map(\.name)
    }

    @Test("The models that say so have other results with another seed, and no others")
    func seeds() throws {
      struct Listed: Decodable { let stochastic: Bool }
      for model in try Self.models(Workplace()) {
        let place = try Workplace()
        let listed = try place.spinsweep("models", model, "--json")
        let page = try JSONDecoder().decode(Listed.self, from: Data(listed.output.utf8))
        let job = try #require(Self.folder).appendingPathComponent("\(model).toml")
        let text = try String(contentsOf: job, encoding: .utf8)
        var digests: Set<String> = []
        for seed in [1, 2] {
          let line = "seed = \(seed)\n"
          let seeded = text.replacing(/seed = \d+\n/, with: line)
          try place.folder.write(seeded == text ? line + text : seeded, to: "job.toml")
          let result = try place.spinsweep("run", "job.toml", "-o", "a.h5", "--overwrite")
          #expect(result.exitCode == 0, "\(result.errors)")
          digests.insert(try place.digest("a.h5"))
        }
        #expect(digests.count == (page.stochastic ? 2 : 1), "\(model)")
      }
    }

    @Test("Every model has a job")
    func complete() throws {
      let folder = try #require(Self.folder)
      let jobs = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      let models = try Self.models(Workplace())
      #expect(Set(jobs) == Set(models.map { "\($0).toml" }))
    }

    @Test(
      "Each model finds the same bits and says the same in every process",
      arguments: [
        "quantum-temperature", "macrospin", "switching-statistics", "fokker-planck", "scattering",
        "collision", "keldysh", "spin-chain", "spin-valve", "tdmrg", "equal-weight", "retention",
        "program",
      ])
    func sameBits(model: String) throws {
      let place = try Workplace()
      let job = try #require(Self.folder).appendingPathComponent("\(model).toml").path
      var digests: Set<String> = []
      var messages: Set<String> = []
      for surroundings in Self.surroundings {
        let result = try place.spinsweep(
          "run", job, "-o", "a.h5", "--overwrite", environment: surroundings, timeLimit: 300)
        #expect(result.exitCode == 0, "\(result.errors)")
        messages.insert(result.errors)
        digests.insert(try place.digest("a.h5"))
      }
      #expect(digests.count == 1)
      #expect(messages.count == 1)
    }
  }
}
