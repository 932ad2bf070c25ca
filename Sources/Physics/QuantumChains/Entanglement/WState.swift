import Numerics

/// W states: one excitation shared equally by all spins.
public enum WState {
  /// The W state of the spins of A and B.
  ///
  /// - Parameters:
  ///   - excitedA: the basis states of A with one of A's spins excited, one for each spin.
  ///   - groundA: the basis state of A without excitation.
  ///   - excitedB: the same of B.
  ///   - groundB: the same of B.
  public static func vector(
    excitedA: [Int], groundA: Int, excitedB: [Int], groundB: Int
  ) -> [ProductAmplitude] {
    let amplitude = Complex(1 / Double(excitedA.count + excitedB.count).squareRoot())
    return excitedA.map { ProductAmplitude(a: $0, b: groundB, amplitude: amplitude) }
      + excitedB.map { ProductAmplitude(a: groundA, b: $0, amplitude: amplitude) }
  }
}
