import Expressions
import Testing
import Units

@Suite("Expressions")
struct ExpressionTests {
  private static func scope() throws -> ExpressionScope {
    ExpressionScope(
      variables: [
        .init("p", unit: .one), .init("radius", unit: .meter), .init("current", unit: .ampere),
        .init("energy", unit: .electronvolt), .init("angle_0", unit: .radian),
        .init("external_field.x", unit: .amperePerMeter), .init("nothing", unit: .one),
        .init("information", unit: .one, dimensions: ["time"]),
        .init("spin", unit: .one, dimensions: ["time", "component"]),
        .init("weight", unit: .one, dimensions: ["component"]),
      ],
      dimensions: [
        .init("time", unit: .femtosecond, coordinates: [0, 10, 30]),
        .init("component", unit: .one, coordinates: [0, 1, 2], labels: ["x", "y", "z"]),
      ], unusable: ["initial_state": "is a word and has no number"],
      suggestion: { name, known in known.contains("radius") && name == "radios" ? "; radius?" : "" }
    )
  }

  private static let numbers: [String: [Double]] = [
    "p": [0.25], "radius": [4e-8], "current": [2e-3], "energy": [-2.36], "angle_0": [.pi / 6],
    "external_field.x": [3e4], "nothing": [.nan], "information": [1, 4, 2],
    "spin": [1, 2, 3, 4, 5, 6, 7, 8, 9], "weight": [1, 10, 100],
  ]

  private static func values(_ text: String, in unit: Unit? = nil) throws -> [Double] {
    var compiled = try Expression(text).compiled(in: scope())
    if let unit { compiled = try compiled.converted(to: unit) }
    return compiled.values(of: compiled.inputs.map { numbers[$0] ?? [] })
  }

  static let scalars: [(String, Double)] = [
    ("1 - p", 0.75), ("2 + 3*4", 14), ("(2 + 3)*4", 20), ("2^3^2", 512), ("-2^2", -4),
    ("2^-2", 0.25), ("10 - 4 - 3", 3), ("12/2/3", 2), ("- -1", 1), ("+1", 1),
    ("exp(log(p))", 0.25), ("log10(1000)", 3), ("sqrt(p)", 0.5), ("abs(-p)", 0.25),
    ("floor(-1.5)", -2), ("min(3, p, 2)", 0.25), ("max(3, p, 4)", 4), ("sin(angle_0)", 0.5),
    ("sin(30 deg)", 0.5), ("cos(pi)", -1), ("atan2(1, 1)*4/pi", 1), ("asin(1)/pi", 0.5),
    ("if(p < 0.5, 1, 2)", 1), ("if(p >= 0.5 or not p, 1, 2)", 2), ("p < 1 and p > 0.5", 0),
    ("p == 0.25", 1), ("p != 0.25", 0), ("not 0", 1), ("p^0.5", 0.5), ("(0.5 + 0.5)^p", 1),
    ("cosh(0) + sinh(0) + tanh(0)", 1), ("50 %", 0.5), ("3 [1]", 3),
    ("information[time = 10 fs]", 4), ("information[time = 10]", 4),
    ("spin[time=30, component=y]", 8), ("max(information, time)", 4),
    ("min(information, time)", 1), ("sum(information, time)", 7),
    ("mean(information, time)", 7.0 / 3), ("sum(sum(spin, time), component)", 45),
    ("sum(weight*spin[time = 0], component)", 321),
    ("sum(spin[time = 10]^2, component)", 77), ("3 rad-1", 2), ("5 %-3", -2.95),
    ("p*10 %^2", 0.00025),
  ]

  @Test("Numbers", arguments: scalars)
  func scalar(text: String, expected: Double) throws {
    let found = try Self.values(text, in: .one)
    #expect(found.count == 1)
    #expect(abs(found[0] - expected) <= 1e-15 * max(1, abs(expected)), "\(text): \(found)")
  }

  static let measured: [(String, String, Double)] = [
    ("radius/2", "nm", 20), ("radius - 10 nm", "m", 3e-8), ("20 nm", "m", 2e-8),
    ("pi*radius^2", "m^2", .pi * 4e-8 * 4e-8),
    ("current/(pi*radius^2)", "A/m^2", 3.978873577297384e11),
    ("energy + 1 eV", "eV", -1.36), ("energy/kB", "K", -27386.662811),
    ("sqrt(radius^2)", "m", 4e-8),
    ("external_field.x*mu0", "mT", 37.6991118), ("max(radius, 50 nm)", "nm", 50),
    ("argmax(information, time)", "fs", 10), ("argmin(information, time)", "fs", 0),
    ("integral(information, time)", "fs", 85), ("5 [J m]/(1 m)", "J", 5), ("6 kA/m/2", "A/m", 3000),
    ("1 V/radius", "V/m", 2.5e7), ("2 nm^2", "m^2", 2e-18),
    ("hbar*1 fs^-1/(1 eV)", "1", 0.6582119569),
    ("2*e*1 V", "eV", 2), ("atan2(radius, 40 nm)", "deg", 45),
  ]

  @Test("Units", arguments: measured)
  func units(text: String, unit: String, expected: Double) throws {
    let found = try Self.values(text, in: Unit(unit))
    #expect(found.count == 1)
    #expect(abs(found[0] - expected) <= 1e-8 * abs(expected), "\(text): \(found)")
  }

  @Test("A number with a prefix is rounded once, and a square has the bits of a product")
  func rounding() throws {
    #expect(try Self.values("20 nm", in: .meter) == [2e-8])
    #expect(try Self.values("0.3^2", in: .one) == [0.3 * 0.3])
    #expect(try Self.values("1 - p", in: .one) == [1 - 0.25])
    #expect(try Self.values("energy*2", in: .electronvolt) == [-2.36 * 2])
  }

  @Test("Arrays meet by the names of their dimensions, whatever the order")
  func arrays() throws {
    let compiled = try Expression("weight*information").compiled(in: Self.scope())
    #expect(compiled.dimensions == ["component", "time"])
    #expect(
      try Self.values("weight*information") == [1, 4, 2, 10, 40, 20, 100, 400, 200])
    #expect(
      try Self.values("information*weight - weight*information") == .init(repeating: 0, count: 9))
    #expect(try Self.values("spin[component = z]") == [3, 6, 9])
    #expect(try Self.values("max(spin, component)") == [3, 6, 9])
    #expect(try Self.values("mean(spin, time)") == [4, 5, 6])
    #expect(
      try Self.values("if(information > 1, information, weight)")
        == [1, 10, 100, 4, 4, 4, 2, 2, 2])
    #expect(try Self.values("time/(10 fs)", in: .one) == [0, 1, 3])
  }

  @Test(
    "What has no value leaves none",
    arguments: [
      "nothing + 1", "nothing < 1", "if(nothing, 1, 2)", "not nothing", "max(nothing, 1)",
      "min(1, nothing)", "nothing and 0", "argmax(information*nothing, time)", "log(-p)",
      "nothing^0", "p^nothing",
    ])
  func undefined(text: String) throws {
    #expect(try Self.values(text).allSatisfy(\.isNaN))
  }

  static let mistakes: [(String, String)] = [
    ("", "expected a number, a name or '(', not the end (at character 1)"),
    ("1 +", "expected a number, a name or '(', not the end (at character 4)"),
    ("(1", "expected ')', not the end (at character 3)"),
    ("2 p", "expected an operator, not 'p' (at character 3)"),
    ("p $ 2", "'$' has no meaning in an expression (at character 3)"),
    ("1.2.3", "'1.2.3' is no number (at character 1)"),
    ("radios", "unknown name 'radios'; radius? (at character 1)"),
    ("initial_state", "'initial_state' is a word and has no number (at character 1)"),
    ("radius + p", "'+' cannot combine m with 1 (at character 8)"),
    ("radius < 1 s", "'<' cannot combine m with s (at character 8)"),
    ("exp(radius)", "the argument of 'exp' must have no unit, not m (at character 1)"),
    ("2^radius", "an exponent must have no unit, not m (at character 2)"),
    ("radius^p", "a number to any power must have no unit, not m (at character 7)"),
    ("radius^100", "a number to any power must have no unit, not m (at character 7)"),
    ("if(radius, 1, 2)", "a condition must have no unit, not m (at character 4)"),
    ("if(p, radius, 1 s)", "'if' cannot combine m with s (at character 1)"),
    ("sinus(1)", "unknown function 'sinus' (at character 1)"),
    ("exp(1, 2)", "'exp' takes 1 argument, not 2 (at character 1)"),
    (
      "max(p)",
      "'max' takes several numbers, or an array and one of its dimensions (at character 1)"
    ),
    (
      "sum(information, 1)",
      "the second argument of 'sum' is a dimension, as in sum(x, time) (at character 1)"
    ),
    ("sum(p, time)", "the array has no dimension 'time' (it has none) (at character 8)"),
    (
      "sum(information, component)",
      "the array has no dimension 'component' (it has time) (at character 18)"
    ),
    ("spin[component = w]", "'component' has no label 'w' (it has x, y, z) (at character 5)"),
    ("information[time = 4]", "'time' has no value 4.0; the nearest is 0.0 (at character 12)"),
    ("information[time = 4 m]", "'time' is measured in fs, not in m (at character 12)"),
    ("spin[1 = 2]", "expected a dimension, as in x[time = 5 fs], not 1 (at character 6)"),
    ("spin[time = (1)]", "expected a value or a label of the dimension, not '(' (at character 13)"),
    (String(repeating: "(", count: 300), "too many brackets inside one another (at character 202)"),
    (
      String(repeating: "-", count: 300) + "1",
      "too many brackets inside one another (at character 202)"
    ),
    (
      String(repeating: " ", count: 5000),
      "an expression has at most 4000 characters (at character 1)"
    ),
    (
      "radius^20*radius^20*radius^20*radius^20*radius^20*radius^20*radius^20/radius^-20/"
        + "(radius^20)^-20",
      "a unit with so high a power is of no use (at character 93)"
    ),
    (
      String(repeating: "1+", count: 400) + "1",
      "an expression has at most 600 words (at character 1)"
    ),
    ("20 %2", "expected an operator, not 2 (at character 5)"),
    ("sqrt(sqrt(radius))", "no unit is the square root of m^1/2 (at character 1)"),
  ]

  @Test("A mistake is told in a sentence, with its place", arguments: mistakes)
  func mistake(text: String, sentence: String) throws {
    #expect {
      _ = try Expression(text).compiled(in: Self.scope())
    } throws: { error in
      if "\(error)" != sentence { print("FOUND \(text.prefix(40)): \(error)") }
      return "\(error)" == sentence
    }
  }

  @Test("The unit of the result is that of the declaration")
  func declaredUnit() throws {
    let compiled = try Expression("radius*current").compiled(in: Self.scope())
    #expect {
      _ = try compiled.converted(to: .second)
    } throws: {
      "\($0)" == "the expression is measured in (m) (A), not in s (at character 1)"
    }
  }

  @Test("Names are those that the text uses, in its order")
  func names() throws {
    #expect(
      try Expression("radius*pi + max(information, time)*radius").names
        == ["radius", "information", "time"])
  }

  @Test("Random texts are read or refused")
  func fuzz() throws {
    var random = SeededGenerator(state: 7)
    let pieces = [
      "p", "radius", "1", "20 nm", "(", ")", "+", "-", "*", "/", "^", "[", "]", ",", "=", "<",
      "time",
      "max", "sum", "if", "not", "and", ".", "e", "1e", "nm", " ", "z", "component", "%", "µ",
      "\u{301}",
    ]
    let scope = try Self.scope()
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...12, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      guard let compiled = try? Expression(text).compiled(in: scope) else { continue }
      let values = compiled.values(of: compiled.inputs.map { Self.numbers[$0] ?? [] })
      let extents = ["time": 3, "component": 3]
      #expect(values.count == compiled.dimensions.reduce(1) { $0 * (extents[$1] ?? 0) }, "\(text)")
    }
  }
}

/// Numbers that are the same in every run.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
