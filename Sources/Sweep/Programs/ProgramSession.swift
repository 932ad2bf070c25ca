import Base
import Teams

/// The program of one rank: started when the first point needs it, kept for all others, and started
/// anew after it has failed.
///
/// Not for several threads: as everything that computes points it is used by the main thread alone.
package final class ProgramSession: @unchecked Sendable {
  /// How it is started.
  package let launch: ProgramLaunch
  /// What it has said of itself before the sweep; what it says at each start must be the same.
  package let description: ProgramDescription
  private var conversation: ProgramConversation?

  /// - Parameters:
  ///   - launch: How it is started.
  ///   - description: What it has said of itself.
  package init(_ launch: ProgramLaunch, _ description: ProgramDescription) {
    self.launch = launch
    self.description = description
  }

  /// One point, as the program gets it.
  package struct Request: Sendable {
    /// A line of JSON, with its end.
    package var line: String
    /// What follows the line: a state that the program has saved in this point.
    package var state: [UInt8]
    /// How many numbers each quantity has, in the order of the description.
    package var sizes: [Int]
    /// Whether each quantity has to be in the answer.
    package var isWanted: [Bool]

    /// The parameters are the stored properties.
    package init(line: String, state: [UInt8], sizes: [Int], isWanted: [Bool]) {
      self.line = line
      self.state = state
      self.sizes = sizes
      self.isWanted = isWanted
    }
  }

  /// What the program gives for a point.
  package struct Answer: Sendable {
    /// Numbers of each quantity, in the order of the description; empty for what is not wanted.
    package var values: [[Double]]
    /// What is doubtful about them.
    package var remark: String?
  }

  /// How far the program says that it is in a point.
  package struct Progress {
    /// Whether the program is still being started; that time is not the point's.
    package var isStarting = false
    /// From 0 to 1.
    package var share: Double?
    /// What it needs to go on from here, the last that it has sent.
    package var state: [UInt8]?
  }

  /// Called every few milliseconds while the program computes.
  package typealias Poll = (Progress) throws(EvaluationError) -> Void

  /// Has the program compute a point.
  ///
  /// - Parameter rank: The number of this rank.
  /// - Throws: `EvaluationError.failed` with what the program did instead, and what `poll` throws.
  package func answer(
    to request: Request, rank: Int, _ poll: Poll
  ) throws(EvaluationError) -> Answer {
    // One that has ended between two points has failed none.
    if conversation?.hasEnded == true { finish() }
    let isKept = conversation != nil
    do {
      let conversation = try conversation ?? start(rank: rank, poll)
      if let line = conversation.unasked() { throw ProgramError.chatter(line) }
      return try exchange(request, with: conversation, poll)
    } catch let error as ProgramRefusal {
      // The program is fine, the point is not.
      throw .failed(EvaluationFailure(error))
    } catch {
      conversation?.abandon()
      conversation = nil
      if isKept, case ProgramError.ended(.code(0), _) = error {
        // It was on its way out after its last answer; whether it leaves at this point, too, a new
        // one will show.
        return try answer(to: request, rank: rank, poll)
      }
      throw error as? EvaluationError ?? .failed(EvaluationFailure(error))
    }
  }

  /// Ends the program.
  package func finish() {
    conversation?.finish()
    conversation = nil
  }

  private func start(rank: Int, _ poll: Poll) throws -> ProgramConversation {
    let started = try ProgramConversation(launch, rank: rank)
    conversation = started
    var interruption: EvaluationError?
    do throws(ProgramError) {
      let found = try started.describe { () throws(ProgramError) in
        do throws(EvaluationError) { try poll(Progress(isStarting: true)) } catch {
          interruption = error
          throw .interrupted(0)
        }
      }
      if let difference = found.difference(
        from: description, of: "the sweep", than: "its process")
      {
        throw ProgramError.changed(difference)
      }
    } catch {
      throw interruption ?? error
    }
    return started
  }

  private func exchange(
    _ request: Request, with conversation: ProgramConversation, _ poll: Poll
  ) throws -> Answer {
    var progress = Progress()
    let idle = { () throws(EvaluationError) in try poll(progress) }
    try conversation.write(Array(request.line.utf8) + request.state, idle)
    // As many digits as a number can have, twice, and room for names and words.
    let longest = request.sizes.reduce(1 << 20) { $0 + 48 * $1 }
    while true {
      let line = try conversation.nextLine(ofAtMost: longest, idle)
      guard let value = try? JSONReader.value(of: line), case .object(let members) = value,
        !members.isEmpty
      else { throw ProgramError.chatter(ProgramConversation.excerpt(line)) }
      if value["progress"] != nil || value["state"] != nil {
        // Not in place: while the state comes, `idle` tells what was there before.
        progress = try noted(value, in: progress, conversation, idle)
        continue
      }
      if let error = value["error"] {
        throw ProgramRefusal(error.asText ?? error.line)
      }
      return try answer(value, to: request, conversation, idle)
    }
  }

  private func noted(
    _ value: JSONValue, in progress: Progress, _ conversation: ProgramConversation,
    _ idle: ProgramConversation.Idle<EvaluationError>
  ) throws -> Progress {
    var progress = progress
    for name in value.memberNames where name != "progress" && name != "state" {
      throw ProgramError.answer("has '\(name)' beside 'progress'")
    }
    if let share = value["progress"] {
      guard let share = share.asNumber, (0...1).contains(share) else {
        throw ProgramError.answer("has a 'progress' that is no number from 0 to 1")
      }
      progress.share = share
    }
    if let length = value["state"] {
      guard description.restartVersion != nil else {
        throw ProgramError.answer("has a 'state', and its description no 'restart'")
      }
      guard let length = length.asInteger, (0...Self.longestState).contains(length) else {
        throw ProgramError.answer("announces a 'state' of \(length.line) bytes")
      }
      progress.state = try conversation.nextBytes(length, idle)
    }
    return progress
  }

  /// Bytes of the longest state.
  private static let longestState = 1 << 32

  private func answer(
    _ value: JSONValue, to request: Request, _ conversation: ProgramConversation,
    _ idle: ProgramConversation.Idle<EvaluationError>
  ) throws -> Answer {
    guard case .object(let quantities)? = value["quantities"] else {
      throw ProgramError.answer("has neither 'quantities' nor 'error'")
    }
    for name in value.memberNames where name != "quantities" && name != "remark" {
      throw ProgramError.answer("has the unknown member '\(name)'")
    }
    var remark: String?
    if let text = value["remark"] {
      guard let text = text.asText else {
        throw ProgramError.answer("has a 'remark' that is no text")
      }
      remark = text
    }
    let names = description.quantities.map(\.name)
    var values = [[Double]?](repeating: nil, count: names.count)
    for (name, value) in quantities {
      guard let index = names.firstIndex(of: name) else {
        throw ProgramError.answer("has '\(name)', which is no quantity of its description")
      }
      values[index] = try numbers(value, of: name, request.sizes[index], conversation, idle)
    }
    if let text = conversation.unasked() { throw ProgramError.chatter(text) }
    for index in names.indices where request.isWanted[index] && values[index] == nil {
      throw ProgramError.answer("has no '\(names[index])'")
    }
    return Answer(values: values.map { $0 ?? [] }, remark: remark)
  }

  private func numbers(
    _ value: JSONValue, of name: String, _ size: Int, _ conversation: ProgramConversation,
    _ idle: ProgramConversation.Idle<EvaluationError>
  ) throws -> [Double] {
    func check(_ count: Int) throws {
      guard count == size else {
        throw ProgramError.answer("has \(count) numbers for '\(name)' instead of \(size)")
      }
    }
    if let length = value["float64"] {
      guard let count = length.asInteger, value.memberNames.count == 1 else {
        throw ProgramError.answer("announces no number of numbers for '\(name)'")
      }
      // Before anything is read: the length may be anything.
      try check(count)
      return try conversation.nextNumbers(count, idle)
    }
    var numbers: [Double] = []
    try append(value, of: name, to: &numbers)
    try check(numbers.count)
    return numbers
  }

  /// The numbers of lists in lists, one after the other; `null` is not a number.
  private func append(_ value: JSONValue, of name: String, to numbers: inout [Double]) throws {
    switch value {
    case .number(let number): numbers.append(number)
    case .integer(let integer): numbers.append(Double(integer))
    case .flag(let flag): numbers.append(flag ? 1 : 0)
    case .null: numbers.append(.nan)
    case .list(let items): for item in items { try append(item, of: name, to: &numbers) }
    case .text, .object:
      throw ProgramError.answer("has something for '\(name)' that is no number")
    }
  }
}

/// A sentence of the program itself about why a point has no result.
struct ProgramRefusal: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
