import Base
import Glibc

/// Lines and numbers that go to and fro between this process and a program that it has started.
final class ProgramConversation {
  /// Called every few milliseconds while the program is waited for.
  typealias Idle<Failure: Error> = () throws(Failure) -> Void

  private let process: ChildProcess
  private let startTimeout: Double
  /// What was read of the program's output and not used yet.
  private var pending: [UInt8] = []
  /// Where the unused bytes begin.
  private var position = 0
  private var errors: ProgramMessages
  /// What is read comes here first; kept, since to make it for every point would take microseconds.
  private var block = [UInt8](repeating: 0, count: blockBytes)
  /// When `Idle` was last called by the clock.
  private var lastIdle = Clock.now()
  /// When it was last looked whether the program still runs.
  private var lastLook = Clock.now()

  /// Milliseconds between two calls of `Idle`.
  private static let idleInterval: Int32 = 5
  /// Seconds between two looks whether a silent program still runs.
  private static let lookInterval = 0.1
  /// Blocks of messages that are read after the program's end.
  private static let lastBlocks = 64
  /// Bytes that are read at a time.
  private static let blockBytes = 1 << 16
  /// Bytes of the longest description.
  private static let longestDescription = 16 << 20

  /// Starts the program.
  ///
  /// - Parameter rank: What its messages are labeled with.
  /// - Throws: `ProgramError` if it cannot be started.
  init(_ launch: ProgramLaunch, rank: Int) throws(ProgramError) {
    startTimeout = launch.startTimeout
    errors = ProgramMessages(rank: rank)
    let variables = ChildEnvironment.variables([("SPINSWEEP_RANK", "\(rank)")])
    process = try ChildProcess(launch.command, in: launch.folder, variables)
  }

  /// Whether the program has ended.
  var hasEnded: Bool { process.hasEnded }

  /// Asks the program to end, and waits for it.
  func finish() {
    try? write(Array("{\"stop\":true}\n".utf8)) { () throws(ProgramError) in
      // A program that does not read is not asked twice.
      throw .closed
    }
    process.finish(isAsked: true)
    errors.close()
  }

  /// Ends a program that is at work, or does not do what it should.
  func abandon() {
    takeMessages()
    process.finish(isAsked: false)
    errors.close()
  }

  /// Asks the program to describe itself.
  ///
  /// - Throws: `ProgramError` if it does not, or not in time; what `idle` throws.
  func describe(_ idle: Idle<ProgramError>) throws(ProgramError) -> ProgramDescription {
    do { return try description(idle) } catch {
      // Nothing below throws anything else.
      throw error as? ProgramError ?? .answer("\(error)")
    }
  }

  private func description(_ idle: Idle<ProgramError>) throws -> ProgramDescription {
    let start = Clock.now()
    let limit = startTimeout
    func wait() throws(ProgramError) {
      try idle()
      if Clock.now() - start > limit { throw .silent(limit) }
    }
    try write(Array("{\"describe\":1}\n".utf8), wait)
    let line = try nextLine(ofAtMost: Self.longestDescription, wait)
    let value: JSONValue
    do throws(JSONError) { value = try JSONReader.value(of: line) } catch {
      throw ProgramError.chatter(Self.excerpt(line))
    }
    if let error = value["error"]?.asText { throw ProgramError.description(error) }
    let description = try ProgramDescription(value)
    guard position == pending.count else {
      throw ProgramError.chatter(Self.excerpt(Array(pending[position...])))
    }
    return description
  }
}

// Both directions. Every error but those of `idle` is a `ProgramError`.
extension ProgramConversation {
  /// The beginning of a line, as a message quotes it.
  static func excerpt(_ line: [UInt8]) -> String {
    let start = line.prefix { $0 != UInt8(ascii: "\n") }
    let text = String(decoding: start.prefix(60), as: UTF8.self).printable
    return start.count > 60 ? text + "…" : text
  }

  /// What the program has written that nobody asked for; nil if nothing.
  func unasked() -> String? {
    if position == pending.count {
      var end = pollfd(fd: process.output, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&end, 1, 0) > 0, end.revents & Int16(POLLIN) != 0 else { return nil }
      let count = read()
      guard count > 0 else { return nil }
    }
    return Self.excerpt(Array(pending[position...]))
  }

  /// Sends bytes.
  ///
  /// - Throws: `ProgramError.ended` if the program has gone; what `idle` throws.
  func write<Failure: Error>(
    _ bytes: [UInt8], _ idle: Idle<Failure>
  ) throws -> Void {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.write(
          process.input, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
      }
      if count >= 0 {
        sent += count
      } else if errno == EAGAIN {
        try waitFor(Int16(POLLOUT), idle)
      } else if errno == EPIPE {
        throw goneError()
      } else if errno != EINTR {
        throw ProgramError.system(SystemError("write"))
      }
    }
  }

  /// The next line, without its end.
  ///
  /// - Throws: `ProgramError` if there is none, or none of at most so many bytes; what `idle`
  ///   throws.
  func nextLine<Failure: Error>(
    ofAtMost most: Int, _ idle: Idle<Failure>
  ) throws -> [UInt8] {
    var looked = position
    while true {
      if let end = pending[looked...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(pending[position..<end])
        position = end + 1
        if position == pending.count {
          pending.removeAll(keepingCapacity: true)
          position = 0
        }
        return line
      }
      guard pending.count - position <= most else { throw ProgramError.tooMuch(most) }
      let read = pending.count - position
      try fill(idle)
      looked = position + read
    }
  }

  /// The next bytes, as many as asked for, as numbers.
  ///
  /// - Throws: as `nextLine`.
  func nextNumbers<Failure: Error>(_ count: Int, _ idle: Idle<Failure>) throws -> [Double] {
    let size = count * MemoryLayout<Double>.stride
    return try unsafe [Double](unsafeUninitializedCapacity: count) { room, filled in
      let bytes = UnsafeMutableRawBufferPointer(room)
      try unsafe fill(UnsafeMutableRawBufferPointer(rebasing: bytes[..<size]), idle)
      for index in 0..<count {
        // The program writes the lowest byte first, whatever this processor does.
        unsafe room[index] = Double(
          bitPattern: UInt64(littleEndian: room[index].bitPattern))
      }
      filled = count
    }
  }

  /// The next bytes, as many as asked for.
  ///
  /// - Throws: as `nextLine`.
  func nextBytes<Failure: Error>(_ count: Int, _ idle: Idle<Failure>) throws -> [UInt8] {
    try unsafe [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      let bytes = UnsafeMutableRawBufferPointer(room)
      try unsafe fill(UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]), idle)
      filled = count
    }
  }

  private func fill<Failure: Error>(
    _ room: UnsafeMutableRawBufferPointer, _ idle: Idle<Failure>
  ) throws {
    let known = min(room.count, pending.count - position)
    unsafe pending.withUnsafeBytes { bytes in
      unsafe room.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + known]))
    }
    position += known
    var filled = known
    while filled < room.count {
      try waitFor(Int16(POLLIN), idle)
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: room[filled...])
      let count = unsafe Glibc.read(process.output, rest.baseAddress, rest.count)
      if count == 0 { throw goneError() }
      if count < 0, errno != EINTR { throw ProgramError.system(SystemError("read")) }
      filled += max(0, count)
    }
  }

  private func fill<Failure: Error>(_ idle: Idle<Failure>) throws {
    try waitFor(Int16(POLLIN), idle)
    if read() == 0 { throw goneError() }
  }

  /// Appends what is there to the unused bytes; returns their number, negative if a signal came.
  private func read() -> Int {
    if position > 0 {
      pending.removeSubrange(..<position)
      position = 0
    }
    let count = unsafe Glibc.read(process.output, &block, Self.blockBytes)
    if count > 0 { pending += block[..<count] }
    return count
  }

  /// Waits until the program has written something, or reads if `direction` is that, and passes
  /// what it says on standard error on.
  private func waitFor<Failure: Error>(
    _ direction: Int16, _ idle: Idle<Failure>
  ) throws {
    let end = direction == Int16(POLLIN) ? process.output : process.input
    while true {
      var ends = [
        pollfd(fd: end, events: direction, revents: 0),
        pollfd(fd: errors.isOpen ? process.messages : -1, events: Int16(POLLIN), revents: 0),
      ]
      let count = unsafe poll(&ends, 2, Self.idleInterval)
      if ends[1].revents != 0 { takeMessages() }
      if ends[0].revents != 0 {
        if isDue() { try idle() }
        return
      }
      if count < 0, errno != EINTR { throw ProgramError.system(SystemError("poll")) }
      // Its pipes stay open where something that it has started holds them.
      if hasGone(), unsafe poll(&ends, 1, 0) == 0 { throw goneError() }
      // A flood of messages is no reason not to answer others.
      if count <= 0 || isDue() { try idle() }
    }
  }

  /// Whether the program has ended, as far as it is time to look.
  private func hasGone() -> Bool {
    let now = Clock.now()
    guard now - lastLook > Self.lookInterval else { return false }
    lastLook = now
    return process.hasEnded
  }

  /// Whether a while has passed since this was last true.
  private func isDue() -> Bool {
    let now = Clock.now()
    guard now - lastIdle > 1e-3 * Double(Self.idleInterval) else { return false }
    lastIdle = now
    return true
  }

  /// Passes on what the program has said on standard error so far.
  private func takeMessages() {
    var end = pollfd(fd: process.messages, events: Int16(POLLIN), revents: 0)
    guard errors.isOpen, unsafe poll(&end, 1, 0) > 0 else { return }
    let count = unsafe Glibc.read(process.messages, &block, Self.blockBytes)
    errors.take(block[..<max(0, count)], isLast: count == 0)
  }

  /// What to say of a program that closed its end.
  private func goneError() -> ProgramError {
    let isInLine = position < pending.count
    guard let end = process.endSoon() else { return .closed }
    // What it has started may say something for ever.
    for _ in 0..<Self.lastBlocks where errors.isOpen && hasMessages { takeMessages() }
    let words = isInLine ? "in the middle of a line" : errors.lastLine
    return .ended(end, lastWords: words)
  }

  private var hasMessages: Bool {
    var end = pollfd(fd: process.messages, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&end, 1, 0) > 0
  }
}
