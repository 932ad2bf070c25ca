public import Numerics

extension SpinMoments {
  /// The mean change Δ⟨L⟩ in the scattering of one electron, in closed form and for any state of the
  /// moment, pure or mixed, with these moments:
  ///
  ///     Δ⟨L⟩ = |Z|² (2L(L + 1) s − ⟨{L, s·L}⟩ − 2⟨L⟩) + sincos/(2L + 1) ⟨L⟩ × s .
  ///
  /// Its z component is −⟨ΔN⟩ of Zheng et al., Eq. (13).
  ///
  /// - Parameter phases: those of a moment of the same L.
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
