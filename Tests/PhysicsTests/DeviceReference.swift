import Macrospins
import Numerics

/// A device of the reference files, as they describe it.
struct DeviceInputs: Decodable, Sendable {
  let saturationMagnetization, radius, thickness: Double
  let demagnetizationAxial, demagnetizationTransverse: Double
  let interfacialAnisotropy, vcmaCoefficient, oxideThickness, damping: Double
  let spinQuantumNumber, phaseSin2, phaseSincos, transmission: Double
  let polarization: [Double]
  let biasVoltage, current, temperature: Double
  let externalField: [Double]?
  let voltagePulse, relaxation: Double?
  let quantumNoise: Bool?

  var magnet: Magnet {
    var magnet = Magnet()
    magnet.saturationMagnetization = saturationMagnetization
    magnet.radius = radius
    magnet.thickness = thickness
    magnet.demagnetizationAxial = demagnetizationAxial
    magnet.demagnetizationTransverse = demagnetizationTransverse
    magnet.interfacialAnisotropy = interfacialAnisotropy
    magnet.vcmaCoefficient = vcmaCoefficient
    magnet.oxideThickness = oxideThickness
    magnet.damping = damping
    magnet.spinQuantumNumber = spinQuantumNumber
    magnet.phaseSin2 = phaseSin2
    magnet.phaseSinCos = phaseSincos
    magnet.transmission = transmission
    magnet.polarization = Vector3(polarization)
    magnet.biasVoltage = biasVoltage
    magnet.current = current
    magnet.temperature = temperature
    return magnet
  }

  /// A pulse of current from the well above the plane, and a relaxation.
  func pulse(_ duration: Double) -> SwitchingProtocol {
    var pulses = SwitchingProtocol()
    pulses.initialState = .boltzmannWell
    pulses.externalField = Vector3(externalField ?? [0, 0, 0])
    pulses.voltagePulse = voltagePulse ?? 0
    pulses.currentPulse = duration
    pulses.relaxation = relaxation ?? 0
    pulses.quantumNoise = quantumNoise ?? false
    return pulses
  }
}
