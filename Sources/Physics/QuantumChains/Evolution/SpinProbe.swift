import Glibc
import Numerics

/// Probe pulses that ask when which frequencies of spin waves are there:
///
///     S(k, ω, t) = (1/N) Σ_ij e^{ik(x_i − x_j)} ∫∫ dt₁ dt₂ g(t₁ − t) g(t₂ − t)
///                  · e^{iω(t₁ − t₂)/ħ} ⟨δσ^z_i(t₁) δσ^z_j(t₂)⟩
///
/// with a normalized Gaussian g and deviations from the means of the whole mixture (Freericks,
/// Krishnamurthy and Pruschke, Phys. Rev. Lett. 102, 136401 (2009), for spins). ω > 0 is energy
/// that the probe gives to the spins. Times are on a grid (trapezoidal rule).
public struct SpinProbe: Sendable, Equatable {
  /// Step of the grid in fs.
  public var step: Double
  /// The grid's end in fs; it starts at 0.
  public var end: Double
  /// Centers t of the pulses in fs.
  public var times: [Double]
  /// Their standard deviation in fs.
  public var width: Double
  /// ω in eV.
  public var frequencies: [Double]
  /// k, times the lattice constant.
  public var waveNumbers: [Double]

  /// - Parameters:
  ///   - step: Of the grid in fs, positive.
  ///   - end: The grid's end in fs.
  ///   - times: Centers of the pulses in fs.
  ///   - width: Their standard deviation in fs.
  ///   - frequencies: In eV.
  ///   - waveNumbers: k, times the lattice constant.
  public init(
    step: Double, end: Double, times: [Double], width: Double, frequencies: [Double],
    waveNumbers: [Double]
  ) {
    self.step = step
    self.end = end
    self.times = times
    self.width = width
    self.frequencies = frequencies
    self.waveNumbers = waveNumbers
  }

  /// The grid: 0, one step, … to the end, which is a whole number of steps away within rounding.
  public var grid: [Double] {
    let steps = max(1, Int((end / step).rounded()))
    return (0...steps).map { $0 == steps ? end : end * Double($0) / Double(steps) }
  }

  /// g of a pulse at each time of the grid, times the weight of the trapezoidal rule.
  func envelope(_ time: Double) -> [Double] {
    let grid = grid
    let step = end / Double(grid.count - 1)
    return grid.indices.map { index in
      let distance = (grid[index] - time) / width
      let weight = index == 0 || index == grid.count - 1 ? step / 2 : step
      return weight * exp(-distance * distance / 2) / ((2 * Double.pi).squareRoot() * width)
    }
  }

  /// e^{−iωτ/ħ}.
  func phase(_ frequency: Double, _ time: Double) -> Complex {
    let angle = -frequency * time / PhysicalConstants.reducedPlanckElectronvoltFemtosecond
    return Complex(cos(angle), sin(angle))
  }
}
