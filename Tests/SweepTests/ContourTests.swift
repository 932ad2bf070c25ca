import Foundation
import Reports
import Testing

@Suite("Contours of maps")
struct ContourTests {
  private static func field(
    _ x: [Double], _ y: [Double], _ value: (Double, Double) -> Double
  ) -> [[Double]] {
    y.map { y in x.map { value($0, y) } }
  }

  @Test("A plane is cut exactly, in one line from edge to edge")
  func plane() throws {
    let x = (0...10).map(Double.init)
    let y = (0...5).map(Double.init)
    let lines = ContourLines.zeros(
      of: Self.field(x, y) { $0 - 2 * $1 + 0.5 }, x: x, y: y, logarithmic: (false, false))
    let line = try #require(lines.first)
    #expect(lines.count == 1)
    for point in line { #expect(abs(point.x - 2 * point.y + 0.5) < 1e-12) }
    #expect(Set([line[0].y, line[line.count - 1].y]) == [0.25, 5])
  }

  @Test("A circle is one closed line whose radius is right to second order of the step")
  func circle() throws {
    var errors: [Double] = []
    for count in [20, 40] {
      let x = (0...count).map { 2 * Double($0) / Double(count) - 1 }
      let lines = ContourLines.zeros(
        of: Self.field(x, x) { $0 * $0 + $1 * $1 - 0.5 }, x: x, y: x, logarithmic: (false, false))
      let line = try #require(lines.first)
      #expect(lines.count == 1)
      #expect(line.first == line.last)
      errors.append(
        line.map { abs(($0.x * $0.x + $0.y * $0.y).squareRoot() - 0.5.squareRoot()) }.max() ?? 1)
    }
    // The error of linear interpolation, h²/(8 R) |f''| at most, falls by four with half the step; the
    // place of the worst cell moves, hence three.
    #expect(errors[1] < errors[0] / 3)
    #expect(errors[0] < 0.1 * 0.1 / 4)
  }

  @Test("A power law is a straight line on logarithmic axes, and exact there")
  func powerLaw() throws {
    let x = (0...6).map { pow(10, Double($0) / 2) }
    let lines = ContourLines.zeros(
      of: Self.field(x, x) { log($0 * $1 * $1 / 37) }, x: x, y: x, logarithmic: (true, true))
    let line = try #require(lines.first)
    #expect(lines.count == 1)
    // Logarithm and exponential, some units in the last place each.
    for point in line { #expect(abs(point.x * point.y * point.y / 37 - 1) < 1e-12) }
  }

  @Test("No line goes through a gap")
  func gap() {
    let x = (0...10).map(Double.init)
    var field = Self.field(x, x) { x, _ in x - 4.5 }
    field[5][4] = .nan
    let lines = ContourLines.zeros(of: field, x: x, y: x, logarithmic: (false, false))
    #expect(lines.count == 2)
    for point in lines.joined() { #expect(point.y <= 4 || point.y >= 6) }
  }

  @Test("A saddle has two lines that do not cross, and a level outside has none")
  func saddleAndNone() {
    let x = [0.0, 1]
    let saddle = ContourLines.zeros(
      of: [[1, -1], [-1, 1.5]], x: x, y: x, logarithmic: (false, false))
    #expect(saddle.count == 2)
    #expect(saddle.allSatisfy { $0.count == 2 })
    let none = ContourLines.zeros(of: [[1, 1], [1, 1]], x: x, y: x, logarithmic: (false, false))
    #expect(none.isEmpty)
  }
}
