/// A publication that results rest on: written into each result file, and printed as BibTeX by
/// `spinsweep cite`.
public struct Reference: Sendable, Equatable {
  /// Where a publication is found.
  public enum Place: Sendable, Equatable {
    /// Name as it is cited, volume, first page or number of the article, and DOI.
    case journal(String, volume: String, article: String, doi: String?)
    /// A number such as 2511.05388.
    case arXiv(String)
    /// Of a conference.
    case proceedings(String)
    /// No journal, number or address is known.
    case unpublished
  }

  /// In BibTeX.
  public let key: String
  /// In full, given names first.
  public let authors: [String]
  /// Without a full stop.
  public let title: String
  /// Of publication; nil if it is not known.
  public let year: Int?
  /// Where it is found.
  public let place: Place

  /// A publication.
  ///
  /// - Parameters:
  ///   - key: In BibTeX.
  ///   - authors: In full, given names first.
  ///   - title: Without a full stop.
  ///   - year: Of publication; nil if it is not known.
  ///   - place: Where it is found.
  public init(key: String, authors: [String], title: String, year: Int?, place: Place) {
    self.key = key
    self.authors = authors
    self.title = title
    self.year = year
    self.place = place
  }
}

extension Reference: CustomStringConvertible {
  /// One line: authors, title, place and year.
  public var description: String {
    let names = authors.count > 3 ? "\(authors[0]) et al." : authors.joined(separator: ", ")
    let place: String? =
      switch place {
      case .journal(let name, let volume, let article, let doi):
        "\(name) \(volume), \(article)" + (doi.map { ", doi:\($0)" } ?? "")
      case .arXiv(let number): "arXiv:\(number)"
      case .proceedings(let name): name
      case .unpublished: nil
      }
    return ([names, title] + [place, year.map(String.init)].compactMap(\.self))
      .joined(separator: ", ")
  }
}

extension Reference {
  /// An entry of a BibTeX file, with characters as they are (UTF-8).
  package var bibTeX: String {
    var fields = [("author", authors.joined(separator: " and ")), ("title", "{\(title)}")]
    let kind: String
    switch place {
    case .journal(let name, let volume, let article, let doi):
      kind = "article"
      fields += [("journal", name), ("volume", volume), ("pages", article)]
      if let doi { fields.append(("doi", doi)) }
    case .arXiv(let number):
      kind = "misc"
      fields += [("eprint", number), ("archivePrefix", "arXiv")]
    case .proceedings(let name):
      kind = "inproceedings"
      fields.append(("booktitle", name))
    case .unpublished:
      kind = "unpublished"
      fields.append(("note", "no journal or number known to the authors of SpinSweep"))
    }
    if let year { fields.append(("year", "\(year)")) }
    let lines = fields.map { "  \($0.0) = {\($0.1)}" }
    return "@\(kind){\(key),\n\(lines.joined(separator: ",\n"))\n}\n"
  }
}
