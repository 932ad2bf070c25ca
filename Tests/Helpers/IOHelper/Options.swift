/// The words after verb, path and layout: flags, or numbers as `name=value`.
struct Options {
  private let words: [String]

  init(_ words: [String]) {
    self.words = words
  }

  func contains(_ flag: String) -> Bool { words.contains(flag) }

  func number(_ name: String) -> Int? {
    words.lazy.compactMap { word in
      word.hasPrefix(name + "=") ? Int(word.dropFirst(name.count + 1)) : nil
    }.first
  }
}
