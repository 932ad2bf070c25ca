import Macrospins
import Numerics

/// A device of the reference files, as they describe it.
struct DeviceInputs: Decodable, Sendable {
  let saturation_magnetization, radius, thickness: Double
  let demagnetization_axial, demagnetization_transverse: Double
  let interfacial_anisotropy, vcma_coefficient, oxide_thickness, damping: Double
  let spin_quantum_number, phase_sin2, phase_sincos, transmission: Double
  let polarization: [Double]
  let bias_voltage, current, temperature: Double
  let external_field: [Double]?
  let voltage_pulse, relaxation: Double?
  let quantum_noise: Bool?

  var magnet: Magnet {
    var magnet = Magnet()
    magnet.saturationMagnetization = saturation_magnetization
    magnet.radius = radius
    magnet.thickness = thickness
    magnet.demagnetizationAxial = demagnetization_axial
    magnet.demagnetizationTransverse = demagnetization_transverse
    magnet.interfacialAnisotropy = interfacial_anisotropy
    magnet.vcmaCoefficient = vcma_coefficient
    magnet.oxideThickness = oxide_thickness
    magnet.damping = damping
    magnet.spinQuantumNumber = spin_quantum_number
    magnet.phaseSin2 = phase_sin2
    magnet.phaseSinCos = phase_sincos
    magnet.transmission = transmission
    magnet.polarization = Vector3(polarization)
    magnet.biasVoltage = bias_voltage
    magnet.current = current
    magnet.temperature = temperature
    return magnet
  }

  /// A pulse of current from the well above the plane, and a relaxation.
  func pulse(_ duration: Double) -> SwitchingProtocol {
    var pulses = SwitchingProtocol()
    pulses.initialState = .boltzmannWell
    pulses.externalField = Vector3(external_field ?? [0, 0, 0])
    pulses.voltagePulse = voltage_pulse ?? 0
    pulses.currentPulse = duration
    pulses.relaxation = relaxation ?? 0
    pulses.quantumNoise = quantum_noise ?? false
    return pulses
  }
}
