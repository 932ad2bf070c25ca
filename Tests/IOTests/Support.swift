import IOSamples
import MPIBridge
import ResultsStorage
import TestSupport
import Testing

/// What chooses the components that write files, each of those that the MPI library has.
let fileComponents: [[String: String]] = {
  let library = MPIEnvironment.libraryVersion
  guard library.hasPrefix("Open MPI v") else { return [[:]] }
  let romio = RuntimeSetting.romioComponent(library: library)
  return ([romio].compactMap(\.self) + ["ompio"]).map { ["OMPI_MCA_io": $0] }
}()

/// The helper under `mpirun`.
func helper(
  _ verb: String, _ path: String, _ layout: String, _ options: [String] = [], ranks: Int = 2,
  environment: [String: String] = [:]
) -> Command {
  mpirun(
    ranks: ranks, [builtExecutable("IOHelper"), verb, path, layout] + options,
    environment: environment, timeLimit: 300)
}

/// Runs the helper and expects it to succeed.
@discardableResult
func runHelper(
  _ verb: String, _ path: String, _ layout: String, _ options: [String] = [], ranks: Int = 2,
  environment: [String: String] = [:]
) throws -> CommandResult {
  let result = try helper(verb, path, layout, options, ranks: ranks, environment: environment).run()
  #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
  // HDF5 prints its error stack where an error was not caught.
  #expect(!result.errors.contains("HDF5-DIAG"), "\(result.errors)")
  return result
}

/// Checks every number of a file against `sampleValue`: done points hold their values, failed ones
/// NaN and their message, and `pendingIsEmpty` asks that the others hold NaN.
///
/// - Returns: how many points are pending.
@discardableResult
func checkFile(
  _ path: String, _ name: String, ranks: Int = 4, failing: Bool = true, pendingIsEmpty: Bool = true,
  location: SourceLocation = #_sourceLocation
) throws -> Int {
  let layout = try #require(sampleLayout(name), sourceLocation: location)
  return try withHDF5 { () throws in
    let reader = try ResultsReader(path)
    let status = try reader.status()
    #expect(status.count == layout.pointCount, sourceLocation: location)
    var wrong: [String] = []
    for (index, quantity) in layout.quantities.enumerated() {
      let size = layout.quantitySizes[index]
      let values = try reader.read(quantity.name)
      #expect(values.count == layout.pointCount * size, sourceLocation: location)
      let nothing = quantity.type == .uint8 ? 0 : Double.nan
      for point in 0..<layout.pointCount {
        if status[point] == PointStatus.pending.rawValue, !pendingIsEmpty { continue }
        let isDone = status[point] == PointStatus.done.rawValue
        for element in 0..<size {
          let expected =
            isDone
            ? sampleValue(quantity: index, point: point, index: element, type: quantity.type)
            : nothing
          let value = values[point * size + element]
          if value.bitPattern != expected.bitPattern && !(value.isNaN && expected.isNaN) {
            wrong.append("\(quantity.name)[\(point), \(element)] = \(value), not \(expected)")
          }
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))", sourceLocation: location)
    checkRunGroup(
      status, seconds: try reader.seconds(), rank: try reader.rank(), ranks: ranks,
      failing: failing, pendingIsEmpty: pendingIsEmpty, location)
    try checkMessages(reader, status, capacity: layout.messageLength, location)
    return status.count { $0 == PointStatus.pending.rawValue }
  }
}

private func checkRunGroup(
  _ status: [UInt8], seconds: [Double], rank: [Int32], ranks: Int, failing: Bool,
  pendingIsEmpty: Bool, _ location: SourceLocation
) {
  var wrong: [Int] = []
  for point in status.indices {
    let isRight =
      switch PointStatus(rawValue: status[point]) {
      case .done:
        !(failing && fails(point)) && seconds[point] == 0.25 * Double(point)
          && (0..<Int32(ranks)).contains(rank[point])
      case .failed:
        fails(point) && seconds[point] == 0.5 && (0..<Int32(ranks)).contains(rank[point])
      case .pending: !pendingIsEmpty || (seconds[point].isNaN && rank[point] == -1)
      case nil: false
      }
    if !isRight { wrong.append(point) }
  }
  #expect(wrong.isEmpty, "/run is wrong at \(wrong.prefix(5))", sourceLocation: location)
}

private func checkMessages(
  _ reader: borrowing ResultsReader, _ status: [UInt8], capacity: Int, _ location: SourceLocation
) throws {
  let failures = try reader.failures()
  #expect(
    failures.map(\.point) == status.indices.filter { status[$0] == PointStatus.failed.rawValue },
    sourceLocation: location)
  for failure in failures {
    let whole = message(of: failure.point)
    // What does not fit is cut off, but not within a character.
    #expect(whole.hasPrefix(failure.message), sourceLocation: location)
    let next = whole.dropFirst(failure.message.count).first.map { String($0).utf8.count } ?? 0
    #expect(
      failure.message.utf8.count < capacity
        && (failure.message == whole || failure.message.utf8.count + next >= capacity),
      sourceLocation: location)
  }
}
