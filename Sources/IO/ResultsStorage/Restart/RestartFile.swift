import Base

/// What a saved state belongs to.
public struct RestartKey: Sendable, Equatable {
  /// Stands for everything in the job and the model that the state depends on.
  public var identity: UInt64
  /// Number of the point.
  public var point: Int
  /// Rank in the team that computes the point, from 0.
  public var rank: Int
  /// Number of ranks in the team.
  public var ranks: Int

  /// What belongs to a rank's share of a point.
  public init(identity: UInt64, point: Int, rank: Int, ranks: Int) {
    self.identity = identity
    self.point = point
    self.rank = rank
    self.ranks = ranks
  }
}

/// The two files in which a rank keeps the state of a point, beside the results file.
///
/// Saves are numbered from 1 (their *generation*) and go to the two files in turn: while one is
/// written the other still holds the generation before. A team can so go back to the newest
/// generation that all of its ranks have.
public struct RestartFiles: Sendable {
  /// Path of the results file.
  public let resultsPath: String
  /// What the state belongs to.
  public let key: RestartKey

  /// The files of a rank, beside a results file.
  public init(of resultsPath: String, _ key: RestartKey) {
    self.resultsPath = resultsPath
    self.key = key
  }

  /// Where a generation is kept.
  public func path(generation: Int) -> String {
    Self.path(resultsPath, point: key.point, rank: key.rank, slot: generation & 1)
  }

  /// The two generations that may be there, newest first, with the reason why a file that is there
  /// cannot be used.
  public func available() -> (generations: [Int], defects: [String]) {
    var generations: [Int] = []
    var defects: [String] = []
    for slot in 0...1 {
      let path = path(generation: slot)
      guard FileSystem.exists(path) else { continue }
      do throws(RestartDefect) {
        generations.append(try RestartFileReader.header(of: path, key).generation)
      } catch {
        defects.append("\(path) is not used: \(error.reason)")
      }
    }
    return (generations.sorted(by: >), defects)
  }

  /// Forgets one generation.
  public func remove(generation: Int) {
    FileSystem.remove(path(generation: generation))
  }

  /// Removes the state of a point, of all ranks that share it.
  public static func remove(of resultsPath: String, point: Int, ranks: Int) {
    for rank in 0..<ranks {
      for slot in 0...1 {
        FileSystem.remove(path(resultsPath, point: point, rank: rank, slot: slot))
      }
    }
  }

  /// Removes all states that lie beside a results file.
  public static func removeAll(of resultsPath: String) {
    for name in names(beside: resultsPath) { FileSystem.remove(name) }
  }

  /// Points that have a saved state beside a results file.
  public static func points(of resultsPath: String) -> Set<Int> {
    let prefix = resultsPath + infix
    return Set(
      names(beside: resultsPath).compactMap { name in
        Int(name.dropFirst(prefix.count).prefix(while: \.isNumber))
      })
  }

  /// When the newest of all states beside a results file was saved, in nanoseconds since 1970 by
  /// the file system's clock; 0 if there is none.
  public static func newestSave(of resultsPath: String) -> Int {
    names(beside: resultsPath).reduce(0) { max($0, FileSystem.modificationTime($1) ?? 0) }
  }

  private static let infix = ".restart-"

  private static func names(beside resultsPath: String) -> [String] {
    // As the results file is named, with or without its folder.
    let folder = resultsPath.lastIndex(of: "/").map { resultsPath[...$0] } ?? ""
    return Folder(of: resultsPath).names.map { folder + $0 }
      .filter { $0.hasPrefix(resultsPath + infix) }
  }

  private static func path(_ resultsPath: String, point: Int, rank: Int, slot: Int) -> String {
    "\(resultsPath)\(infix)\(point)-\(rank)-\(slot)"
  }
}

/// Why a saved state cannot be used.
public struct RestartDefect: Error, Equatable {
  /// A clause about the file, for a sentence.
  public let reason: String
  /// The error behind it, if the system has refused something.
  public let cause: SystemError?

  init(reason: String) {
    self.reason = reason
    cause = nil
  }

  init(_ error: SystemError) {
    reason = error.reason
    cause = error
  }
}

/// The beginning of a file with the state of a point: numbers of 64 bits.
struct RestartHeader {
  static let magic: UInt64 = 0x3154_5241_5453_4552  // "RESTART1"
  static let wordCount = 7
  static let byteCount = 8 * wordCount

  var key: RestartKey
  var generation: Int
  /// Bytes of the state itself.
  var length = 0

  var words: [UInt64] {
    [
      Self.magic, key.identity, UInt64(key.point), UInt64(key.rank), UInt64(key.ranks),
      UInt64(generation), UInt64(length),
    ].map(\.littleEndian)
  }

  /// nil if the words do not begin a file of this kind.
  init?(words: [UInt64]) {
    let words = words.map(UInt64.init(littleEndian:))
    guard words.count == Self.wordCount, words[0] == Self.magic,
      words[2...].allSatisfy({ $0 < 1 << 62 })
    else { return nil }
    key = RestartKey(
      identity: words[1], point: Int(words[2]), rank: Int(words[3]), ranks: Int(words[4]))
    generation = Int(words[5])
    length = Int(words[6])
  }

  init(key: RestartKey, generation: Int) {
    self.key = key
    self.generation = generation
  }
}
