import Base

extension Job {
  /// A drive over time, as `[terms]` gives it: `waveform.current = { times = […], values = […] }`,
  /// or `{ file = "pulse.txt" }` with a time in s and a value in each line.
  ///
  /// It becomes the parameter that has such knots, so that a stored job needs no other file.
  struct WaveformRequest {
    /// What can follow a waveform, and the parameter that has its knots.
    static let parameters = [
      "bias_voltage": "voltage_waveform", "current": "current_waveform",
      "external_field": "field_waveform",
    ]

    /// The parameter with its knots.
    let setting: Setting

    /// - Parameters:
    ///   - name: What follows the waveform.
    ///   - table: Its times and values, or its file.
    ///   - job: The path of the job file, beside which the file is looked for.
    /// - Throws: `InputError` for what is no waveform.
    init(_ name: String, _ table: TableReader, job: String) throws(InputError) {
      guard let parameter = Self.parameters[name] else {
        throw InputError(
          "nothing called '\(name)' follows a waveform"
            + NearestName.suggestion(for: name, among: Self.parameters.keys.sorted()),
          at: table.location)
      }
      try table.allow(["times", "values", "file"])
      let rows: [TOMLNode]
      if let file = try table.string("file"), let node = table.node("file") {
        for other in ["times", "values"] where table.node(other) != nil {
          throw InputError(
            "'file' stands in place of '\(other)'; give one of them", at: node.location)
        }
        let columns = parameter == "field_waveform" ? 4 : 2
        rows = try Self.read(file, columns: columns, job: job, at: node.location)
      } else {
        rows = try Self.pairs(table)
      }
      setting = Setting(
        name: parameter, location: table.location,
        node: TOMLNode(value: .array(rows), location: table.location))
    }

    private static func pairs(_ table: TableReader) throws(InputError) -> [TOMLNode] {
      func list(_ key: String) throws(InputError) -> [TOMLNode] {
        guard let node = table.node(key) else {
          throw InputError(
            "a waveform has 'times' and 'values', or a 'file'", at: table.location)
        }
        guard case .array(let items) = node.value, !items.isEmpty else {
          throw InputError("'\(key)' must be a list, not \(node.written)", at: node.location)
        }
        return items
      }
      let (times, values) = (try list("times"), try list("values"))
      guard times.count == values.count else {
        throw InputError(
          "a waveform has as many 'values' as 'times', not \(values.count) for \(times.count)",
          at: table.location)
      }
      return zip(times, values).map {
        TOMLNode(value: .array([$0, $1]), location: $0.location)
      }
    }

    private static func read(
      _ file: String, columns: Int, job: String, at location: SourceLocation
    ) throws(InputError) -> [TOMLNode] {
      let folder = job.lastIndex(of: "/").map { String(job[...$0]) } ?? ""
      let path = file.hasPrefix("/") ? file : folder + file
      let bytes: [UInt8]
      do throws(SystemError) {
        bytes = try SmallFile.bytes(path)
      } catch {
        throw InputError(
          "cannot read the waveform '\(path)': \(error.reason)", at: location, cause: error)
      }
      var rows: [TOMLNode] = []
      let lines = String(decoding: bytes, as: UTF8.self)
        .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      for (index, line) in lines.enumerated() {
        let text = line.prefix { $0 != "#" }
        let words = text.split { $0 == " " || $0 == "\t" || $0 == "," || $0 == ";" }
        guard !words.isEmpty else { continue }
        let place = SourceLocation.file(path, line: index + 1)
        let numbers = words.compactMap { Double($0) }.filter(\.isFinite)
        guard words.count == columns, numbers.count == columns else {
          throw InputError(
            "a line of a waveform has \(columns) numbers, a time in s before its value, not "
              + "\"\(line)\"", at: place)
        }
        rows.append(
          TOMLNode(
            value: .array(numbers.map { TOMLNode(value: .float($0), location: place) }),
            location: place))
      }
      guard !rows.isEmpty else {
        throw InputError("the waveform '\(path)' has no line with numbers", at: location)
      }
      return rows
    }
  }
}
