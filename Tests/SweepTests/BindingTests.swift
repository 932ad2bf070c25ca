import Runs
import Testing

@Suite("Cores of ranks, as the doctor sees them")
struct BindingTests {
  @Test("Nothing is said of ranks that have a core each, or the whole of a busy machine")
  func fine() {
    #expect(Doctor.binding(ranks: 4, cores: 4, of: 4, load: 0.5) == nil)
    #expect(Doctor.binding(ranks: 4, cores: 4, of: 4, load: 40) == nil)
    // What the ranks themselves need is no burden.
    #expect(Doctor.binding(ranks: 1, cores: 1, of: 4, load: 4.2) == nil)
  }

  @Test("Ranks that are bound to a core of a busy machine, and too many ranks, are told")
  func notes() throws {
    let bound = try #require(Doctor.binding(ranks: 1, cores: 1, of: 2, load: 9.7))
    #expect(bound.value == "1 of 2 cores, for which 9 processes wait")
    #expect(bound.remedy?.contains("mpirun --bind-to none") == true)
    let crowded = try #require(Doctor.binding(ranks: 3, cores: 2, of: 2, load: 3))
    #expect(crowded.value == "3 ranks of a machine share 2 cores")
    #expect(crowded.verdict == .note)
  }
}
