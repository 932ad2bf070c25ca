import Foundation
import Numerics
import TensorNetworks
import Testing

/// A small chain, from which both a matrix-product state and dense matrices are made.
struct LatticeModel: CustomTestStringConvertible, Sendable {
  enum Occupation: Sendable { case empty, up, down, pair }

  /// A site and its state at the start.
  struct Place: Sendable {
    let electrons: Occupation?
    /// 2S.
    let spin: Int?
    /// Twice the component along z.
    let projection: Int

    init(_ electrons: Occupation? = nil, spin: Int? = nil, _ projection: Int = 0) {
      (self.electrons, self.spin, self.projection) = (electrons, spin, projection)
    }
  }

  enum Coupling: Sendable {
    /// −γ Σ_s (c†_{i,s} c_{i+1,s} + h.c.).
    case hopping(Double, after: Int)
    case potential(Double, at: Int)
    case repulsion(Double, at: Int)
    /// J S_i · S_{i+1}.
    case exchange(Double, after: Int)
    /// J s_i · S_i.
    case sdExchange(Double, at: Int)
    /// J s_i · S_{i+1}.
    case interface(Double, after: Int)
  }

  let name: String
  let sites: [Place]
  let couplings: [Coupling]

  var testDescription: String { name }

  var chain: Chain {
    var chain = Chain(
      sites.map { place in
        switch (place.electrons, place.spin) {
        case (_?, let spin?): Site(.electrons, .spin(spin), conserving: .electronsAndSpin)
        case (nil, let spin?): Site(.spin(spin), conserving: .electronsAndSpin)
        case (_, nil): Site(.electrons, conserving: .electronsAndSpin)
        }
      })
    for coupling in couplings {
      switch coupling {
      case .hopping(let value, let site): chain.add(-value * Term.hopping(), at: site)
      case .potential(let value, let site): chain.add(value * Term.potential, at: site)
      case .repulsion(let value, let site): chain.add(value * Term.repulsion, at: site)
      case .exchange(let value, let site):
        for axis in CartesianAxis.allCases { chain.add(value * Term.exchange(axis), at: site) }
      case .sdExchange(let value, let site):
        for axis in CartesianAxis.allCases { chain.add(value * Term.sdExchange(axis), at: site) }
      case .interface(let value, let site):
        for axis in CartesianAxis.allCases {
          chain.add(value * Term([.electronSpin(axis)], [.localSpin(axis)]), at: site)
        }
      }
    }
    return chain
  }

  var start: MatrixProductState {
    let sites = chain.sites
    return MatrixProductState(
      product: zip(sites, self.sites).map { site, place in
        let electrons: StateName =
          switch place.electrons {
          case .empty, nil: .empty
          case .up: .electron(.up)
          case .down: .electron(.down)
          case .pair: .electronPair
          }
        return site.amplitudes([electrons: .one, .spin(place.projection): .one])
      }, sites: sites.map(\.space))
  }
}

/// The same chain by matrices in the space of all its states, without symmetries: an orbital of an
/// electron and a spin are factors of their own, orbitals in the order of Jordan and Wigner.
struct DenseChain {
  private let model: LatticeModel
  /// Dimension of each factor, 2 and with signs for an orbital.
  private var factors: [(dimension: Int, isOrbital: Bool)] = []
  /// First factor of each site.
  private var starts: [Int] = []
  /// The basis state that the chain starts in.
  private var start = 0

  init(_ model: LatticeModel) {
    self.model = model
    for place in model.sites {
      starts.append(factors.count)
      if let electrons = place.electrons {
        for occupied in [
          electrons == .up || electrons == .pair, electrons == .down || electrons == .pair,
        ] {
          factors.append((2, true))
          start = 2 * start + (occupied ? 1 : 0)
        }
      }
      if let spin = place.spin {
        factors.append((spin + 1, false))
        start = (spin + 1) * start + (spin - place.projection) / 2
      }
    }
  }

  /// Expectation values at a time; spins in units of ħ/2.
  func observation(
    time: Double
  ) throws -> (
    charges: [Double], electronSpins: [Vector3], localSpins: [Vector3], energy: Double
  ) {
    let energy = hamiltonian
    let dimension = energy.dimension
    let system = try HermitianEigensystem(energy.elements, dimension: dimension)
    var state = [Complex](repeating: .zero, count: dimension)
    for (k, value) in system.eigenvalues.enumerated() {
      let row = system.adjointVectors[k * dimension..<(k + 1) * dimension]
      let amplitude =
        Complex(cos(value * time), -sin(value * time)) * row[k * dimension + start]
      for (index, element) in row.enumerated() { state[index] += amplitude * element.conjugate }
    }
    func average(_ operation: LocalOperator) -> Double {
      var sum = Complex.zero
      for row in 0..<dimension {
        for column in 0..<dimension where operation[row, column] != .zero {
          sum += state[row].conjugate * (operation[row, column] * state[column])
        }
      }
      return sum.real
    }
    func vector(_ operation: (CartesianAxis) -> LocalOperator) -> Vector3 {
      Vector3(average(operation(.x)), average(operation(.y)), average(operation(.z)))
    }
    let sites = model.sites.indices
    return (
      sites.map { site in
        model.sites[site].electrons == nil ? 0 : average(number(site, 0) + number(site, 1))
      },
      sites.map { site in
        model.sites[site].electrons == nil ? .zero : vector { electronSpin(site, $0) }
      },
      sites.filter { model.sites[$0].spin != nil }.map { site in vector { spin(site, $0) } },
      average(energy)
    )
  }

  private var hamiltonian: LocalOperator {
    var sum = LocalOperator(dimension: factors.reduce(1) { $0 * $1.dimension })
    for coupling in model.couplings {
      switch coupling {
      case .hopping(let value, let site):
        for orbital in 0...1 {
          let hop = annihilator(site, orbital).adjoint * annihilator(site + 1, orbital)
          sum = sum + -value * (hop + hop.adjoint)
        }
      case .potential(let value, let site):
        sum = sum + value * (number(site, 0) + number(site, 1))
      case .repulsion(let value, let site):
        sum = sum + value * (number(site, 0) * number(site, 1))
      case .exchange(let value, let site):
        for axis in CartesianAxis.allCases {
          sum = sum + value * (spin(site, axis) * spin(site + 1, axis))
        }
      case .sdExchange(let value, let site):
        for axis in CartesianAxis.allCases {
          sum = sum + value * (electronSpin(site, axis) * spin(site, axis))
        }
      case .interface(let value, let site):
        for axis in CartesianAxis.allCases {
          sum = sum + value * (electronSpin(site, axis) * spin(site + 1, axis))
        }
      }
    }
    return sum
  }

  /// An operator of a factor, with signs of the orbitals before if it is fermionic.
  private func embed(_ matrix: LocalOperator, _ index: Int, isFermionic: Bool) -> LocalOperator {
    factors.enumerated().reduce(LocalOperator.identity(1)) { product, entry in
      let (other, factor) = entry
      if other == index { return product.tensor(matrix) }
      return product.tensor(
        isFermionic && factor.isOrbital && other < index
          ? LocalOperator(diagonal: [1, -1]) : .identity(factor.dimension))
    }
  }

  private func annihilator(_ site: Int, _ orbital: Int) -> LocalOperator {
    embed(
      LocalOperator(dimension: 2, [(0, 1, .one)]), starts[site] + orbital, isFermionic: true)
  }

  private func number(_ site: Int, _ orbital: Int) -> LocalOperator {
    annihilator(site, orbital).adjoint * annihilator(site, orbital)
  }

  private func electronSpin(_ site: Int, _ axis: CartesianAxis) -> LocalOperator {
    let flip = annihilator(site, 0).adjoint * annihilator(site, 1)
    switch axis {
    case .x: return flip + flip.adjoint
    case .y: return -.i * flip + (-.i * flip).adjoint
    case .z: return number(site, 0) + -1 * number(site, 1)
    }
  }

  private func spin(_ site: Int, _ axis: CartesianAxis) -> LocalOperator {
    let twice = model.sites[site].spin ?? 0
    let (index, length) = (
      starts[site] + (model.sites[site].electrons == nil ? 0 : 2), Double(twice) / 2
    )
    var raising = LocalOperator(dimension: twice + 1)
    var z = raising
    for state in 0...twice {
      let m = length - Double(state)
      z[state, state] = Complex(2 * m)
      if state > 0 {
        raising[state - 1, state] = Complex(((length - m) * (length + m + 1)).squareRoot())
      }
    }
    let matrix =
      switch axis {
      case .x: raising + raising.adjoint
      case .y: -.i * raising + (-.i * raising).adjoint
      case .z: z
      }
    return embed(matrix, index, isFermionic: false)
  }
}
