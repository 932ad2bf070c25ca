import Numerics
import Units

/// A number that every expression knows by name.
package struct ExpressionConstant: Sendable {
  /// As expressions have it.
  package let name: String
  /// What it is.
  package let meaning: String
  let value: Double
  let unit: Unit

  /// All constants (CODATA 2018), in the order of listings.
  package static let all: [ExpressionConstant] = [
    ExpressionConstant(name: "pi", meaning: "circle constant", value: .pi, unit: .one),
    ExpressionConstant(
      name: "kB", meaning: "Boltzmann constant", value: PhysicalConstants.boltzmann,
      unit: unit("J/K")),
    ExpressionConstant(
      name: "hbar", meaning: "reduced Planck constant", value: PhysicalConstants.reducedPlanck,
      unit: unit("J s")),
    ExpressionConstant(
      name: "mu0", meaning: "vacuum permeability", value: PhysicalConstants.vacuumPermeability,
      unit: unit("T m/A")),
    ExpressionConstant(
      name: "gamma0", meaning: "gyromagnetic ratio of fields in A/m",
      value: PhysicalConstants.gyromagneticRatio, unit: unit("m/(A s)")),
    ExpressionConstant(
      name: "e", meaning: "elementary charge", value: PhysicalConstants.elementaryCharge,
      unit: unit("A s")),
  ]

  static func named(_ name: String) -> ExpressionConstant? { all.first { $0.name == name } }

  /// A unit that a test reads.
  private static func unit(_ symbol: String) -> Unit { (try? Unit(symbol)) ?? .one }
}
