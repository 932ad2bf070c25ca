import Numerics
import QuantumChains
import Testing

/// The Hamiltonian against numbers from other programs.
@Suite("Chain of spins: Hamiltonian")
struct ChainStaticTests {
  struct File: Decodable {
    struct Packet: Decodable { let center, energy, width: Double }
    struct Application: Decodable {
      let configurations: [String]
      let real, imaginary: [[Double]]
    }
    let groundEnergy, groundEnergyOneDown: Double
    let layerSpectra: [String: [Double]]
    let packets: [Packet]
    let valveSpectrum, valveBounds: [Double]
    let dimensions: [String: Int]
    let application: Application
  }

  static let file = Result { try reference("chain_static", as: File.self) }

  /// 2 + 2 spins on eight sites.
  static let small = SpinChain(
    sites: 8, sdExchange: 0.5,
    layers: [SpinLayer(firstSite: 2, spins: 2), SpinLayer(firstSite: 5, spins: 2)])

  /// Five spins in the middle of 400 sites.
  static let mondal = SpinChain(
    sites: 400, sdExchange: 0.1, layers: [SpinLayer(firstSite: 198, spins: 5)])

  @Test("H applied to a vector, row by row")
  func application() throws {
    let expected = try Self.file.get().application
    let basis = SectorBasis(Self.small, lowering: 2)
    var rowOfLabel: [String: Int] = [:]
    for block in basis.blocks {
      for i in 0..<block.first.count {
        for j in 0..<block.second.count {
          let moments =
            [block.electron] + (0..<2).map { block.first.moment(ofSpin: $0, in: i) }
            + (0..<2).map { block.second.moment(ofSpin: $0, in: j) }
          rowOfLabel[moments.map { $0 == 1 ? "u" : "d" }.joined()] = block.row(i, j)
        }
      }
    }
    let sector = SectorOperator(basis)
    let (v, w) = (sector.makeState(), sector.makeState())
    let rows = try expected.configurations.map { try #require(rowOfLabel[$0]) }
    for (number, row) in rows.enumerated() {
      for x in 0..<8 {
        let (d, x0) = (Double(number), Double(x))
        v[row, x] = Complex(
          Elementary.sineCosine(0.3 * d + 0.7 * x0).cosine,
          Elementary.sineCosine(0.5 * d - 0.2 * x0).sine)
      }
    }
    sector.apply(to: v, into: w)
    for (number, row) in rows.enumerated() {
      for x in 0..<8 {
        let element = Complex(expected.real[number][x], expected.imaginary[number][x])
        #expect(w[row, x].distance(to: element) < 1e-11)
      }
    }
  }

  @Test("Spectrum of a sector, within the bounds")
  func spectrum() throws {
    let file = try Self.file.get()
    let sector = SectorOperator(SectorBasis(Self.small, lowering: 2))
    let energies = try HermitianEigenvalues.of(sector.matrix, dimension: 80)
    // The reference has 12 digits.
    #expect(largestDifference(energies, file.valveSpectrum) < 1e-11)
    let bounds = try Self.small.spectralBounds()
    #expect(bounds.contains(energies[0]) && bounds.contains(energies[79]))
    #expect(bounds.lowerBound >= file.valveBounds[0])
    #expect(bounds.upperBound <= file.valveBounds[1])
  }

  @Test("Spectra of isolated layers", arguments: [4, 5])
  func layers(spins: Int) throws {
    let file = try Self.file.get()
    let layer = SpinLayer(firstSite: 1, spins: spins)
    var energies: [Double] = []
    for lowering in 0...spins {
      let sector = LayerSector(layer, lowering: lowering, exchangeZ: 0.1005)
      energies += try HermitianEigenvalues.of(
        sector.hamiltonian(exchange: 0.1).map { Complex($0) }, dimension: sector.count)
    }
    let expected = try #require(file.layerSpectra["\(spins)"])
    #expect(largestDifference(energies.sorted(), expected) < 1e-11)
  }

  @Test("Ground energies of the whole system, with no spin and with one spin down")
  func groundStates() throws {
    let file = try Self.file.get()
    for (lowering, expected) in [
      (0, file.groundEnergy), (1, file.groundEnergyOneDown),
    ] {
      let basis = SectorBasis(Self.mondal, lowering: lowering)
      // A wide state without nodes around the spins is mostly the ground state.
      let orbital = WavePacket.gaussian(sites: 400, center: 200, waveNumber: 0, width: 0.3)
      let sector = SectorOperator(basis)
      let state = sector.makeState()
      for (index, block) in basis.blocks.enumerated() {
        state.add(
          orbital: orbital, block: index,
          first: [Complex](repeating: .one, count: block.first.count), second: [.one])
      }
      let (_, matrix) = sector.krylov(DenseVector(state), dimension: 70)
      let lowest = try HermitianEigenvalues.of(matrix, dimension: 70)[0]
      // Ritz values converge from above; the lowest is below any other number by more than this.
      #expect(abs(lowest - expected) < 1e-9, "\(lowering): \(lowest)")
    }
  }

  @Test("Energies of packets and their widths")
  func packets() throws {
    for expected in try Self.file.get().packets {
      let basis = SectorBasis(Self.mondal, lowering: 1)
      let sector = SectorOperator(basis)
      let state = sector.makeState()
      let block = try #require(basis.blocks.firstIndex { $0.electron == -1 })
      state.add(
        orbital: WavePacket.gaussian(
          sites: 400, center: expected.center, waveNumber: 0.1, width: 0.2),
        block: block, first: [.one], second: [.one])
      let vector = DenseVector(state)
      let image = sector.apply(vector)
      let energy = vector.product(image).real
      #expect(abs(energy - expected.energy) < 1e-10)
      let width = (image.product(image).real - energy * energy).squareRoot()
      #expect(abs(width - expected.width) < 1e-8)
    }
  }

  @Test("Dimensions of sectors")
  func dimensions() throws {
    for (label, dimension) in try Self.file.get().dimensions {
      let spins = try #require(Int(label))
      guard spins <= 8 else { continue }
      let chain = SpinChain(
        sites: 201, sdExchange: 0.5,
        layers: [61, 100].map { SpinLayer(firstSite: $0, spins: spins) })
      #expect(SectorBasis(chain, lowering: spins).dimension == dimension)
      #expect(SectorBasis(chain, lowering: spins + 1).dimension == dimension)
    }
  }

  @Test("H is symmetric in every kind of sector")
  func symmetry() {
    var generator = TestGenerator(seed: 4)
    let chains = [
      Self.small,
      SpinChain(sites: 33, sdExchange: 0.3, layers: [SpinLayer(firstSite: 15, spins: 4)]),
      SpinChain(
        sites: 17, sdExchange: -0.2, sdScale: 1,
        layers: [SpinLayer(firstSite: 16, spins: 1, twiceSpin: 5)]),
      SpinChain(
        sites: 40, sdExchange: 0.4,
        layers: [
          SpinLayer(firstSite: 14, spins: 3), SpinLayer(firstSite: 31, spins: 1, twiceSpin: 3),
        ]),
    ]
    for chain in chains {
      for lowering in 0...3 {
        let sector = SectorOperator(SectorBasis(chain, lowering: lowering))
        let count = sector.basis.dimension
        let a = DenseVector.random(count, using: &generator)
        let b = DenseVector.random(count, using: &generator)
        let difference = a.product(sector.apply(b)) - sector.apply(a).product(b)
        #expect(difference.squaredMagnitude.squareRoot() < 1e-14)
      }
    }
  }

  @Test("Bounds hold for every sign of the couplings")
  func bounds() throws {
    for hopping in [-1.0, 1] {
      for exchange in [-0.3, 0.2] {
        for exchangeZ in [-0.25, 0.1] {
          for sd in [-0.7, 0.7] {
            let chain = SpinChain(
              sites: 6, hopping: hopping, exchange: exchange, exchangeZ: exchangeZ,
              sdExchange: sd,
              layers: [SpinLayer(firstSite: 2, spins: 3), SpinLayer(firstSite: 5, spins: 1)])
            let bounds = try chain.spectralBounds()
            for lowering in 0...5 {
              let sector = SectorOperator(SectorBasis(chain, lowering: lowering))
              let energies = try HermitianEigenvalues.of(
                sector.matrix, dimension: sector.basis.dimension)
              #expect(bounds.contains(energies[0]))
              #expect(bounds.contains(energies[energies.count - 1]))
            }
          }
        }
      }
    }
  }

  /// Couplings of either sign and none, so that levels of both leads coincide; a layer at the end;
  /// a larger spin.
  private static let chains = [0.5, -0.7, 0].flatMap { sd in
    [
      SpinChain(sites: 12, sdExchange: sd, layers: [SpinLayer(firstSite: 5, spins: 3)]),
      SpinChain(
        sites: 9, exchange: -0.2, sdExchange: sd, layers: [SpinLayer(firstSite: 1, spins: 2)]),
      SpinChain(sites: 11, sdExchange: sd, layers: [SpinLayer(firstSite: 6, spins: 1)]),
      SpinChain(
        sites: 7, sdExchange: sd, layers: [SpinLayer(firstSite: 7, spins: 1, twiceSpin: 5)]),
    ]
  }

  @Test("Lowest levels by counting are those of the whole matrix, however often they coincide")
  func counting() throws {
    for chain in Self.chains {
      for lowering in 0...chain.layers[0].largestLowering + 1 {
        let sector = SectorOperator(SectorBasis(chain, lowering: lowering))
        let system = try HermitianEigensystem(sector.matrix, dimension: sector.basis.dimension)
        let spectrum = try SectorSpectrum(
          chain, lowering: lowering, count: sector.basis.dimension)
        #expect(largestDifference(spectrum.levels, system.eigenvalues) < 1e-13)
        // Spins of the lowest state, where that is one.
        guard system.eigenvalues.count > 1, system.eigenvalues[1] - system.eigenvalues[0] > 1e-6
        else { continue }
        var electron = 0.0
        for block in sector.basis.blocks {
          for index in block.firstRow * chain.sites..<block.rows.upperBound * chain.sites {
            electron += Double(block.electron) * system.adjointVectors[index].squaredMagnitude
          }
        }
        #expect(abs(spectrum.electronSpin - electron) < 1e-9)
      }
    }
  }
}
