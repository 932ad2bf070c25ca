import Physics
func bench(_ name: String, _ n: Int, reps: Int = 20, _ f: () -> Double) {
  let c = ContinuousClock()
  var best = Double.infinity
  var r = 0.0
  for _ in 0..<reps {
    let t = c.measure { r = f() }
    best = min(best, Double(t.components.attoseconds) * 1e-9 + Double(t.components.seconds) * 1e9)
  }
  print(name, best / Double(n), r)
}
let s = NormalStream(seed: 1, point: 2, purpose: .magneticField)
for lanes in [8, 64,128,256, 512] {
bench("ns/normal \(lanes)", 3 * lanes * 20_000) {
  var x = [Double](repeating: 0, count: lanes), y = x, z = x
  var sum = 0.0
  for step in 0..<20_000 {
    s.fill(&x, &y, &z, firstTrajectory: 0, step: UInt32(step))
    sum += x[3]
  }
  return sum
}
}
func stage(_ t: Double, _ q: Double) -> MacrospinStage {
  var m = Magnet()
  m.temperature = t
  m.spinQuantumNumber = 2.5
  return MacrospinStage(duration: 10e-9, externalField: Vector3(30000, 0, 0), anisotropyField: m.anisotropyField, dampingLikeTorque: m.dampingLikeTorque, fieldLikeTorque: m.fieldLikeTorque, thermalFieldStrength: m.thermalFieldStrength, quantumFieldCoefficient: q * m.quantumFieldCoefficient)
}
for (name, t, q, c) in [("none", 0.0, 0.0, NoiseConvention.fokkerPlanck), ("thermal", 4, 0, .fokkerPlanck), ("quantum", 4, 1, .fokkerPlanck), ("strat", 4, 1, .stratonovich)] {
for n in [8, 64, 256, 512] {
bench("ns/traj-step \(name) \(n)", n * 20_000) {
  var kick = stage(300, 0)
  kick.duration = 0.5e-12
  let e = try! MacrospinEnsemble(stages: [kick, stage(t, q)], damping: 0.05, polarization: Vector3(-1, 0, 0), start: Vector3(0.6, 0, 0.8), timeStep: 0.5e-12, convention: c, trajectories: n, seed: 1, point: 2)
  let r = e.run {}
  return r.meanMagnetization.x
}
}
}
