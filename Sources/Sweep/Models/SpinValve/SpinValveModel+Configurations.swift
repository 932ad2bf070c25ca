import Numerics
import QuantumChains
import Units

extension SpinValveModel {
  /// The layers' density matrix between product states of their spins, and what is made of it.
  static let productStates: [TimeSeries<Self>] = [
    .array(
      "configuration_probability", unit: .one, ["configuration"],
      "probability of a product state of all localized spins, u and d from the left",
      source: "Suresh et al., Fig. 5; Mondal et al., Eq. (8)", needs: .configurations
    ) { $0.configurationProbabilities },
    .array(
      "density_matrix_element", unit: .one, ["element", "part"],
      "elements of the layers' density matrix that 'density_matrix_elements' names",
      source: "Suresh et al., Sec. III A", needs: .layers
    ) { moment in
      moment.model.densityMatrixElements.map(Self.patterns).flatMap { row, column in
        let element = moment.element(row, column)
        return [element.real, element.imaginary]
      }
    },
    .number(
      "ghz_fidelity", unit: .one,
      "overlap with the GHZ state (|u..u d..d> + |d..d u..u>)/sqrt 2; above 1/2 it shows "
        + "entanglement, and it is 1/2 at the start",
      source: "Greenberger, Horne and Zeilinger (1989); Suresh et al., Sec. IV", needs: .layers
    ) { $0.ghzFidelity { $0.real } },
    .number(
      "ghz_fidelity_best_phase", unit: .one,
      "the same for the best phase between both parts of the GHZ state",
      source: "Greenberger, Horne and Zeilinger (1989); Suresh et al., Sec. IV", needs: .layers
    ) { $0.ghzFidelity { $0.squaredMagnitude.squareRoot() } },
  ]

  /// Product states of all localized spins; 0 if there are too many to be told one by one.
  var configurationCount: Int { layerSpins <= 6 ? 1 << (2 * layerSpins) : 0 }

  /// A product state in letters.
  func configurationLabel(_ pattern: Int) -> String {
    let spins = 2 * layerSpins
    return String((0..<spins).map { pattern >> (spins - 1 - $0) & 1 == 0 ? "u" : "d" })
  }

  /// Row and column of an element such as "uudd|dduu", as numbers with a bit for each spin.
  static func patterns(_ element: String) -> (row: Int, column: Int) {
    let numbers = element.split(separator: "|").map { word in
      word.reduce(0) { 2 * $0 + ($1 == "d" ? 1 : 0) }
    }
    return (numbers[0], numbers[1])
  }

  /// Whether a text is two product states of equally many spins.
  static func isElement(_ text: String) -> Bool {
    let words = text.split(separator: "|", omittingEmptySubsequences: false)
    return words.count == 2 && words[0].count == words[1].count && (2...60) ~= words[0].count
      && words.allSatisfy { $0.allSatisfy { $0 == "u" || $0 == "d" } }
  }
}

extension SpinValveModel.Moment {
  fileprivate var configurationProbabilities: [Double] {
    (0..<model.configurationCount).map { pattern in
      guard let (a, b) = observables.pair.states(ofPattern: pattern) else { return 0 }
      return observables.probabilities[a, b]
    }
  }

  /// ⟨row|ρ|column⟩; what a cutoff leaves out is zero.
  fileprivate func element(_ row: Int, _ column: Int) -> Complex {
    guard let layers, let row = observables.pair.states(ofPattern: row),
      let column = observables.pair.states(ofPattern: column)
    else { return .zero }
    return layers.element(row, column)
  }

  /// (ρ_aa + ρ_bb)/2 and what is taken of ρ_ab; nil if the layers' state is not known.
  fileprivate func ghzFidelity(_ coherence: (Complex) -> Double) -> Double? {
    guard layers != nil else { return nil }
    let down = (1 << model.layerSpins) - 1
    let (a, b) = (down, down << model.layerSpins)
    return (element(a, a).real + element(b, b).real) / 2 + coherence(element(a, b))
  }
}
