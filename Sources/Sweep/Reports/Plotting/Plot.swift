import Base
import Glibc
public import Jobs

/// A picture of one quantity of a result file.
public struct Plot {
  private let picture: Picture
  private let format: PictureFormat
  private let output: String

  /// Reads what is to be drawn.
  ///
  /// - Throws: `InputError` for everything that is wrong with the request.
  public init(_ request: PlotRequest) throws(InputError) {
    format = try PictureFormat(path: request.output)
    output = try OutputPath.writable(request.output, for: "a picture")
    picture = try Picture(request)
  }

  /// What the user may want to know of a picture that has been drawn: contours that lie nowhere on it.
  public var notes: [String] {
    let contours = picture.panels.flatMap(\.contours)
    return Set(contours.map(\.label)).sorted().compactMap { label in
      contours.contains { $0.label == label && !$0.lines.isEmpty }
        ? nil : "the contour \(label) is nowhere on this map"
    }
  }

  /// Lets gnuplot draw the picture; an older one is replaced when the new one is complete.
  public func draw() throws(PlotFailure) {
    let temporary = "\(output).tmp-\(getpid())"
    defer { unlink(temporary) }
    do throws(PlotError) {
      try Gnuplot.run(GnuplotScript(picture, format: format, output: temporary).text)
    } catch {
      throw .drawing(error)
    }
    guard rename(temporary, output) == 0 else {
      throw Self.cannotWrite(output, SystemError("rename"))
    }
  }

  /// Writes the script and its numbers beside where the picture would be, and returns their names.
  public func writeScript() throws(PlotFailure) -> (script: String, data: String) {
    let stem = output.dropLast(format.rawValue.count + 1)
    let (scriptPath, dataPath) = ("\(stem).gp", "\(stem).dat")
    // Names without folders: the script is started where it lies.
    func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
    let script = GnuplotScript(
      picture, format: format, output: name(output), dataFile: name(dataPath))
    try Self.write(script.data, to: dataPath)
    try Self.write(script.text, to: scriptPath)
    return (scriptPath, dataPath)
  }

  private static func write(_ text: String, to path: String) throws(PlotFailure) {
    do throws(SystemError) {
      try SmallFile.write(Array(text.utf8), to: path, replacing: true)
    } catch {
      throw cannotWrite(path, error)
    }
  }

  private static func cannotWrite(_ path: String, _ error: SystemError) -> PlotFailure {
    .input(InputError("cannot write '\(path)': \(error.reason)"))
  }
}

/// Why there is no picture.
public enum PlotFailure: Error {
  /// Something is wrong with what was asked.
  case input(InputError)
  /// gnuplot is missing or failed.
  case drawing(PlotError)
}
