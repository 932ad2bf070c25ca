import Borders
import Foundation
import Testing

/// Points where a function crosses zero, and the border through them.
@Suite("Refinement")
struct RefinementTests {
  private struct Result {
    var refinement: Refinement
    var border: RefinedBorder
    var isLimited = false
    var rounds = 0
    var points: Int { refinement.points.count }
  }

  private static func axis(_ low: Double, _ high: Double, _ count: Int) -> RefinementAxis {
    RefinementAxis(
      (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) },
      isLogarithmic: false)
  }

  private static func refine(
    _ settings: Refinement.Settings, error: Double = 0, _ function: ([Double]) -> Double
  ) -> Result {
    var refinement = Refinement(settings)
    var values: [Double] = []
    var (isLimited, rounds) = (false, 0)
    loop: while true {
      for point in values.count..<refinement.points.count {
        values.append(function(refinement.points.columns.map { $0[point] }))
      }
      let errors = settings.isNoisy ? [[Double](repeating: error, count: values.count)] : []
      switch refinement.advance(.init(numbers: [values], errors: errors)) {
      case .points: rounds += 1
      case .finished(let limited):
        isLimited = limited
        break loop
      }
    }
    return Result(
      refinement: refinement, border: refinement.border(), isLimited: isLimited, rounds: rounds)
  }

  /// The distance of a place from where a function is zero, to first order.
  private static func distance(_ place: [Double], _ function: ([Double]) -> Double) -> Double {
    let step = 1e-6
    let slopes = place.indices.map { axis in
      var (low, high) = (place, place)
      low[axis] -= step
      high[axis] += step
      return (function(high) - function(low)) / (2 * step)
    }
    return abs(function(place)) / slopes.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private static func height(_ x: Double) -> Double { 0.5 + 0.2 * sin(3 * x) }
  private static let width = 0.02

  /// Ridges and steps of width 0.02 on a curved border.
  private static let fields: [String: @Sendable ([Double]) -> Double] = [
    "step": { tanh(($0[1] - height($0[0])) / width) },
    "ridge": { exp(-pow(($0[1] - height($0[0])) / width, 2)) - 0.5 },
    "resonance": { 1 / (1 + pow(($0[1] - height($0[0])) / width, 2)) - 0.5 },
    "bump": { place in
      let height = 0.5 * exp(-pow((place[0] - 0.38) / 0.06, 2))
      return place[1] - 0.2 - height
    },
    "ring": {
      1 / (1 + pow((hypot($0[0] - 0.5, $0[1] - 0.52) - 0.35) / width, 2)) - 0.5
    },
  ]

  @Test(
    "A ridge of width 0.02 on a curved border: to 1e-6 with less than 1 % of 1024² points",
    arguments: ["step", "ridge", "resonance", "ring"], [33, 65])
  func accuracy(name: String, count: Int) throws {
    let function = try #require(Self.fields[name])
    let axis = Self.axis(0, 1, count)
    let result = Self.refine(
      .init(
        axes: [axis, axis], depth: count == 33 ? 5 : 4, mostPoints: 100_000, tolerance: 1e-6),
      function)
    #expect(result.points < 10_485, "\(result.points) points")
    #expect(!result.isLimited)
    let border = result.border
    #expect(Set(border.pieces).count == (name == "step" ? 1 : 2))
    var worst = 0.0
    for vertex in 0..<border.count {
      let place = border.columns.map { $0[vertex] }
      worst = max(worst, Self.distance(place, function))
      if vertex > 0, border.pieces[vertex - 1] == border.pieces[vertex] {
        // Straight pieces between vertices are as near.
        let middle = border.columns.map { ($0[vertex - 1] + $0[vertex]) / 2 }
        worst = max(worst, Self.distance(middle, function))
      }
    }
    #expect(worst <= 1e-6, "\(worst)")
  }

  @Test("A border has no holes: it ends at the edge of the map or nowhere")
  func closed() {
    let axis = Self.axis(0, 1, 17)
    for (name, isOpen) in [("step", true), ("ring", false)] {
      for tolerance in [0, 1e-6] {
        guard let function = Self.fields[name] else { continue }
        let border = Self.refine(
          .init(axes: [axis, axis], depth: 4, mostPoints: 100_000, tolerance: tolerance), function
        ).border
        for piece in Set(border.pieces) {
          let vertices = border.pieces.indices.filter { border.pieces[$0] == piece }
          guard let first = vertices.first, let last = vertices.last else { continue }
          let ends = [first, last].map { end in border.columns.map { $0[end] } }
          if isOpen {
            for end in ends { #expect(end.contains { $0 == 0 || $0 == 1 }, "\(name) \(end)") }
          } else {
            #expect(ends[0] == ends[1], "\(name)")
          }
        }
      }
    }
  }

  /// A bump narrower than the coarse cells shows in one of them only when a neighbor has become
  /// finer: that cell is halved late.
  @Test(
    "A deeper refinement, and one of more points, begins with the shallower one",
    arguments: [(17, 1e-6, 0), (5, 1e-6, 0), (5, 0, 0), (5, 0, 1e-3)])
  func prefix(count: Int, tolerance: Double, error: Double) throws {
    let function = try #require(Self.fields[count == 17 ? "ridge" : "bump"])
    let axis = Self.axis(0, 1, count)
    func points(_ depth: Int, _ most: Int) -> RefinedPoints {
      Self.refine(
        .init(
          axes: [axis, axis], depth: depth, mostPoints: most, tolerance: tolerance,
          isNoisy: error > 0), error: error, function
      ).refinement.points
    }
    let whole = points(6, 100_000)
    for (depth, most) in (1...5).map({ ($0, 100_000) }) + [(6, 500), (6, 900)] {
      let part = points(depth, most)
      #expect(part.count <= most)
      #expect(part.levels == Array(whole.levels.prefix(part.count)))
      #expect(zip(part.columns, whole.columns).allSatisfy { $0 == Array($1.prefix($0.count)) })
    }
  }

  @Test("Cells of logarithmic axes are halved in the logarithm")
  func logarithmic() {
    let axis = RefinementAxis([1, 10, 100, 1000], isLogarithmic: true)
    let other = Self.axis(-1, 1, 5)
    // Steep enough for every level.
    let result = Self.refine(
      .init(axes: [axis, other], depth: 3, mostPoints: 10_000, tolerance: 0)
    ) { log10($0[0]) - 1.6 - $0[1] }
    let steps = Set(
      result.refinement.points.columns[0].map { (log10($0) * 8).rounded(.toNearestOrEven) })
    #expect(
      result.refinement.points.columns[0].allSatisfy {
        abs(log10($0) * 8 - (log10($0) * 8).rounded()) < 1e-12
      })
    #expect(steps.count > 8)
    for vertex in 0..<result.border.count {
      let place = result.border.columns.map { $0[vertex] }
      #expect(abs(log10(place[0]) - 1.6 - place[1]) < 1e-12)
    }
  }

  @Test("A surface in three dimensions has no holes, and approaches a sphere")
  func sphere() {
    func radius(_ place: [Double]) -> Double {
      (place[0] * place[0] + place[1] * place[1] + place[2] * place[2]).squareRoot()
    }
    var errors: [Double] = []
    for depth in [1, 2] {
      let axis = Self.axis(-1, 1, 8)
      let result = Self.refine(
        .init(axes: [axis, axis, axis], depth: depth, mostPoints: 100_000, tolerance: 1e-6)
      ) { pow(radius($0), 3) - 0.343 }
      let border = result.border
      // Each side of a triangle belongs to two of them.
      var sides: [SIMD2<Int32>: Int] = [:]
      for triangle in border.triangles {
        for (one, other) in [(0, 1), (1, 2), (2, 0)] {
          let (first, second) = (triangle[one], triangle[other])
          sides[SIMD2(min(first, second), max(first, second)), default: 0] += 1
        }
      }
      #expect(sides.values.allSatisfy { $0 == 2 })
      // Euler: V − E + F = 2.
      #expect(border.count - sides.count + border.triangles.count == 2)
      #expect(Set(border.pieces) == [0])
      errors.append(
        (0..<border.count).reduce(0) { worst, vertex in
          max(worst, abs(radius(border.columns.map { $0[vertex] }) - 0.7))
        })
    }
    // At least second order, of lines between points at half the distance: a quarter. (Fourth where
    // there are points on both sides.)
    #expect(errors[1] < errors[0] / 4)
    #expect(errors[1] < 1e-3)
  }

  @Test("Cells of unlike size leave no holes in a surface")
  func unlikeCells() {
    let axis = Self.axis(0, 1, 5)
    // Noise stops cells where the function is flat: to the left.
    let result = Self.refine(
      .init(
        axes: [axis, axis, axis], depth: 3, mostPoints: 100_000, tolerance: 0, isNoisy: true),
      error: 0.02
    ) { ($0[2] - 0.52) * (0.05 + $0[0] * $0[0]) }
    let border = result.border
    var sides: [SIMD2<Int32>: Int] = [:]
    for triangle in border.triangles {
      for (one, other) in [(0, 1), (1, 2), (2, 0)] {
        let (first, second) = (triangle[one], triangle[other])
        sides[SIMD2(min(first, second), max(first, second)), default: 0] += 1
      }
    }
    let leaves = Set(result.refinement.points.levels)
    #expect(leaves.count > 2)
    // A side of one triangle alone lies on the edge of the map.
    for (side, count) in sides where count == 1 {
      let ends = [side.x, side.y].map { end in border.columns.map { $0[Int(end)] } }
      #expect(
        (0..<3).contains { axis in
          ends.allSatisfy { $0[axis] == 0 } || ends.allSatisfy { $0[axis] == 1 }
        }, "\(ends)")
    }
    #expect(sides.values.allSatisfy { $0 <= 2 })
  }

  @Test("Noise: cells are not halved where they differ by less, and the border has its error")
  func noise() {
    let axis = Self.axis(0, 1, 9)
    let slope = 2.0
    func points(_ error: Double) -> Result {
      Self.refine(
        .init(axes: [axis, axis], depth: 6, mostPoints: 100_000, tolerance: 1e-6, isNoisy: true),
        error: error
      ) { slope * ($0[1] - 0.53 - 0.1 * $0[0]) }
    }
    // A cell of side h varies by about slope · 1.1 h; it is halved as long as that is more than
    // 1.96 errors: h > 0.0089 and 0.0357, and so down to 1/128 and 1/32.
    let fine = points(0.01)
    #expect(fine.refinement.points.levels.max() == 4)
    let coarse = points(0.04)
    #expect(coarse.refinement.points.levels.max() == 2)
    #expect(coarse.points < fine.points)
    // The middle of two values of one error has 1/√2 of it, an end all of it.
    let steepness = slope * (1 + 0.01).squareRoot()
    #expect(fine.border.errors.count == fine.border.count)
    for error in fine.border.errors {
      #expect(error >= 0.01 / steepness / 2.0.squareRoot() - 1e-12)
      #expect(error <= 0.01 / steepness + 1e-12)
    }
  }

  @Test(
    "Noise: a cell is halved where the level lies within an interval, though no mean crosses it",
    arguments: [
      // The interval of 95 % of 0.1 reaches zero, and the corners differ by more than the noise.
      (0.06, 0.5, true),
      // It does not reach it.
      (0.04, 0.5, false),
      // It does, but the corners differ by less than the noise.
      (0.06, 0.2, false),
    ])
  func interval(error: Double, highest: Double, isHalved: Bool) {
    let axis = Self.axis(0, 1, 2)
    var refinement = Refinement(
      .init(axes: [axis, axis], depth: 1, mostPoints: 100, tolerance: 0, isNoisy: true))
    let numbers = [0.1, 0.1, 0.1, highest]
    let errors = [Double](repeating: error, count: 4)
    let round = refinement.advance(.init(numbers: [numbers], errors: [errors]))
    #expect(round == (isHalved ? .points(5) : .finished(isLimited: false)))
    // Without noise nothing is there: the means are all of one sign.
    var exact = Refinement(
      .init(axes: [axis, axis], depth: 1, mostPoints: 100, tolerance: 0))
    #expect(exact.advance(.init(numbers: [numbers])) == .finished(isLimited: false))
  }

  @Test("No border, no points; and nothing where there is no value")
  func nothing() {
    let axis = Self.axis(0, 1, 9)
    let settings = Refinement.Settings(
      axes: [axis, axis], depth: 3, mostPoints: 10_000, tolerance: 1e-6)
    let none = Self.refine(settings) { _ in 1 }
    #expect(none.points == 81 && none.border.count == 0 && none.rounds == 0)
    let undefined = Self.refine(settings) { _ in .nan }
    #expect(undefined.points == 81 && undefined.border.count == 0)
    // A gap in a border is one cell wide or less, and the rest is found.
    let hole = Self.refine(settings) { $0[0] > 0.5 ? .nan : $0[1] - 0.4 }
    #expect(hole.border.count > 0)
    #expect(hole.border.columns[0].allSatisfy { $0 <= 0.5 })
  }
}
