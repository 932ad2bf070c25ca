import HDF5
import Jobs
import Reports
import Testing

@Suite("Units and texts of pictures")
struct PlotTextTests {
  @Test(
    "Numbers are drawn with the prefix that people use",
    arguments: [
      ("A", 2e-3, -3, "mA", 0), ("A", 0.9999999999999999e-3, -3, "mA", 0),
      ("m", 40e-9, -9, "nm", 0),
      ("K", 300, 0, "K", 0), ("K", 2e4, 0, "K", 0), ("s", 1e-9, -9, "ns", 0),
      ("A/m", 77719, 3, "kA/m", 0), ("J", 3.2e-19, -18, "aJ", 0), ("J/m^2", 1e-3, -3, "mJ/m^2", 0),
      ("J/(V m)", 70e-15, -15, "fJ/(V m)", 0), ("1/s", 3e9, 9, "1/s", 9), ("1", 0.5, 0, "", 0),
      ("1", 2e-5, -5, "", -5), ("A/m^2", 4e11, 9, "GA/m^2", 0), ("fs", 200, 0, "fs", 0),
      ("(A/m)^2 s", 7e-3, 0, "(A/m)^2 s", 0), ("s^-1/2", 285, 0, "s^-1/2", 0), ("1", 0, 0, "", 0),
      ("J m", 3.36e-28, -28, "J m", -28), ("m^2", 2e-7, -7, "m^2", -7),
      ("rad", 1e-3, 0, "°", 0),
    ])
  func scale(unit: String, magnitude: Double, exponent: Int, drawn: String, factor: Int) {
    let scale = UnitScale(unit: unit, magnitude: magnitude)
    #expect(scale.exponent == exponent)
    #expect(scale.unit == drawn)
    #expect(scale.factorExponent == factor)
  }

  @Test("Every power of ten gives numbers from 1 to 1000, and none is lost to rounding")
  func scaledNumbers() {
    for exponent in -18...14 {
      let magnitude = Double("1e\(exponent)") ?? .nan
      let scale = UnitScale(unit: "J", magnitude: magnitude)
      // The scale of a number is within one rounding of the exact decimal.
      let drawn = scale.drawn(magnitude)
      let exact = Double("1e\(exponent - scale.exponent)") ?? .nan
      #expect(abs(drawn - exact) <= exact.ulp)
      #expect((1.0..<1000).contains(exact))
    }
  }

  @Test("Angles are drawn in degrees")
  func degrees() {
    let scale = UnitScale(unit: "rad", values: [0, .pi / 2, .pi])
    #expect([0, .pi / 2, .pi].map(scale.drawn) == [0, 90, 180])
  }

  @Test("A logarithmic axis that includes 1 has no prefix")
  func logarithmic() {
    let wide = UnitScale(unit: "K", values: [0.01, 300], isLogarithmic: true)
    #expect(wide.unit == "K")
    #expect(UnitScale(unit: "K", values: [0.001, 0.1], isLogarithmic: true).unit == "mK")
  }

  @Test(
    "Every character of a text is shown as it is",
    arguments: [
      ("quantum_temperature", #"'quantum\_temperature'"#), ("it's", "'it''s'"),
      ("a^{2} & @~\\", #"'a\^\{2\} \& \@\~\\'"#), ("two\nlines", "'two lines'"),
      ("Petrović µ α", "'Petrović µ α'"), ("`date` $HOME \"x\"", "'`date` $HOME \"x\"'"),
    ])
  func literal(text: String, expected: String) {
    #expect(GnuplotText.literal(text) == expected)
  }

  @Test(
    "Exponents of units are raised",
    arguments: [
      ("A/m^2", "A/m^{2}"), ("s^-1/2", "s^{−1/2}"), ("(A/m)^2 s", "(A/m)^{2} s"), ("K", "K"),
    ])
  func unit(symbol: String, expected: String) {
    #expect(GnuplotText.unit(symbol) == expected)
  }

  @Test("An axis is titled with name, power of ten and unit")
  func title() {
    let rate = UnitScale(unit: "1/s", magnitude: 3e9)
    #expect(GnuplotText.title("damping like torque", rate) == "damping like torque (10^{9} 1/s)")
    #expect(GnuplotText.title("p value", UnitScale(unit: "1", magnitude: 1)) == "p value")
  }

  @Test(
    "Indices of symbols are lowered",
    arguments: [
      ("quantum temperature T_Q", "quantum temperature T_{Q}"),
      ("external field H_ext,x", "external field H_{ext,x}"),
      ("packet width δk_x", "packet width δk_{x}"), ("local spin", "local spin"),
      ("phase difference η_- − η_+", "phase difference η_{−} − η_{+}"),
      ("radius R, thickness t_f", "radius R, thickness t_{f}"),
    ])
  func label(text: String, expected: String) {
    #expect(GnuplotText.labeled(text) == expected)
  }

  @Test(
    "Axes spaced by ratios are logarithmic",
    arguments: [
      ([1, 10, 100], true), ([1, 2, 3, 4], false), ([0.1, 0.3, 1, 4, 10, 30, 77, 300], true),
      ([0, 1, 10, 100], false), ([1, 2], false), ([1, 2, 4, 8], false), ([-1, 10, 100], false),
      ([1, 2, 4, 8, 16], true), ([100, 10, 1], true), ([5, 10, 20, 40], false),
    ])
  func spacing(values: [Double], isLogarithmic: Bool) {
    let coordinate = PlotCoordinate(name: "x", unit: "K", values: values)
    #expect(coordinate.isLogarithmic == isLogarithmic)
  }

  @Test("The ending of a file tells the kind of picture")
  func formats() throws {
    #expect(try PictureFormat(path: "a.b/c.PNG") == .png)
    #expect(throws: InputError.self) { try PictureFormat(path: "map.h5") }
    #expect(throws: InputError.self) { try PictureFormat(path: "png") }
  }
}
