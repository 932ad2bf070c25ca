import Base

extension Job {
  /// How well a quantity has to be known at each point: `[target]`.
  package struct Target: Sendable, Equatable {
    package var quantity: String
    package var quantityLocation: SourceLocation
    /// In the unit of the quantity; nil for any.
    package var standardError: Double?
    /// Of the standard error to the quantity; nil for any.
    package var relativeError: Double?
    /// Trajectories of a point at which it is left as it is.
    package var mostTrajectories: Int
    package var location: SourceLocation

    /// What a job has that does not say.
    static let usualMost = 1_000_000
    static let largestMost = Int(UInt32.max)
  }
}

extension Job.Target {
  /// Reads the `[target]` table.
  init(_ table: TableReader) throws(InputError) {
    try table.allow(["quantity", "standard_error", "relative_error", "most_trajectories"])
    guard let quantity = try table.string("quantity") else {
      throw InputError("[target] needs a quantity", at: table.location)
    }
    self.quantity = quantity
    quantityLocation = table.node("quantity")?.location ?? table.location
    location = table.location
    standardError = try table.positive("standard_error")
    relativeError = try table.positive("relative_error")
    guard standardError != nil || relativeError != nil else {
      throw InputError(
        "[target] needs a 'standard_error' or a 'relative_error'", at: table.location)
    }
    mostTrajectories = try table.integer("most_trajectories") ?? Self.usualMost
    guard (1...Self.largestMost).contains(mostTrajectories) else {
      throw InputError(
        "'most_trajectories' must be between 1 and \(Self.largestMost), not \(mostTrajectories)",
        at: table.node("most_trajectories")?.location)
    }
  }

  /// The table as a job file has it.
  var lines: [String] {
    ["quantity = \(quantity.quoted)"]
      + (standardError.map { ["standard_error = \($0)"] } ?? [])
      + (relativeError.map { ["relative_error = \($0)"] } ?? [])
      + ["most_trajectories = \(mostTrajectories)"]
  }

  /// Why a file of this target cannot go on to another one: what the other takes away, in words;
  /// nil if it only asks for more.
  ///
  /// - Parameters:
  ///   - other: The target to go on to.
  ///   - there: What a sentence calls the file.
  package func refusal(toBecome other: Self, of there: String) -> String? {
    func isLess(_ mine: Double?, _ theirs: Double?) -> Bool {
      // Either error ends a point: without a limit of its own it never does.
      guard let theirs else { return false }
      return mine.map { theirs > $0 } ?? true
    }
    if quantity != other.quantity {
      return "the target is '\(quantity)' in \(there) and '\(other.quantity)' in the job"
    }
    for (key, mine, theirs) in [
      ("standard_error", standardError, other.standardError),
      ("relative_error", relativeError, other.relativeError),
    ] where isLess(mine, theirs) {
      let words = mine.map { "\($0)" } ?? "not given"
      return "'\(key)' of the target is \(words) in \(there) and \(theirs ?? 0) in the job; "
        + "--extend takes nothing away"
    }
    guard other.mostTrajectories < mostTrajectories else { return nil }
    return "'most_trajectories' is \(mostTrajectories) in \(there) and \(other.mostTrajectories) "
      + "in the job; --extend takes nothing away"
  }

  /// Whether another target asks for the same.
  package func asksForTheSame(as other: Self) -> Bool {
    quantity == other.quantity && standardError == other.standardError
      && relativeError == other.relativeError && mostTrajectories == other.mostTrajectories
  }
}
