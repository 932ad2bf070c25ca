/// The ladder operators of a spin S, whose states are counted by N = S − m = 0 … 2S.
package enum SpinLadder {
  /// ⟨N − 1|S₊|N⟩ = √(N (2S + 1 − N)), in units of ħ; zero at both ends of the ladder. The product
  /// is a whole number, so an element is rounded once.
  ///
  /// - Parameters:
  ///   - lowering: N = 0 … 2S + 1.
  ///   - twiceSpin: 2S.
  package static func raising(from lowering: Int, twiceSpin: Int) -> Double {
    Double(lowering * (twiceSpin + 1 - lowering)).squareRoot()
  }
}
