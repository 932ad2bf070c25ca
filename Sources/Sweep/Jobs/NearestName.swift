/// Suggests what the user may have meant.
package enum NearestName {
  /// `"; did you mean 'temperature'?"`, or nothing where no candidate is close.
  package static func suggestion(for name: String, among candidates: [String]) -> String {
    guard let best = nearest(to: name, among: candidates) else { return "" }
    return "; did you mean '\(best)'?"
  }

  /// The candidate that others call by this name, or the one with the fewest edits, if they are at
  /// most a third of the length.
  package static func nearest(to name: String, among candidates: [String]) -> String? {
    let folded = fold(name)
    if let known = candidates.first(where: { synonyms[$0]?.contains(String(folded)) == true }) {
      return known
    }
    let ranked = candidates.map { (candidate: $0, distance: distance(folded, fold($0))) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    let limit = max(1, max(name.count, best.candidate.count) / 3)
    return best.distance <= limit ? best.candidate : nil
  }

  private static func fold(_ name: String) -> [Character] {
    name.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 }
  }

  /// Edit distance with insertions, deletions, replacements and swaps of neighbors.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in 0..<a.count {
      var current = [i + 1]
      for j in 0..<b.count {
        var best = min(
          previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, beforePrevious[j - 1] + 1)
        }
        current.append(best)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[b.count]
  }
}
