import Numerics

/// What is applied to a magnet at a time.
public struct DriveAmplitudes: Sendable, Equatable {
  /// Voltage across the oxide in V.
  public var voltage: Double
  /// Current in A.
  public var current: Double
  /// External field in A/m.
  public var field: Vector3
}

/// A drive cut into pieces during each of which it is constant.
///
/// While the drive changes, its pieces come in pairs, a pair for a time step h of the
/// commutator-free method of fourth order (Blanes and Moan, Appl. Numer. Math. 56, 1519 (2006)):
/// with the drive at the two nodes of Gauss, t + h (½ ∓ √3/6), the halves of a pair have the
/// weights ½ ± √3/3 of it. Of a drive that follows a straight line these are the values at h/6
/// and 5h/6. What follows the pieces exactly then has an error of h⁴, trajectories and densities
/// alike.
public struct DriveSchedule: Sendable, Equatable {
  /// A stretch of constant drive.
  public struct Piece: Sendable, Equatable {
    /// In s; zero is allowed.
    public let duration: Double
    /// What is applied.
    public let drive: DriveAmplitudes
  }

  /// The pieces, in order.
  public private(set) var pieces: [Piece] = []
  /// For each cycle the number of pieces up to its end.
  public private(set) var cycleEnds: [Int] = []
  /// How long the drive changes, in s.
  public private(set) var changing = 0.0
  /// The longest half of a pair, in s.
  public private(set) var longestHalf = 0.0

  /// Most pieces of one cycle whose drive changes; halves grow where there would be more.
  static let mostHalves = 40_000

  /// - Parameters:
  ///   - cycle: What is applied at a time since the start of a cycle, in s; the same at the ends of
  ///     an interval as within it.
  ///   - breaks: The times between which it is smooth.
  ///   - period: Duration of a cycle in s.
  ///   - cycles: How often it comes.
  ///   - half: The longest half of a pair in s.
  init(
    _ cycle: (Double) -> DriveAmplitudes, breaks: [Double], period: Double, cycles: Int,
    half: Double
  ) {
    let edges = Self.edges(breaks, until: period)
    let changes = zip(edges, edges.dropFirst()).map { start, end in
      // Three odd places, so that no symmetry of a drive hides that it changes.
      let values = [0.11, 0.38, 0.83].map { cycle(start + $0 * (end - start)) }
      return values[0] != values[1] || values[1] != values[2]
    }
    let changing = zip(zip(edges, edges.dropFirst()), changes).reduce(0.0) {
      $1.1 ? $0 + ($1.0.1 - $1.0.0) : $0
    }
    let half = max(half, changing / Double(Self.mostHalves))
    var once: [Piece] = []
    for ((start, end), isChanging) in zip(zip(edges, edges.dropFirst()), changes) {
      let length = end - start
      guard isChanging else {
        once.append(Piece(duration: length, drive: cycle(start + length / 2)))
        continue
      }
      // A pair at least; a whole number of halves but for rounding is no pair more.
      let pairs = max(1, (length / (2 * half) - 1e-6).rounded(.up))
      let step = length / pairs
      longestHalf = max(longestHalf, step / 2)
      for pair in 0..<Int(pairs) {
        let middle = start + step * (Double(pair) + 0.5)
        let reach = step * Self.node
        let (early, late) = (cycle(middle - reach), cycle(middle + reach))
        once.append(Piece(duration: step / 2, drive: .mixed(early, late)))
        once.append(Piece(duration: step / 2, drive: .mixed(late, early)))
      }
    }
    self.changing = changing * Double(cycles)
    for _ in 0..<cycles {
      pieces += once
      cycleEnds.append(pieces.count)
    }
  }

  /// √3/6.
  private static let node = 0.288_675_134_594_812_88

  /// Break times within a cycle, each once, between its start and its end.
  private static func edges(_ breaks: [Double], until period: Double) -> [Double] {
    var edges = [0.0]
    for time in breaks.sorted() + [period] {
      let last = edges[edges.count - 1]
      // Times that are meant to coincide may differ by rounding.
      if time - last > 1e-12 * period, time <= period { edges.append(time) }
    }
    if edges.count > 1, period > 0 { edges[edges.count - 1] = period }
    if edges.count == 1 { edges.append(max(period, 0)) }
    return edges
  }
}

extension DriveAmplitudes {
  /// The half of a pair that the first node weighs more in.
  fileprivate static func mixed(_ near: Self, _ far: Self) -> Self {
    // ½ + √3/3.
    let weight = 1.077_350_269_189_625_8
    func mix<Value: DriveValue>(_ near: Value, _ far: Value) -> Value {
      near == far ? near : weight * near + (1 - weight) * far
    }
    return Self(
      voltage: mix(near.voltage, far.voltage), current: mix(near.current, far.current),
      field: mix(near.field, far.field))
  }
}
