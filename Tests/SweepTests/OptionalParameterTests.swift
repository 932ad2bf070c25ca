import Jobs
import Models
import Reports
import Testing

@Suite("To set 0 and to set nothing are different")
struct OptionalParameterTests {
  static let parameters = [
    ("keldysh", "spin_bias_left"), ("keldysh", "spin_bias_right"), ("spin-valve", "flip_cutoff"),
  ]

  @Test("A stored job has the 0 and leaves out what is not set", arguments: parameters)
  func stored(model: String, name: String) throws {
    let job = "model = \"\(model)\"\n[parameters]\n"
    let small = model == "spin-valve" ? ["layer_spins=1"] : []
    let unset = try JobTests.plan(job, set: small)
    let zero = try JobTests.plan(job, set: small + ["\(name)=0"])
    #expect(!unset.jobText.contains("\n\(name) = "))
    #expect(zero.jobText.contains("\n\(name) = 0"))
    let difference = try #require(try zero.difference(fromJob: unset.jobText, of: "x.h5"))
    #expect(difference.hasPrefix("parameter '\(name)' is not set in x.h5 and 0"))
    #expect(try unset.difference(fromJob: unset.jobText, of: "x.h5") == nil)
    #expect(try zero.difference(fromJob: zero.jobText, of: "x.h5") == nil)
  }

  @Test("No listing offers a number for what is not set")
  func listed() throws {
    for (name, parameter) in Self.parameters + [("fokker-planck", "degree")] {
      let page = ModelPage.page(try #require(ModelList.named(name)))
      #expect(page.contains(try Regex("\n  \(parameter) +not set ")))
    }
  }
}
