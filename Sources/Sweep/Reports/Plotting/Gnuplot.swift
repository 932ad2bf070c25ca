import Base
import Glibc

/// The program gnuplot, as a process of its own.
enum Gnuplot {
  /// Runs a script that draws on standard output, and waits for its end.
  ///
  /// - Returns: the picture.
  /// - Throws: `PlotError.noGnuplot` if there is no such program, `gnuplot` with what it says if it
  ///   fails.
  static func run(_ script: String) throws(PlotError) -> [UInt8] {
    // Files instead of pipes but for the picture: neither side can wait for the other.
    guard let input = tmpfile(), let messages = tmpfile() else {
      throw .system(SystemError("tmpfile"))
    }
    defer {
      fclose(input)
      fclose(messages)
    }
    do throws(SystemError) {
      try OpenFile.write(script.utf8.span.bytes, to: fileno(input))
    } catch {
      throw .system(error)
    }
    rewind(input)
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw .system(SystemError("pipe")) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let process: pid_t
    do throws(PlotError) {
      defer { close(ends[1]) }
      process = try start(["gnuplot", "-"], fileno(input), ends[1], fileno(messages))
    } catch {
      close(ends[0])
      throw error
    }
    let picture = bytes(from: ends[0])
    close(ends[0])
    guard try wait(for: process) == 0 else { throw .gnuplot(firstLine(of: messages)) }
    guard !picture.isEmpty else { throw .gnuplot("it drew nothing") }
    return picture
  }

  /// What comes out of a pipe until it is closed.
  private static func bytes(from pipe: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(pipe, &block, block.count)
      if count > 0 {
        bytes += block[..<count]
      } else if count == 0 || errno != EINTR {
        return bytes
      }
    }
  }

  private static func start(
    _ arguments: [String], _ input: Int32, _ output: Int32, _ messages: Int32
  ) throws(PlotError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, messages, STDERR_FILENO)
    let words = arguments.map { strdup($0) }
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, arguments[0], &actions, nil, words + [nil], environ)
    switch code {
    case 0: return process
    case ENOENT: throw .noGnuplot
    default: throw .system(SystemError("posix_spawnp", code: code))
    }
  }

  /// The exit code; 128 + its number for a signal.
  private static func wait(for process: pid_t) throws(PlotError) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw .system(SystemError("waitpid")) }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  /// The first line that says something: gnuplot shows the command and a marker before it.
  private static func firstLine(of file: UnsafeMutablePointer<FILE>) -> String {
    rewind(file)
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = fread(&bytes, 1, bytes.count, file)
    let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
    let said = lines.first { $0.contains("line ") && $0.contains(": ") } ?? lines.first
    return said.map { String($0.drop { $0 == " " }) } ?? "it ended without a word"
  }
}

/// Why a picture cannot be drawn that was asked for rightly.
enum PlotError: Error, Equatable, CustomStringConvertible {
  case noGnuplot
  case gnuplot(String)
  case system(SystemError)

  var description: String {
    switch self {
    case .noGnuplot:
      "gnuplot draws the pictures, and is not installed (Debian package gnuplot-nox); --script "
        + "writes what it would draw, for another machine"
    case .gnuplot(let message): "gnuplot could not draw the picture: \(message)"
    case .system(let error): "the picture could not be drawn: \(error.call): \(error.reason)"
    }
  }
}
