import Base
import Jobs
import ResultsStorage

/// What a job asks of a cluster: ranks, time and memory, from its own plan where the user has not
/// said otherwise.
struct ClusterRequest: Sendable, Equatable {
  let ranks: Int
  /// Limit of one stay in the queue, in whole minutes.
  let minutes: Int
  /// Memory a rank in MiB.
  let megabytes: Int

  /// Time aimed at unless the user names one: most queues start jobs of an hour soon.
  private static let wantedMinutes = 60
  /// Ranks that are asked for at most, unless the user wants more.
  private static let mostRanks = 512
  /// Longest limit that is asked for on the program's own account; a sweep that needs longer is
  /// started again.
  private static let mostMinutes = 24 * 60
  /// Estimates are of a processor that another one may be slower than.
  private static let reserve = 1.5
  /// Minutes for the start, the end and the margin before the limit.
  private static let minutesAround = 5
  /// Shortest limit that leaves time to compute: Slurm sends the signal two minutes before it, up
  /// to one more too early, and a sweep takes its time to start.
  private static let leastMinutes = 5

  /// - Parameters:
  ///   - seconds: time of the sweep on one core.
  ///   - mostUsefulTeams: more teams of ranks than this have nothing to do.
  ///   - ranksPerTeam: ranks that compute a point together.
  ///   - memory: memory a rank in bytes, for a number of ranks.
  ///   - ranks: as the user wants it; nil lets the plan decide.
  ///   - minutes: likewise.
  /// - Throws: `InputError` if no sweep could get anywhere within these minutes.
  init(
    seconds: Double, mostUsefulTeams: Int, ranksPerTeam: Int, memory: (Int) -> Int, ranks: Int?,
    minutes: Int?
  ) throws(InputError) {
    if let minutes, minutes < Self.leastMinutes {
      throw InputError(
        "--time must be at least \(Self.leastMinutes) min, not \(minutes) min: Slurm asks the "
          + "program to stop 2 to 3 min before the limit")
    }
    let work = seconds * Self.reserve / 60
    let wanted = Double(max(1, (minutes ?? Self.wantedMinutes) - Self.minutesAround))
    let enough = Int(min((work / wanted).rounded(.up), Double(Self.mostRanks)))
    let teams = (enough + ranksPerTeam - 1) / ranksPerTeam
    self.ranks = ranks ?? max(1, min(teams, mostUsefulTeams)) * ranksPerTeam
    self.minutes = minutes ?? Self.limit(Double(Self.minutesAround) + work / Double(self.ranks))
    // The system counts pages that ranks share, and buffers of the network, for each of them.
    let bytes = Double(memory(self.ranks)) * 1.25 + 64e6
    megabytes = Int((bytes / Double(100 << 20)).rounded(.up)) * 100
  }

  /// A limit as people write it: in steps of five minutes, half hours above two hours.
  private static func limit(_ minutes: Double) -> Int {
    let step = minutes <= 120 ? 5.0 : 30.0
    return Int(min((minutes / step).rounded(.up) * step, Double(mostMinutes)))
  }

  /// The time limit as Slurm writes it: hours, minutes and seconds, with days from one on.
  var timeLimit: String {
    let (days, rest) = minutes.quotientAndRemainder(dividingBy: 24 * 60)
    let (hours, left) = rest.quotientAndRemainder(dividingBy: 60)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return (days > 0 ? "\(days)-\(two(hours))" : "\(hours)") + ":\(two(left)):00"
  }
}
