import Base

/// Something that `spinsweep doctor` found out about where it runs.
package struct Finding: Sendable, Codable {
  /// What to think of it.
  package enum Verdict: String, Sendable, Codable {
    /// As it should be, or nothing to judge.
    case fine
    /// Results are right, but slower or harder to get than they need be.
    case note
    /// Sweeps will fail, or are not safe.
    case wrong
  }

  /// The part of the report that it belongs to.
  package let topic: String
  /// What was looked at.
  package let name: String
  /// What was found.
  package let value: String
  package let verdict: Verdict
  /// What to do about it; nil if nothing need be done.
  package let remedy: String?

  /// Whether another rank has found the same.
  func isLike(_ other: Finding) -> Bool { name == other.name && value == other.value }

  /// What a rank has found that others have not.
  func of(rank: Int) -> Finding {
    Finding("rank \(rank)", name, value, verdict, remedy: remedy)
  }

  init(
    _ topic: String, _ name: String, _ value: String, _ verdict: Verdict = .fine,
    remedy: String? = nil
  ) {
    self.topic = topic
    self.name = name
    self.value = value
    self.verdict = verdict
    self.remedy = remedy
  }
}

/// All that was found.
package struct DoctorReport: Sendable {
  package let findings: [Finding]

  /// Whether a sweep can be trusted to run here.
  package var isFine: Bool { !findings.contains { $0.verdict == .wrong } }

  /// For people.
  package var text: String {
    var lines: [String] = []
    var topic = ""
    let width = (findings.map(\.name.count).max() ?? 0) + 2
    for finding in findings {
      if finding.topic != topic {
        lines += (topic.isEmpty ? [] : [""]) + [finding.topic.uppercased()]
        topic = finding.topic
      }
      let mark = finding.verdict == .fine ? " " : finding.verdict == .note ? "!" : "X"
      let gap = String(repeating: " ", count: width - finding.name.count)
      lines.append("\(mark) \(finding.name)\(gap)\(finding.value.printable)")
      if let remedy = finding.remedy {
        lines.append("  \(String(repeating: " ", count: width))\(remedy)")
      }
    }
    let wrong = findings.count { $0.verdict == .wrong }
    let notes = findings.count { $0.verdict == .note }
    let end =
      wrong > 0
      ? "\(Format.count(wrong, "thing")) must be mended (X) before sweeps can be trusted here"
      : notes > 0
        ? "sweeps can run here; \(Format.count(notes, "thing")) could be better (!)"
        : "all is well"
    return (lines + ["", end]).joined(separator: "\n") + "\n"
  }

  /// For programs.
  package var json: JSONValue {
    [
      "fine": .flag(isFine),
      "findings": .list(
        findings.map { finding in
          [
            "topic": .text(finding.topic), "name": .text(finding.name),
            "value": .text(finding.value), "verdict": .text(finding.verdict.rawValue),
            "remedy": finding.remedy.map(JSONValue.text) ?? .null,
          ]
        }),
    ]
  }
}
