import Foundation
import Models
import Testing

@Suite("What to cite")
struct ReferenceTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let references = ModelList.all.flatMap { $0.declaration.references }

  @Test("CITATION.cff has every reference of every model, with its address")
  func citationFile() throws {
    let text = try String(
      contentsOf: Self.root.appendingPathComponent("CITATION.cff"), encoding: .utf8)
    let all = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    // Not the whole text in the message.
    func has(_ words: some StringProtocol) -> Bool { all.contains(words) }
    for reference in Self.references {
      #expect(has(reference.title), "\(reference.title)")
      switch reference.place {
      case .journal(_, let volume, _, let doi):
        #expect(has("volume: \(volume)"))
        if let doi { #expect(has(doi)) }
      case .arXiv(let number): #expect(has(number))
      case .proceedings, .unpublished: break
      }
      let family = try #require(reference.authors.last?.split(separator: " ").last)
      #expect(has(family), "\(reference.key)")
    }
  }

  @Test("Keys are unique and each entry of BibTeX is balanced")
  func bibTeX() {
    let keys = Set(Self.references.map(\.key))
    #expect(keys.count == Set(Self.references.map(\.title)).count)
    for reference in Self.references {
      let entry = reference.bibTeX
      #expect(entry.count { $0 == "{" } == entry.count { $0 == "}" })
      #expect(!entry.contains(" et al"))
    }
  }
}
