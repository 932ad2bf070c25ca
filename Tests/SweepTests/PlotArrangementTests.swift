import Jobs
import Models
import Reports
import ResultsStorage
import Testing

@Suite("What is drawn over what")
struct PlotArrangementTests {
  private static func dimension(_ name: String, _ count: Int, labels: [String]? = nil)
    -> PlotDimension
  {
    PlotDimension(
      name: name,
      coordinates: [
        PlotCoordinate(name: name, unit: "1", values: (0..<count).map(Double.init), labels: labels)
      ])
  }

  private static let current = dimension("current", 64)
  private static let temperature = dimension("temperature", 4)
  private static let radius = dimension("radius", 3)
  private static let time = dimension("time", 101)
  private static let component = dimension("component", 3, labels: ["x", "y", "z"])
  private static let single = dimension("damping", 1)

  private static func arrangement(
    _ dimensions: [PlotDimension], x: String? = nil, y: String? = nil, lines: String? = nil
  ) throws(InputError) -> PlotArrangement {
    try PlotArrangement(dimensions, of: "q", x: x, y: y, lines: lines)
  }

  @Test("One axis gives a curve, a second long one a map, a second short one curves")
  func choices() throws {
    let curve = try Self.arrangement([Self.single, Self.current])
    #expect(curve.x.dimension == 1 && curve.y == nil && curve.curves == nil)
    let map = try Self.arrangement([Self.current, Self.time])
    #expect(map.x.dimension == 0 && map.y?.dimension == 1)
    let curves = try Self.arrangement([Self.temperature, Self.current])
    #expect(curves.x.dimension == 1 && curves.curves?.dimension == 0 && curves.panels.isEmpty)
    let series = try Self.arrangement([Self.time, Self.component])
    #expect(series.x.dimension == 0 && series.curves?.dimension == 1)
  }

  @Test("What is left over gets frames of its own")
  func panels() throws {
    let frames = try Self.arrangement([Self.current, Self.temperature, Self.radius])
    #expect(frames.curves?.dimension == 1 && frames.panels == [2])
    let maps = try Self.arrangement([Self.current, Self.time, Self.component])
    #expect(maps.y?.dimension == 1 && maps.panels == [2])
  }

  @Test("What is asked for is done")
  func asked() throws {
    let turned = try Self.arrangement([Self.current, Self.time], x: "time", y: "current")
    #expect(turned.x.dimension == 1 && turned.y?.dimension == 0)
    let voltage = Self.dimension("voltage", 50)
    let curves = try Self.arrangement(
      [voltage, Self.temperature], x: "temperature", lines: "voltage")
    #expect(curves.x.dimension == 1 && curves.curves?.dimension == 0)
  }

  @Test("What cannot be drawn is one sentence")
  func mistakes() {
    func message(
      _ dimensions: [PlotDimension], x: String? = nil, y: String? = nil, lines: String? = nil
    )
      -> String
    {
      do throws(InputError) {
        _ = try Self.arrangement(dimensions, x: x, y: y, lines: lines)
        return "none"
      } catch { return error.description }
    }
    #expect(
      message([Self.single])
        == "'q' has a single value here, nothing to draw it over; `spinsweep show` prints it")
    #expect(
      message([Self.current], x: "curent")
        == "--x curent: 'q' has no axis 'curent' (it has current); did you mean 'current'?")
    #expect(
      message([Self.current, Self.single], y: "damping")
        == "--y damping: 'damping' has a single value here")
    #expect(
      message([Self.current, Self.time], x: "time", y: "time")
        == "--y time: 'time' has another part in the picture already")
    #expect(
      message([Self.current, Self.time, Self.dimension("site", 201)])
        == "site (201) would make 201 frames, more than 12; choose values: --at site=VALUE")
    #expect(
      message([Self.current, Self.time], lines: "time")
        == "'time' would make 101 curves, more than 60; choose some: --at time=VALUE,VALUE")
    #expect(
      message([Self.current, Self.temperature, Self.radius], y: "radius", lines: "temperature")
        == "--lines temperature: a map has no lines; leave out --y or --lines")
  }
}
