import Jobs
import Models
import Testing

/// Where points of one grid stand in another, compared with what the plans say of each point in
/// words.
@Suite("Points of one grid in another")
struct PointMapTests {
  /// Axes by TOML; the parameters that an axis may sweep are fixed elsewhere.
  private static func plan(_ axes: String, fixed: String = "") throws -> Plan {
    try Job(
      text: "model = \"quantum-temperature\"\n[parameters]\n\(fixed)\n\(axes)", path: "job.toml"
    ).plan()
  }

  private static func axis(_ name: String, _ values: String) -> String {
    "[[axis]]\nparameter = \"\(name)\"\nvalues = \(values)\n"
  }

  private static let currentRange =
    "[[axis]]\nparameter = \"current\"\nfrom = 1e-3\nto = 4e-3\npoints = 4\n"

  private static let geometry =
    "[[axis]]\nname = \"g\"\nparameters = [\"radius\", \"thickness\"]\n"
    + "values = [[2e-8, 1e-9], [4e-8, 1e-9], [4e-8, 2e-9]]\n"

  /// What a point is, whatever the order of axes.
  private static func words(_ plan: Plan, _ point: Int, _ fixed: [String]) -> Set<String> {
    Set(plan.describe(point).split(separator: ", ").map(String.init) + fixed)
  }

  static let pairs: [(String, String, [String], [String])] = [
    // Other orders of axes and values, and values that the other one lacks.
    (
      axis("current", "[1e-3, 2e-3, 3e-3]") + axis("temperature", "[4, 77]"),
      axis("temperature", "[77, 1, 4]") + axis("current", "[3e-3, 2.5e-3, 1e-3]"), [], []
    ),
    // An increasing axis is searched otherwise than one that is not.
    (axis("current", "[4e-3, 1e-3, 2.2e-3]"), currentRange, [], []),
    (currentRange, axis("current", "[4e-3, 1e-3, 2.2e-3]"), [], []),
    // An axis for what was fixed, and the other way round.
    (currentRange, currentRange + axis("temperature", "[4, 77]"), ["temperature = 77.0 K"], []),
    (currentRange + axis("temperature", "[4, 77]"), currentRange, [], ["temperature = 77.0 K"]),
    // Parameters that move together in one of them.
    (
      geometry + currentRange,
      axis("thickness", "[2e-9, 1e-9]") + currentRange + axis("radius", "[4e-8, 2e-8]"), [], []
    ),
    (
      axis("thickness", "[2e-9, 1e-9]") + currentRange + axis("radius", "[4e-8, 2e-8]"),
      geometry + currentRange, [], []
    ),
    (axis("radius", "[4e-8, 3e-8]"), geometry, ["thickness = 2e-09 m"], []),
    (geometry, axis("radius", "[4e-8, 3e-8]"), [], ["thickness = 2e-09 m"]),
  ]

  private static func fixed(_ words: [String]) -> String {
    words.map { $0.replacing(#/ [Km]$/#, with: "") }.joined(separator: "\n")
  }

  @Test("The number is that of the point with the same values", arguments: pairs.indices)
  func numbers(pair: Int) throws {
    let (first, second, fixedInFirst, fixedInSecond) = Self.pairs[pair]
    let one = try Self.plan(first, fixed: Self.fixed(fixedInFirst))
    let other = try Self.plan(second, fixed: Self.fixed(fixedInSecond))
    let map = PointMap(from: one, to: other)
    var found = 0
    for point in 0..<one.pointCount {
      let words = Self.words(one, point, fixedInFirst)
      let expected = (0..<other.pointCount).first {
        Self.words(other, $0, fixedInSecond) == words
      }
      #expect(map.number(of: point) == expected, "\(words)")
      found += expected == nil ? 0 : 1
    }
    #expect(found > 0)
  }

  @Test("A value is known by its bits")
  func bits() throws {
    let one = try Self.plan(Self.axis("current", "[-0.0, 1e-3]"))
    let other = try Self.plan(Self.axis("current", "[0.0, 1e-3]"))
    let map = PointMap(from: one, to: other)
    #expect((0..<2).map { map.number(of: $0) } == [nil, 1])
  }

  @Test("Vectors, whole and by components, directions and switches are values too")
  func vectors() throws {
    func plan(_ axes: String, _ fixed: String = "") throws -> Plan {
      try Job(
        text: "model = \"macrospin\"\n[parameters]\n\(fixed)\n\(axes)", path: "job.toml"
      ).plan()
    }
    let whole = try plan(Self.axis("external_field", "[[0, 0, 1e3], [0, 0, 2e3], [1e3, 0, 0]]"))
    let part = try plan(
      Self.axis("external_field.z", "[2e3, 5e2, 1e3]"),
      "external_field.x = 0\nexternal_field.y = 0")
    let map = PointMap(from: whole, to: part)
    #expect((0..<3).map { map.number(of: $0) } == [2, 0, nil])
    let back = PointMap(from: part, to: whole)
    #expect((0..<3).map { back.number(of: $0) } == [1, nil, 0])
    let fixed = try plan("", "external_field = [0, 0, 2e3]")
    #expect(PointMap(from: fixed, to: part).number(of: 0) == 0)
    #expect(PointMap(from: fixed, to: whole).number(of: 0) == 1)
    let flags = try plan(Self.axis("quantum_noise", "[true, false]"))
    let turned = try plan(Self.axis("quantum_noise", "[false, true]"))
    #expect(PointMap(from: flags, to: turned).number(of: 0) == 1)
  }
}
