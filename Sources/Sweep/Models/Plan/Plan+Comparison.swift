import ResultsStorage

extension Plan {
  /// What another plan of the same model would compute differently: nil if the results are the
  /// same, else one difference in words (`here` is this plan, `there` the other).
  package func difference(from other: Plan<M>, here: String, there: String) -> String? {
    if job.seed != other.job.seed {
      return "the seed is \(other.job.seed) in \(there) and \(job.seed) in \(here)"
    }
    if grid.axes.map(\.name) != other.grid.axes.map(\.name) {
      return "the axes are \(names(other.grid.axes)) in \(there) and \(names(grid.axes)) in \(here)"
    }
    for (mine, theirs) in zip(grid.axes, other.grid.axes) {
      guard mine.tracks.map(\.parameter.name) == theirs.tracks.map(\.parameter.name) else {
        return "axis '\(mine.name)' sweeps other parameters in \(there) than in \(here)"
      }
      guard mine.count == theirs.count else {
        return "axis '\(mine.name)' has \(theirs.count) values in \(there) and \(mine.count) in "
          + here
      }
      guard zip(mine.tracks, theirs.tracks).allSatisfy({ $0.values == $1.values }) else {
        return "axis '\(mine.name)' has other values in \(there) than in \(here)"
      }
    }
    for parameter in M.parameters {
      let mine = parameter.value(in: grid.base)
      let theirs = parameter.value(in: other.grid.base)
      if mine != theirs {
        return "parameter '\(parameter.name)' is \(theirs) in \(there) and \(mine) in \(here)"
      }
    }
    let (mine, theirs) = (quantities.map(\.name), other.quantities.map(\.name))
    if mine != theirs {
      let differing = Set(mine).symmetricDifference(theirs).sorted().joined(separator: ", ")
      return "the quantities are not the same (\(differing.isEmpty ? "order" : differing))"
    }
    return nil
  }

  /// Stands for everything that the state inside a point depends on: model, version of its state,
  /// seed, parameters, axes.
  package func identity(version: Int) -> UInt64 {
    var checksum = Checksum()
    checksum.add("\(M.name) \(version) \(job.seed) \(part.map { "\($0)" } ?? "")")
    for parameter in M.parameters {
      checksum.add("\(parameter.name) = \(parameter.value(in: grid.base))")
    }
    for track in grid.axes.flatMap(\.tracks) {
      checksum.add(track.parameter.name)
      for value in track.values { checksum.add("\(value)") }
    }
    return checksum.value
  }

  private func names(_ axes: [Axis<M>]) -> String {
    axes.isEmpty ? "none" : axes.map(\.name).joined(separator: ", ")
  }
}
