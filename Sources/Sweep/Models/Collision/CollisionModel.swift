import Base
import Macrospins
import Numerics
import Points
import Teams

/// One local moment hit by one electron after the other: torque, fluctuations and loss of purity.
struct CollisionModel: Model {
  var setup = ScatteringSetup()
  var electrons = 200
  /// Number of collisions from one saved state to the next.
  var saveEvery = 1
  /// What acts from one electron to the next.
  var between = DampedMoment()
  /// Where the state is looked at.
  var grid = DirectionGrid()
  /// Whether P is written, and not only the Husimi function.
  private var wantsP = true
  /// Whether the whole density matrix is needed, and not only the three diagonals of its moments.
  private var wantsWhole = true
  /// Whether the whole density matrix is followed.
  private var needsWhole: Bool { wantsWhole || !between.isFree }
  /// Quantities of the whole density matrix.
  private static let ofTheWhole = ["purity", "entropy", "husimi_function", "p_function"]

  /// The saved states, the first before any collision.
  struct Outcome {
    var moments: [Double] = []
    var variances: [Double] = []
    var purities: [Double] = []
    var entropies: [Double] = []
    var husimi: [Double] = []
    var p: [Double] = []
    var products: [Double] = []
    var bounds: [Double] = []
    /// Of the electron that comes next, as it leaves.
    var electrons: [SpinUncertainty] = []
  }

  static let name = "collision"
  static let summary = "a local moment under one spin-polarized electron after the other"
  static let references: [Reference] = [.zheng]

  static let parameters: [Parameter<Self>] =
    ScatteringSetup.parameters.map { $0.held(at: \.setup) } + [
      .integer(
        "electrons", \.electrons, 0...10_000_000, "number of electrons that hit the moment",
        source: "Zheng et al., Eq. (18)"),
      .integer(
        "save_every", \.saveEvery, 1...10_000_000,
        "collisions from one saved state to the next; 'electrons' is a multiple",
        source: "output"
      ).bookkeeping(),
      .vector(
        "field", \.between.field, unit: .one,
        "field in the moment's Hamiltonian: the angle in rad by which it turns the moment from one "
          + "electron to the next", source: "Zheng et al., Eqs. (18), (25)"),
      .number(
        "anisotropy", \.between.anisotropy, unit: .one, .any,
        "anisotropy kappa in the moment's Hamiltonian -kappa L_z^2/(2L), as an angle in rad from "
          + "one electron to the next", source: "Zheng et al., Eqs. (18), (42)"),
      .number(
        "damping", \.between.damping, unit: .one, .nonNegative,
        "damping alpha by a bath between electrons", source: "Zheng et al., Eqs. (18), (25)"),
      .number(
        "temperature", \.between.temperature, unit: .one, .nonNegative,
        "temperature k_B T of the bath, in units of hbar over the time between electrons",
        source: "Zheng et al., Eqs. (18), (32)"),
    ] + DirectionGrid.parameters.map { $0.held(at: \.grid) }

  static let quantities: [Quantity<Outcome>] = [
    .array(
      "moment", unit: .one, ["collision", "component"], "mean <L_i> of the moment in units of hbar",
      source: "Zheng et al., Eqs. (17)-(19)"
    ) { $0.moments },
    .array(
      "moment_variance", unit: .one, ["collision", "component"],
      "variance <L_i^2> - <L_i>^2 of the moment in units of hbar^2",
      source: "Zheng et al., Eqs. (17)-(19)"
    ) { $0.variances },
    .array(
      "purity", unit: .one, ["collision"], "purity Tr rho^2 of the moment",
      source: "Zheng et al., Eq. (17)"
    ) { $0.purities },
    .array(
      "entropy", unit: .one, ["collision"], "von Neumann entropy of the moment in nats",
      source: "Zheng et al., Eq. (17)"
    ) { $0.entropies },
    .array(
      "uncertainty_product", unit: .one, ["collision"],
      "product Delta L_x Delta L_y of the moment in units of hbar^2",
      source: "Zheng et al., Eq. (2)"
    ) { $0.products },
    .array(
      "uncertainty_bound", unit: .one, ["collision"],
      "least product |<L_z>|/2 that the moment can have", source: "Zheng et al., Eq. (2)"
    ) { $0.bounds },
    .array(
      "electron_spin", unit: .one, ["collision", "component"],
      "mean spin <s_i> in units of hbar with which the next electron leaves",
      source: "Zheng et al., Eq. (3)"
    ) { $0.electrons.flatMap(\.mean.components) },
    .array(
      "electron_uncertainty_product", unit: .one, ["collision"],
      "product Delta s_x Delta s_y in units of hbar^2 with which the next electron leaves",
      source: "Zheng et al., Eq. (1)"
    ) { $0.electrons.map(\.product) },
    .array(
      "electron_uncertainty_bound", unit: .one, ["collision"],
      "least product |<s_z>|/2 that it can have", source: "Zheng et al., Eq. (1)"
    ) { $0.electrons.map(\.bound) },
    .array(
      "husimi_function", unit: .one, ["collision", "polar_angle", "azimuth"],
      "Husimi function of the moment's state, per solid angle", source: "Zheng et al., Eq. (20)"
    ) { $0.husimi },
    .array(
      "p_function", unit: .one, ["collision", "polar_angle", "azimuth"],
      "P function of the moment's state, per solid angle, with harmonics up to the degree 2L",
      source: "Zheng et al., Eq. (20)",
      undefinedWhere: "L is above 8: rounding would be all it shows"
    ) { $0.p },
  ]

  /// Power series go over it in parts of 1.
  private static let largestPhase = 1e5

  static let rules: [@Sendable (Self) -> Conflict?] = [
    { model in
      guard model.between.isFree else { return model.setup.conflict(largestSpin: 500) }
      return model.wantsWhole
        ? model.setup.conflict(
          largestSpin: 500,
          advice: ": choose 'quantities' without \(ofTheWhole.joined(separator: ", ")) to go to 1e5"
        )
        : model.setup.conflict(largestSpin: 1e5)
    },
    { $0.grid.conflict },
    { model in
      let between = model.between
      let turn = between.field.norm + abs(between.anisotropy)
      let reach =
        2 * model.setup.spinQuantumNumber
        * (turn + 2 * between.damping * (turn + between.temperature))
      guard !(between.isFree || reach <= Self.largestPhase) else { return nil }
      return Conflict(
        between.damping > 0 ? "damping" : between.field == .zero ? "anisotropy" : "field",
        "phases and losses of the moment would reach \(Format.significant(reach, 2)) from one "
          + "electron to the next, far more than can be computed")
    },
    { model in
      Conflict(
        "save_every",
        "'electrons' (\(model.electrons)) must be a multiple of 'save_every' (\(model.saveEvery))",
        where: !model.electrons.isMultiple(of: model.saveEvery))
    },
  ]

  var dimensions: [OwnDimension] {
    [
      .component,
      OwnDimension(
        "collision", unit: .one, "number of electrons so far",
        values: stride(from: 0, through: electrons, by: saveEvery).map(Double.init)),
    ] + grid.dimensions
  }

  mutating func select(quantities: Set<String>?) {
    wantsP = quantities?.contains("p_function") ?? true
    wantsWhole = quantities.map { names in Self.ofTheWhole.contains(where: names.contains) } ?? true
  }

  /// Measured on one core for a state that is not diagonal: the map is of order d^2, and so is the
  /// entropy for each of the dimensions that the state has spread to.
  var estimatedSeconds: Double {
    let dimension = 2 * setup.spinQuantumNumber + 1
    guard needsWhole else {
      return (1e-5 + 3e-8 * dimension) * Double(electrons / saveEvery + 1)
        + 3.5e-9 * dimension * Double(electrons)
    }
    let square = dimension * dimension
    // A product of complex matrices, of which damping takes some 20 orders of seven each in steps
    // of the spread of energies.
    let turn = between.field.norm + abs(between.anisotropy) / 2
    let steps = 1 + dimension * (turn + 4 * between.damping * (turn + between.temperature))
    let products =
      between.isFree ? 0 : between.damping > 0 ? 140 * steps : 2
    return (1e-9 * square + 1.5e-10 * products * square * dimension) * Double(electrons)
      + (1e-5 + 1.5e-8 * square + 1e-8 * square * Double(grid.count))
      * Double(electrons / saveEvery + 1)
  }

  /// Two density matrices by their lower triangles, the rates, one matrix whole and its factor, or
  /// three diagonals of each; the record.
  var workingMemory: Int {
    let dimension = Int(2 * setup.spinQuantumNumber + 1)
    let matrices = (needsWhole ? dimension : 6) * (between.isFree ? 80 : 400)
    return matrices * dimension + (240 + 16 * grid.count)
      * (electrons / saveEvery + 1)
  }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    var outcome = Outcome()
    let phases = setup.phases
    let directions = grid.points.directions
    let electron = try evaluating { try setup.electron() }
    var sequence = try evaluating {
      return try CollisionSequence(
        try setup.orientedState(), blochVector: electron.blochVector,
        sin2: phases.sin2, sinCos: phases.sinCos, momentsOnly: !wantsWhole, between: between)
    }
    while true {
      if sequence.collisions.isMultiple(of: saveEvery) {
        let moments = sequence.moments
        outcome.moments += moments.mean.components
        outcome.variances += moments.variance.components
        let uncertainty = SpinUncertainty(moments)
        outcome.products.append(uncertainty.product)
        outcome.bounds.append(uncertainty.bound)
        // Total spin is conserved, component by component.
        let change = moments.change(scattering: electron, phases)
        outcome.electrons.append(
          SpinUncertainty(blochVector: electron.blochVector - 2 * change))
        if wantsWhole, !directions.isEmpty {
          let state = sequence.quasiProbability(wantsP: wantsP)
          for direction in directions {
            outcome.husimi.append(state.husimi(at: direction))
            outcome.p.append(state.p(at: direction))
            try context.poll()
          }
        }
        outcome.purities.append(sequence.purity)
        outcome.entropies.append(try evaluating { try sequence.entropy() })
      }
      guard sequence.collisions < electrons else { return outcome }
      sequence.collide()
      try sequence.evolve(poll: context.poll)
      try context.poll()
    }
  }
}
