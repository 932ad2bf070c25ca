/// Standard errors of anything that is computed from an average, by leaving out one group of the
/// sample at a time (Efron and Stein, Ann. Stat. 9, 586).
public enum Jackknife {
  /// √((G − 1)/G Σ (θ_g − θ̄)²) for each number; NaN for fewer than two groups.
  ///
  /// - Parameter estimates: The numbers computed without each of the G groups in turn.
  public static func standardErrors(_ estimates: [[Double]]) -> [Double] {
    let count = Double(estimates.count)
    return (estimates.first ?? []).indices.map { index in
      guard estimates.count > 1 else { return .nan }
      let mean = estimates.reduce(0) { $0 + $1[index] } / count
      let squares = estimates.reduce(0) { $0 + ($1[index] - mean) * ($1[index] - mean) }
      return ((count - 1) / count * squares).squareRoot()
    }
  }
}
