import Base
import Glibc
import Jobs

/// What `spinsweep plot` is asked for, as typed.
package struct PlotRequest: Sendable {
  package var path: String
  package var quantity: String
  package var x: String?
  package var y: String?
  /// The dimension whose values are curves of their own.
  package var lines: String?
  /// `AXIS=VALUE[,VALUE…]`
  package var selections: [String] = []
  /// `LEVEL[,LEVEL…]`
  package var contours: [String] = []
  /// Whether a vector is drawn as a path on a sphere.
  package var isSphere = false
  /// Whether there are bars instead of a curve.
  package var hasBars = false
  /// A quantity that is drawn over the other one.
  package var companion: String?
  /// Whether the quantity has a logarithmic scale.
  package var isLogarithmic = false
  /// Whether the cells of a refined map have outlines.
  package var showsCells = false
  /// `LOW,HIGH` of the quantity's scale.
  package var range: String?
  package var output: String

  package init(path: String, quantity: String, output: String) {
    self.path = path
    self.quantity = quantity
    self.output = output
  }
}

/// A picture of one quantity of a result file.
package struct Plot {
  private let content: Content
  private let format: PictureFormat
  private let output: String

  private enum Content {
    /// Curves or maps.
    case plane(Picture)
    case sphere(SpherePicture)
  }

  /// Reads what is to be drawn.
  ///
  /// - Throws: `InputError` for everything that is wrong with the request.
  package init(_ request: PlotRequest) throws(InputError) {
    format = try PictureFormat(path: request.output)
    output = try OutputFile.writable(request.output, for: "a picture")
    content =
      request.isSphere
      ? .sphere(try SpherePicture(request)) : .plane(try Picture(request))
  }

  /// A picture that something else has made.
  ///
  /// - Throws: `InputError` if there can be no picture at the path.
  package init(_ picture: Picture, to path: String) throws(InputError) {
    format = try PictureFormat(path: path)
    output = try OutputFile.writable(path, for: "a picture")
    content = .plane(picture)
  }

  /// What the user may want to know of a picture that has been drawn: contours that lie nowhere on
  /// it.
  package var notes: [String] {
    guard case .plane(let picture) = content else { return [] }
    let contours = picture.panels.flatMap(\.contours)
    return Set(contours.map(\.label)).sorted().compactMap { label in
      contours.contains { $0.label == label && !$0.lines.isEmpty }
        ? nil : "the contour \(label) is nowhere on this map"
    }
  }

  /// Lets gnuplot draw the picture; an older one is replaced when the new one is complete.
  ///
  /// - Throws: `PlotError` if gnuplot is missing or fails; as `OutputFile.write`.
  package func draw() throws {
    // Through this program, since gnuplot does not notice that a disk is full.
    let bytes = try Gnuplot.run(script(output: nil, dataFile: nil).text)
    try OutputFile.write(bytes, to: output, replacing: true)
  }

  private func script(output: String?, dataFile: String?) -> GnuplotScript {
    switch content {
    case .plane(let picture):
      GnuplotScript(picture, format: format, output: output, dataFile: dataFile)
    case .sphere(let picture):
      GnuplotScript(picture, format: format, output: output, dataFile: dataFile)
    }
  }

  /// Writes the script and its numbers beside where the picture would be, and returns their names.
  ///
  /// - Throws: As `OutputFile.write`; neither is left then, unless an older one was there.
  package func writeScript() throws -> (script: String, data: String) {
    let stem = output.dropLast(format.rawValue.count + 1)
    let (scriptPath, dataPath) = ("\(stem).gp", "\(stem).dat")
    // Names without folders: the script is started where it lies.
    func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
    let script = self.script(output: name(output), dataFile: name(dataPath))
    let isNew = access(dataPath, F_OK) != 0
    try OutputFile.write(Array(script.data.utf8), to: dataPath, replacing: true)
    do {
      try OutputFile.write(Array(script.text.utf8), to: scriptPath, replacing: true)
    } catch {
      if isNew { unlink(dataPath) }
      throw error
    }
    return (scriptPath, dataPath)
  }
}
