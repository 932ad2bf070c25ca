import Base
import Numerics

/// Parallel projection of space onto paper.
struct SphereView {
  /// Where right, up and toward the viewer point.
  private let right, up, front: Vector3

  /// Seen from where most of the paths are in front, in steps of 15 degrees, and from 20 degrees
  /// above the equator.
  init(of picture: SpherePicture) {
    let vectors = picture.paths.joined().filter(\.norm.isFinite)
    let sum = vectors.reduce(Vector3.zero) { $0 + Vector3($1.x, $1.y, 0) }
    let azimuths = (0..<24).map { Double($0) * .pi / 12 }
    func opening(_ azimuth: Double) -> Double {
      sum.dot(Vector3(polarAngle: .pi / 2, azimuth: azimuth))
    }
    // The usual view of axes where no side has more.
    let usual = 2
    let length = sum.norm
    let best = azimuths.indices.max { opening(azimuths[$0]) < opening(azimuths[$1]) } ?? usual
    let azimuth = azimuths[length > 1e-6 * Double(vectors.count) ? best : usual]
    let elevation = 20 * Double.pi / 180
    right = Vector3(polarAngle: .pi / 2, azimuth: azimuth + .pi / 2)
    front = Vector3(polarAngle: .pi / 2 - elevation, azimuth: azimuth)
    up = front.cross(right)
  }

  /// Right, up, and toward the viewer.
  func place(_ v: Vector3) -> (x: Double, y: Double, depth: Double) {
    (v.dot(right), v.dot(up), v.dot(front))
  }
}

extension GnuplotScript {
  /// Paths on a sphere: what is behind it is dashed, a circle is where a path starts, a dot where
  /// it ends.
  package init(
    _ picture: SpherePicture, format: PictureFormat, output: String?, dataFile: String? = nil
  ) {
    let sphere = SphereDrawing(picture)
    let source = dataFile.map(GnuplotText.quoted) ?? "$data"
    let head = sphere.headLines
    let keyLines = picture.curves == nil ? 0 : 1 + (picture.paths.count + 3) / 4
    let size = PictureSize(
      panels: 1, titleLines: 0, headLines: head.count + keyLines, left: 0.2, right: 0.2)
    let margins = size.margins(0)
    var lines = ["# Drawn by gnuplot 5.4 or newer."]
    if dataFile == nil { lines += ["$data << END_OF_DATA", sphere.data + "END_OF_DATA"] }
    lines += [
      "set encoding utf8", "set minussign", "set terminal \(format.terminal(size))",
    ]
    if let output { lines.append("set output \(GnuplotText.quoted(output))") }
    lines += [
      "set size ratio -1", "unset border", "unset tics",
      // The sphere, and what may stick out of it: the axes, none of them downward.
      "set xrange [-1.62:1.62]", "set yrange [-1.06:1.37]",
      "set lmargin at screen \(Self.decimal(margins.left)); "
        + "set rmargin at screen \(Self.decimal(margins.right))",
      "set bmargin at screen \(Self.decimal(0.3 / size.height)); "
        + "set tmargin at screen \(Self.decimal(margins.top))",
    ]
    func headPlace(_ line: Int) -> String {
      Self.decimal(size.headTop - 0.36 * Double(line) / size.height)
    }
    for (number, text) in head.enumerated() {
      lines.append(
        "set label \(1000 + number) \(GnuplotText.literal(text)) at screen 0.5,\(headPlace(number))"
          + " center font ',7'")
    }
    if let curves = picture.curves {
      let title = GnuplotText.quoted(GnuplotText.title(curves.heading, curves.scale))
      lines.append(
        "set key at screen 0.5,\(headPlace(head.count)) center top horizontal Left reverse "
          + "samplen 1.2 width 1 maxcols 4 font ',7' spacing 1 title \(title) font ',7'")
    } else {
      lines.append("unset key")
    }
    lines += sphere.axes + [sphere.plot(source, dot: format.dotSize), "unset output"]
    text = lines.joined(separator: "\n") + "\n"
    data = sphere.data
  }
}

/// The numbers and commands of one sphere.
private struct SphereDrawing {
  let picture: SpherePicture
  private let view: SphereView
  private let radius: Double
  /// Blocks: the circles of the sphere, in front and behind, and then a path each.
  private(set) var data = ""

  init(_ picture: SpherePicture) {
    self.picture = picture
    view = SphereView(of: picture)
    radius = picture.radius
    appendCircles()
    for path in picture.paths.indices { appendPath(path) }
  }

  /// What stands above the sphere.
  var headLines: [String] {
    var parts = picture.title.split(separator: ", ").map(String.init)
    let scale = UnitScale(unit: picture.unit, magnitude: radius)
    let power = scale.factorExponent == 0 ? "" : "e\(scale.factorExponent)"
    let length = "\(Format.significant(scale.drawn(radius), 3))\(power) \(scale.unit)"
    parts.append("\(picture.label) over \(picture.pathName)")
    parts.append("radius \(length.trimmed)")
    parts.append("circle: start")
    parts.append("dot: end")
    parts.append("dashed: behind")
    if let doubt = picture.doubt { parts.append("gray: \(doubt)") }
    return PictureStyle.lines(parts, width: 60)
  }

  /// Parallels and meridians every 30 degrees, and the outline.
  private mutating func appendCircles() {
    let step = Double.pi / 90
    var circles: [[Vector3]] = (1..<6).map { parallel in
      (0...180).map {
        Vector3(polarAngle: Double(parallel) * .pi / 6, azimuth: Double($0) * step)
      }
    }
    circles += (0..<12).map { meridian in
      (0...90).map {
        Vector3(polarAngle: Double($0) * step, azimuth: Double(meridian) * .pi / 6)
      }
    }
    data += "# circles\n# x, y in front, y behind\n"
    for circle in circles {
      for place in circle.map(view.place) { append(place, isDoubtful: false) }
      data += "\n"
    }
    data += "\n"
  }

  private mutating func appendPath(_ path: Int) {
    let name = picture.curves.map { $0.description(at: path) } ?? "one path"
    data += "# \(name)\n# x, y in front, y behind, y not to be trusted\n"
    for (index, vector) in picture.paths[path].enumerated() {
      let doubts = picture.doubtful.isEmpty ? [] : picture.doubtful[path]
      append(view.place(vector / radius), isDoubtful: doubts.isEmpty ? false : doubts[index])
    }
    data += "\n\n"
  }

  private mutating func append(
    _ place: (x: Double, y: Double, depth: Double), isDoubtful: Bool
  ) {
    let isBehind = place.depth < 0
    let numbers = [
      place.x, isBehind || isDoubtful ? .nan : place.y, isBehind && !isDoubtful ? place.y : .nan,
      isDoubtful ? place.y : .nan,
    ]
    // Six digits are a thousandth of a point.
    data +=
      numbers.map { $0.isNaN ? "NaN" : Format.significant($0, 6) }.joined(separator: " ") + "\n"
  }

  /// The outline, and axes from the surface on.
  var axes: [String] {
    var lines = [
      "set object 1 circle at 0,0 size 1 front fillstyle empty border rgb '#000000' linewidth 0.5"
    ]
    for (number, (name, axis)) in zip(
      ["x", "y", "z"], [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)]
    ).enumerated() {
      let (from, to) = (view.place(axis), view.place(1.25 * axis))
      let dash = from.depth < 0 ? " dashtype (3,3)" : ""
      lines.append(
        "set arrow \(number + 1) from \(point(from)) to \(point(to)) size 0.05,20 filled "
          + "linewidth 0.7\(dash)")
      lines.append(
        "set label \(number + 1) '\(name)' at \(point(view.place(1.36 * axis))) center font ',8'")
    }
    return lines
  }

  private func point(_ place: (x: Double, y: Double, depth: Double)) -> String {
    "\(GnuplotScript.decimal(place.x)),\(GnuplotScript.decimal(place.y))"
  }

  func plot(_ source: String, dot: Double) -> String {
    let colors = Palette.curves(
      picture.paths.count, areOrdered: picture.curves.map { $0.labels == nil } ?? false)
    var parts = [
      "\(source) index 0 using 1:3 with lines linewidth 0.3 linecolor rgb '#e6e6e6' notitle",
      "\(source) index 0 using 1:2 with lines linewidth 0.3 linecolor rgb '#b4b4b4' notitle",
    ]
    for (path, color) in zip(picture.paths.indices, colors) {
      let from = "\(source) index \(path + 1)"
      if !picture.doubtful.isEmpty {
        parts.append(
          "\(from) using 1:4 with lines linewidth 1 linecolor rgb '\(Palette.doubtful)' notitle")
      }
      let title =
        picture.curves.map { "title " + GnuplotText.literal($0.text(at: path, $0.scale)) }
        ?? "notitle"
      parts.append(
        "\(from) using 1:3 with lines dashtype (4,3) linewidth 1 linecolor rgb '\(color)' notitle")
      parts.append(
        "\(from) using 1:2 with lines linewidth 1.3 linecolor rgb '\(color)' \(title)")
      let places = picture.paths[path].filter(\.norm.isFinite).map { view.place($0 / radius) }
      for (place, type) in [(places.first, 6), (places.last, 7)] {
        guard let place else { continue }
        // gnuplot's '+' gives one point for this pair of numbers.
        parts.append(
          "'+' using (\(GnuplotScript.decimal(place.x))):(\(GnuplotScript.decimal(place.y))) every "
            + "::0::0 with points pointtype \(type) pointsize \(GnuplotScript.decimal(1.6 * dot)) "
            + "linecolor rgb '\(color)' notitle")
      }
    }
    return "plot " + parts.joined(separator: ", \\\n     ")
  }
}

extension String {
  /// Without a blank at the end.
  fileprivate var trimmed: String { last == " " ? String(dropLast()) : self }
}
