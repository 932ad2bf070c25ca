import Testing
import Units

@Suite("Quantities with units")
struct UnitTests {
  @Test(
    "A text with a unit means the nearest double in the declared unit",
    arguments: [
      ("4 mA", "A", 4e-3), ("40 nm", "m", 40e-9), ("3 nm", "m", 3e-9), ("30 kA/m", "A/m", 3e4),
      ("1.2 MA/m", "A/m", 1.2e6), ("70 fJ/(V m)", "J/(V m)", 70e-15), ("25 fs", "s", 25e-15),
      ("4K", "K", 4), (" 77 K", "K", 77), ("1e-3 A", "A", 1e-3), ("1e3 nm", "m", 1e-6),
      ("2.5e-1nm", "m", 2.5e-10), ("1 mJ/m^2", "J/m^2", 1e-3), ("100 uA", "A", 1e-4),
      ("100 µA", "A", 1e-4), ("5 1/ns", "1/s", 5e9), ("3 GHz", "1/s", 3e9), ("0.5", "K", 0.5),
      ("-20 mT", "T", -20e-3), ("50 %", "1", 0.5), ("2 s^-1/2", "s^-1/2", 2),
      ("3 A^2 s/m^2", "(A/m)^2 s", 3), ("1_000 m", "m", 1000), ("1 cm", "m", 1e-2),
      ("15 Å", "m", 1.5e-9), ("15 \u{212B}", "m", 1.5e-9), ("3 min", "s", 180),
      ("1.5 h", "s", 5400), ("2 J/m²", "J/m^2", 2), ("4 nm⁻¹", "1/m", 4e9),
      ("30 G", "T", 3e-3), ("2 kG", "T", 0.2), ("5 GHz", "1/s", 5e9),
      ("1200 emu/cm3", "A/m", 1.2e6),
      ("1 erg/cm^2", "J/m^2", 1e-3), ("1 d", "s", 86_400), ("10 yr", "s", 315_576_000),
      ("3 MA/cm2", "A/m^2", 3e10), ("3 MA cm-2", "A/m^2", 3e10), ("2 s-1", "1/s", 2),
      ("2 nm3", "m^3", 2e-27), ("5/2", "1", 2.5), ("1/8 nm", "m", 1.25e-10), ("3 / 4", "1", 0.75),
    ])
  func exact(text: String, unit: String, value: Double) throws {
    #expect(try Unit(unit).value(of: text) == value)
  }

  // One product with a rounded factor: within one unit in the last place.
  @Test(
    "Units that are no powers of ten",
    arguments: [
      ("1 deg", "rad", Double.pi / 180), ("180 deg", "rad", Double.pi),
      ("0.1 eV", "J", 1.602176634e-20), ("5 meV", "J", 8.01088317e-22),
      ("1 Oe", "A/m", 79.57747154594767),
    ])
  func scaled(text: String, unit: String, value: Double) throws {
    let found = try Unit(unit).value(of: text)
    #expect(abs(found - value) <= value.ulp)
  }

  @Test("What is no quantity in the declared unit is refused")
  func refused() {
    #expect(throws: UnitError.mismatch(given: "mA", declared: "K")) {
      try Unit.kelvin.value(of: "4 mA")
    }
    #expect(throws: UnitError.mismatch(given: "deg", declared: "m")) {
      try Unit.meter.value(of: "4 deg")
    }
    #expect(throws: UnitError.unreadable(part: "Kelvin")) { try Unit.kelvin.value(of: "4 Kelvin") }
    #expect(throws: UnitError.notANumber("warm")) { try Unit.kelvin.value(of: "warm") }
    #expect(throws: UnitError.notANumber("1/0")) { try Unit.one.value(of: "1/0") }
    #expect(throws: UnitError.unreadable(part: "/s")) { try Unit.perSecond.value(of: "5/s") }
    #expect(throws: UnitError.notANumber("1e400 K")) { try Unit.kelvin.value(of: "1e400 K") }
    #expect(throws: UnitError.self) { try Unit("kA/(m") }
    #expect(throws: UnitError.self) { try Unit("") }
    for unit in ["m⁻", "m²³", "km in", "kmin", "mh", "²", "cd", "md", "m3²", "m^2 3", "1 2"] {
      #expect(throws: UnitError.self, "\(unit)") { try Unit(unit) }
    }
  }

  @Test(
    "The units that declarations use are what their symbols say",
    arguments: [
      Unit.meter, .second, .perSecond, .hertz, .ampere, .volt, .kelvin, .radian, .joule,
      .amperePerMeter,
      .amperePerSquareMeter, .joulePerSquareMeter, .joulePerVoltMeter, .squareFieldSecond, .one,
      .jouleMeter, .perMeter, .tesla, .perRadian,
    ])
  func known(unit: Unit) throws {
    #expect(try Unit(unit.symbol) == unit)
  }
}
