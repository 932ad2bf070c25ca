import Jobs
import Points
import Programs
import Teams

/// A program of the user's own, which declares its parameters and quantities itself and computes
/// points on request.
struct ProgramModel: PointModel {
  /// Numbers of each quantity, in the order of the description.
  struct Outcome {
    let values: [[Double]]
    let remark: String?
  }

  let session: ProgramSession
  /// Of each parameter, in the order of the description; nil where it has no value.
  var values: [ParameterValue?]
  /// What a dimension is but for those whose coordinates are a parameter.
  let fixedDimensions: [OwnDimension]
  /// Which quantities are asked for, in the order of the description.
  private var isWanted: [Bool]
  /// How the line of a point begins that asks for some quantities only.
  private var wanted = ""

  init(_ session: ProgramSession, values: [ParameterValue?], dimensions: [OwnDimension]) {
    self.session = session
    self.values = values
    fixedDimensions = dimensions
    isWanted = session.description.quantities.map { _ in true }
  }

  private var described: ProgramDescription { session.description }

  var dimensions: [OwnDimension] {
    zip(described.dimensions, fixedDimensions).map { dimension, fixed in
      guard case .parameter(let name) = dimension.coordinates,
        let index = described.parameters.firstIndex(where: { $0.name == name }),
        case .numbers(let numbers) = values[index]
      else { return fixed }
      return OwnDimension(fixed.name, unit: fixed.unit, fixed.meaning, values: numbers)
    }
  }

  mutating func select(quantities: Set<String>?) {
    guard let quantities else { return }
    let names = described.quantities.map(\.name)
    isWanted = names.map(quantities.contains)
    let list = names.filter(quantities.contains).map(\.quoted).joined(separator: ",")
    wanted = "\"quantities\":[\(list)],"
  }

  var estimatedSeconds: Double { described.seconds ?? 1e-3 }

  /// The numbers of an answer, as they come and as they are kept.
  var workingMemory: Int { 2 * MemoryLayout<Double>.stride * sizes.reduce(0, +) }

  /// How many numbers each quantity has.
  private var sizes: [Int] {
    let lengths = Dictionary(uniqueKeysWithValues: dimensions.map { ($0.name, $0.values.count) })
    return described.quantities.map { $0.dimensions.reduce(1) { $0 * (lengths[$1] ?? 0) } }
  }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let state = described.restartVersion == nil ? nil : context.restart?.readArray(of: UInt8.self)
    let request = ProgramSession.Request(
      line: line(of: context, stateBytes: state?.count), state: state ?? [], sizes: sizes,
      isWanted: isWanted)
    let answer = try session.answer(to: request, rank: context.rank) {
      (progress) throws(EvaluationError) in
      if progress.isStarting { context.startsNow() }
      if let share = progress.share { context.reached(share) }
      if let state = progress.state {
        try context.poll { $0.append(array: state) }
      } else {
        try context.poll()
      }
    }
    return Outcome(values: answer.values, remark: answer.remark)
  }

  func conclude() { session.finish() }

  /// A point as the program gets it: `{"point":17,"parameters":{…},"random":"…"}`.
  private func line(of context: PointContext, stateBytes: Int?) -> String {
    var line = "{\"point\":\(context.point),\(wanted)\"parameters\":{"
    for (index, parameter) in described.parameters.enumerated() {
      if index > 0 { line += "," }
      line += "\(parameter.name.quoted):\(values[index]?.json.line ?? "null")"
    }
    line += "},\"random\":\"\(context.random.hexadecimal)\""
    if let stateBytes { line += ",\"state\":\(stateBytes)" }
    return line + "}\n"
  }
}
