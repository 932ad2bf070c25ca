import Numerics
import QuantumChains
import Teams
import Units

extension SpinChainModel {
  /// What a point gives.
  struct Outcome: ReflectedOutcome, TwinnedOutcome {
    /// In fs.
    let reflectionTime: Double
    let record: TimeRecord
    /// The layer's density matrix after each electron, row-major; empty if the layer is too large.
    let densities: [[Complex]]
    let modes: MagnonModes?
    /// Nil if it is not wanted.
    let spectrum: Spectrum?
    var twin: TwinRecord?
  }

  /// The lowest levels.
  struct Spectrum {
    /// Of each sector of S_z, by the number of spins down, or of quanta taken off.
    let sectors: [Sector]
    /// All levels of the layer alone, in eV.
    let layer: [Double]
    /// Levels that are no farther above the lowest than `degeneracyWidth`: of electron and layer,
    /// NaN if there may be more than were computed, and of the layer alone.
    let degeneracy: Double
    let layerDegeneracy: Double

    struct Sector {
      /// In eV; NaN beyond the last.
      let levels: [Double]
      /// Of the lowest state, along z.
      let electronSpin: Double
      let localSpins: [Double]
    }
  }

  /// Whether the layer's magnons are those of a layer with all spins up, or all down.
  var hasModes: Bool { layerDirection == .up || layerDirection == .down }

  func magnonModes() throws(EvaluationError) -> MagnonModes? {
    guard hasModes else { return nil }
    return try evaluating("the magnons of the layer") {
      try MagnonModes(
        layer, exchange: setup.couplings.exchange, exchangeZ: setup.couplings.exchangeZ,
        startsDown: layerDirection == .down)
    }
  }

  /// Whether there is a spectrum: of layers whose sectors have at most 126 states.
  var hasSpectrum: Bool {
    layer.twiceSpin == 1 ? layerSpins <= 8 : layer.twiceSpin <= 200
  }

  /// The sectors that differ: turning all spins over leads from one half of them to the other.
  var spectrumLowerings: ClosedRange<Int> { 0...(sectorCount - 1) / 2 }

  /// Sectors of S_z.
  private var sectorCount: Int { layer.largestLowering + 2 }

  func spectrum(poll: Poll) throws(EvaluationError) -> Spectrum? {
    guard hasSpectrum else { return nil }
    var half: [Spectrum.Sector] = []
    for lowering in spectrumLowerings {
      let sector = try SectorSpectrum(chain, lowering: lowering, count: levels, poll: poll)
      let missing = [Double](repeating: .nan, count: levels - sector.levels.count)
      // Where a sector is its own mirror image nothing points along z.
      let isOwnMirror = 2 * lowering == sectorCount - 1
      half.append(
        Spectrum.Sector(
          levels: sector.levels + missing, electronSpin: isOwnMirror ? 0 : sector.electronSpin,
          localSpins: isOwnMirror ? sector.localSpins.map { _ in 0 } : sector.localSpins))
    }
    let mirrored = half.prefix(sectorCount / 2).reversed().map {
      Spectrum.Sector(
        levels: $0.levels, electronSpin: -$0.electronSpin, localSpins: $0.localSpins.map { -$0 })
    }
    let ofLayer = try evaluating("the spectrum of the layer") {
      try LayerSector.energies(
        of: layer, exchange: setup.couplings.exchange, exchangeZ: setup.couplings.exchangeZ)
    }
    let sectors = half + mirrored
    let highest = (sectors.compactMap(\.levels.first).min() ?? 0) + degeneracyWidth
    let isWhole = sectors.allSatisfy { sector in sector.levels.last.map { !($0 <= highest) } ?? true
    }
    return Spectrum(
      sectors: sectors, layer: ofLayer,
      degeneracy: isWhole
        ? Double(sectors.reduce(0) { $0 + $1.levels.count { $0 <= highest } }) : .nan,
      layerDegeneracy: Double(ofLayer.count { $0 <= ofLayer[0] + degeneracyWidth }))
  }

  /// What quantities need that are no series.
  private static let spectrumNames = Set(spectrumQuantities.map(\.name))

  /// What some quantities need; nil for all.
  static func work(forAll quantities: Set<String>?) -> Work {
    let isWanted = quantities.map { !$0.isDisjoint(with: spectrumNames) } ?? true
    return work(for: quantities).union(isWanted ? .spectrum : [])
  }

  mutating func select(quantities: Set<String>?) {
    work = Self.work(forAll: quantities)
    twin.select(quantities: quantities)
  }

  static let stateQuantities: [Quantity<Outcome>] = [
    .array(
      "layer_density_matrix", unit: .one, ["electron", "layer_row", "layer_column", "part"],
      "density matrix of the localized spins at the end, in the basis of their product states",
      source: "Mondal et al., Eq. (6)"
    ) { $0.densities.flatMap { $0.flatMap { [$0.real, $0.imaginary] } } },
    .array(
      "magnon_mode_energy", unit: .electronvolt, ["mode"],
      "energy of a magnon mode above that of the layer without magnons",
      source: "Mondal et al., Eq. (3)"
    ) { $0.modes?.energies ?? [] },
  ]

  static let spectrumQuantities: [Quantity<Outcome>] = [
    .array(
      "spectrum", unit: .electronvolt, ["sector", "level"],
      "lowest levels of electron and localized spins with a number of spins down",
      source: "Mondal et al., Fig. 2(b)", undefinedWhere: "the sector has not as many states"
    ) { $0.spectrum?.sectors.flatMap(\.levels) ?? [] },
    .array(
      "ground_electron_spin_z", unit: .one, ["sector"],
      "spin of the electron along z in a sector's lowest state, in units of hbar/2",
      source: "Mondal et al., Fig. 2(c)"
    ) { $0.spectrum?.sectors.map(\.electronSpin) ?? [] },
    .array(
      "ground_local_spin_z", unit: .one, ["sector", "spin"],
      "localized spins along z in a sector's lowest state, in units of hbar/2",
      source: "Mondal et al., Fig. 2(c)"
    ) { $0.spectrum?.sectors.flatMap(\.localSpins) ?? [] },
    .array(
      "layer_spectrum", unit: .electronvolt, ["layer_level"],
      "levels of the localized spins without electron",
      source: "Mondal et al., Fig. 2(a)"
    ) { $0.spectrum?.layer ?? [] },
    .number(
      "ground_degeneracy", unit: .one,
      "levels of electron and localized spins within 'degeneracy_width' of the lowest",
      source: "Mondal et al., Fig. 2(b)",
      undefinedWhere: "there is no spectrum, or more 'levels' are needed"
    ) { $0.spectrum?.degeneracy ?? .nan },
    .number(
      "layer_degeneracy", unit: .one,
      "levels of the localized spins alone within 'degeneracy_width' of the lowest",
      source: "Mondal et al., Fig. 2(a)", undefinedWhere: "there is no spectrum"
    ) { $0.spectrum?.layerDegeneracy ?? .nan },
  ]

  /// Product states of a layer whose density matrix is kept.
  var densityDimensions: [OwnDimension] {
    let isThere = isSmall && twin.localSpins == .quantum
    let states = isThere ? layer.stateCount : 0
    return ["layer_row", "layer_column"].map {
      OwnDimension(
        $0, unit: .one, "product state of the localized spins",
        values: (0..<states).map(Double.init), labels: isThere ? layerLabels : nil)
    }
  }

  var spectrumDimensions: [OwnDimension] {
    [
      OwnDimension(
        "sector", unit: .one,
        "number of spins down, the electron's among them (of quanta, for a larger "
          + "spin)",
        values: hasSpectrum ? (0..<sectorCount).map(Double.init) : []),
      OwnDimension(
        "level", unit: .one, "level of the sector, from the lowest",
        values: hasSpectrum ? (1...levels).map(Double.init) : []),
      OwnDimension(
        "layer_level", unit: .one, "level of the localized spins, from the lowest",
        values: hasSpectrum ? (1...layer.stateCount).map(Double.init) : []),
    ]
  }
}
