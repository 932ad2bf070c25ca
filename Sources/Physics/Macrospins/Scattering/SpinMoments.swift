public import Numerics

/// First and second moments ⟨L_i⟩ and ½⟨L_i L_j + L_j L_i⟩ of a spin.
public struct SpinMoments: Sendable, Equatable {
  /// ⟨L⟩.
  public let mean: Vector3
  /// The rows ½⟨L_i L_j + L_j L_i⟩, j = x, y, z, of the symmetric second moments.
  public let secondX, secondY, secondZ: Vector3

  /// From the density matrix, of which only the diagonal and two diagonals below it are needed.
  ///
  /// - Parameter element: ⟨N|ρ|N′⟩ for N − N′ = 0, 1, 2.
  init(_ space: SpinSpace, element: (Int, Int) -> Complex) {
    let ladder = space.ladder
    var (mean, square, norm) = (0.0, 0.0, 0.0)
    var (raising, raisingTwice, raisingZ) = (Complex.zero, Complex.zero, Complex.zero)
    for row in 0..<space.dimension {
      let number = space.magneticNumber(magnons: row)
      let population = element(row, row).real
      norm += population
      mean += population * number
      square += population * (number * number)
      guard row >= 1 else { continue }
      let first = ladder[row] * element(row, row - 1)
      raising += first
      raisingZ += (2 * number + 1) * first
      guard row >= 2 else { continue }
      raisingTwice += (ladder[row] * ladder[row - 1]) * element(row, row - 2)
    }
    let transverse = space.spinQuantumNumber * (space.spinQuantumNumber + 1) * norm - square
    // ⟨L₊⟩ = ⟨L_x⟩ + i⟨L_y⟩, ⟨L₊²⟩ = ⟨L_x² − L_y²⟩ + i⟨{L_x, L_y}⟩, and the same with {L₊, L_z}.
    self.mean = Vector3(raising.real, raising.imaginary, mean)
    let (xy, yz, zx) = (raisingTwice.imaginary / 2, raisingZ.imaginary / 2, raisingZ.real / 2)
    secondX = Vector3((transverse + raisingTwice.real) / 2, xy, zx)
    secondY = Vector3(xy, (transverse - raisingTwice.real) / 2, yz)
    secondZ = Vector3(zx, yz, square)
  }

  private init(mean: Vector3, secondX: Vector3, secondY: Vector3, secondZ: Vector3) {
    self.mean = mean
    self.secondX = secondX
    self.secondY = secondY
    self.secondZ = secondZ
  }

  /// ⟨L_i²⟩ − ⟨L_i⟩² for i = x, y, z.
  public var variance: Vector3 {
    Vector3(
      secondX.x - mean.x * mean.x, secondY.y - mean.y * mean.y, secondZ.z - mean.z * mean.z)
  }

  /// ½⟨{L, L·a}⟩ for a vector a.
  public func second(along a: Vector3) -> Vector3 {
    Vector3(secondX.dot(a), secondY.dot(a), secondZ.dot(a))
  }

  /// The moments as seen from the frame in which `axes` have the stated components.
  func seen(from axes: SpinAxes) -> SpinMoments {
    func out(_ v: Vector3) -> Vector3 { v.x * axes.first + v.y * axes.second + v.z * axes.third }
    // Rows, then columns, of the symmetric second moments.
    let (first, second, third) = (out(secondX), out(secondY), out(secondZ))
    func row(_ component: (Vector3) -> Double) -> Vector3 {
      out(Vector3(component(first), component(second), component(third)))
    }
    return SpinMoments(
      mean: out(mean), secondX: row(\.x), secondY: row(\.y), secondZ: row(\.z))
  }
}

extension SpinMoments {
  /// The mean change Δ⟨L⟩ in the scattering of one electron, in closed form and for any state of
  /// the moment, pure or mixed, with these moments:
  ///
  ///     Δ⟨L⟩ = |Z|² (2L(L + 1) s − ⟨{L, s·L}⟩ − 2⟨L⟩) + sincos/(2L + 1) ⟨L⟩ × s .
  ///
  /// Its z component is −⟨ΔN⟩ of Zheng et al., Eq. (13).
  ///
  /// - Parameters:
  ///   - electron: The spin of the electron.
  ///   - phases: Those of a moment of the same L.
  public func change(scattering electron: ElectronSpin, _ phases: ScatteringPhases) -> Vector3 {
    let spin = phases.spinQuantumNumber
    let multiplicity = 2 * spin + 1
    let blochVector = electron.blochVector
    let transfer =
      (2 * spin * (spin + 1)) * blochVector - 2 * second(along: blochVector) - 2 * mean
    return (phases.sin2 / (multiplicity * multiplicity)) * transfer
      + (phases.sinCos / multiplicity) * mean.cross(blochVector)
  }
}

/// A right-handed orthonormal frame, its axes given in the coordinates of the job.
struct SpinAxes: Sendable, Equatable {
  let first, second, third: Vector3

  /// With the third axis along a unit vector and the first as far as possible along another vector;
  /// along a coordinate axis where that vector is zero.
  init(third: Vector3, firstToward direction: Vector3 = .zero) {
    var toward = direction
    if toward == .zero {
      toward = abs(third.x) <= abs(third.z) ? Vector3(1, 0, 0) : Vector3(0, 0, 1)
    }
    self.third = third
    first = (toward - third.dot(toward) * third).unit
    second = third.cross(first)
  }
}
