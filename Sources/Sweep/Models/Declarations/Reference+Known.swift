/// The papers that models come from.
extension Reference {
  /// Quantum noise of a macrospin under a spin-transfer torque.
  public static let zheng = Reference(
    key: "Zheng2025",
    authors: [
      "Jie Zheng", "Jiyong Kang", "Zheng Zhu", "Di Wu", "Yuesheng Li", "Dongxing Yu",
      "Jiayong Wang", "Hongxing Xu", "Chenglong Jia",
    ], title: "Quantum-Uncertainty-Governed Spin Dynamics in s-d Coupled Systems", year: 2025,
    place: .arXiv("2511.05388"))

  /// Noise of the torque from single scattering events.
  public static let tassi = Reference(
    key: "Tassi", authors: ["Camillo Tassi", "Marco Barbieri", "Roberto Raimondi"],
    title: "Quantum noise in the spin transfer torque effect", year: nil, place: .unpublished)

  /// A spin in a current, entangled with its electrons.
  public static let mondal = Reference(
    key: "Mondal2019",
    authors: [
      "Priyanka Mondal", "Utkarsh Bajpai", "Marko D. Petrović", "Petr Plecháč",
      "Branislav K. Nikolić",
    ],
    title: "Quantum spin transfer torque induced nonclassical magnetization dynamics and "
      + "electron-magnetization entanglement", year: 2019,
    place: .journal(
      "Phys. Rev. B", volume: "99", article: "094431", doi: "10.1103/PhysRevB.99.094431"))

  /// A chain of spins and an electron pulse, by time-dependent DMRG.
  public static let petrovic = Reference(
    key: "Petrovic2021",
    authors: [
      "Marko D. Petrović", "Priyanka Mondal", "Adrian E. Feiguin", "Petr Plecháč",
      "Branislav K. Nikolić",
    ],
    title: "Spintronics Meets Density Matrix Renormalization Group: Quantum Spin-Torque-Driven "
      + "Nonclassical Magnetization Reversal and Dynamical Buildup of Long-Range Entanglement",
    year: 2021,
    place: .journal(
      "Phys. Rev. X", volume: "11", article: "021062", doi: "10.1103/PhysRevX.11.021062"))

  /// Two magnets entangled by a current.
  public static let suresh = Reference(
    key: "Suresh2022",
    authors: [
      "A. Suresh", "R. D. Soares", "P. Mondal", "J. P. Santos Pires",
      "J. M. Viana Parente Lopes", "A. Ferreira", "A. E. Feiguin", "P. Plecháč",
      "B. K. Nikolić",
    ],
    title: "Electron-mediated entanglement of two distant macroscopic ferromagnets within a "
      + "nonequilibrium spintronic device", year: 2022, place: .arXiv("2210.06634"))
}

/// The methods that models rely on.
extension Reference {
  /// The generator Philox4x32-10 of random bits.
  public static let philox = Reference(
    key: "Salmon2011",
    authors: ["John K. Salmon", "Mark A. Moraes", "Ron O. Dror", "David E. Shaw"],
    title: "Parallel random numbers: as easy as 1, 2, 3", year: 2011,
    place: .proceedings(
      "Proceedings of the International Conference for High Performance "
        + "Computing, Networking, Storage and Analysis (SC'11)"))

  /// Normal random numbers.
  public static let boxMuller = Reference(
    key: "BoxMuller1958", authors: ["G. E. P. Box", "Mervin E. Muller"],
    title: "A Note on the Generation of Random Normal Deviates", year: 1958,
    place: .journal("Ann. Math. Stat.", volume: "29", article: "610", doi: nil))

  /// Confidence intervals of probabilities.
  public static let wilson = Reference(
    key: "Wilson1927", authors: ["Edwin B. Wilson"],
    title: "Probable Inference, the Law of Succession, and Statistical Inference", year: 1927,
    place: .journal("J. Am. Stat. Assoc.", volume: "22", article: "209", doi: nil))

  /// The universal Lindblad equation.
  public static let nathanRudner = Reference(
    key: "NathanRudner2020", authors: ["Frederik Nathan", "Mark S. Rudner"],
    title: "Universal Lindblad equation for open quantum systems", year: 2020,
    place: .journal(
      "Phys. Rev. B", volume: "102", article: "115109", doi: "10.1103/PhysRevB.102.115109"))

  /// Trotter decompositions with small error.
  public static let barthelZhang = Reference(
    key: "BarthelZhang2020", authors: ["Thomas Barthel", "Yikang Zhang"],
    title: "Optimized Lie-Trotter-Suzuki decompositions for two and three non-commuting terms",
    year: 2020, place: .journal("Ann. Phys.", volume: "418", article: "168165", doi: nil))
}
