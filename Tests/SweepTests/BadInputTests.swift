import Foundation
import HDF5
import Jobs
import Models
import Runs
import Testing

/// A mistake in a job file or on the command line, and the one sentence it earns.
struct Mistake: Sendable, CustomTestStringConvertible {
  var job = ""
  var overrides: [String] = []
  var message = ""

  var testDescription: String { message }

  /// The blocks of `Reference/mistakes.txt`.
  static let all: [Mistake] = {
    let url = Bundle.module.url(
      forResource: "mistakes", withExtension: "txt", subdirectory: "Reference")
    guard let url, let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
    var mistakes: [Mistake] = []
    var current = Mistake()
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("--set ") {
        current.overrides.append(String(line.dropFirst(6)))
      } else if line.hasPrefix("=> ") {
        current.message = String(line.dropFirst(3))
        mistakes.append(current)
        current = Mistake()
      } else {
        current.job += line + "\n"
      }
    }
    return mistakes
  }()
}

@Suite("Every mistake in a job has its message")
struct BadInputTests {
  @Test(arguments: Mistake.all)
  func mistake(_ mistake: Mistake) throws {
    let error = #expect(throws: InputError.self) {
      let overrides = try mistake.overrides.map { try Override($0) }
      _ = try JobReader.read(mistake.job, path: "job.toml", overrides: overrides).plan()
    }
    #expect(error?.description == mistake.message)
  }

  @Test("The table holds at least forty mistakes")
  func tableIsLarge() {
    #expect(Mistake.all.count >= 40)
  }
}
