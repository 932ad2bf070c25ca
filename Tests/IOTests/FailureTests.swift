import Base
import Foundation
import HDF5
import IOSamples
import MPIBridge
import ResultsStorage
import TestSupport
import Testing

/// Whether the tests may mount a disk of their own.
private let canMount = geteuid() == 0

@Suite(.serialized) struct FailureTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Runs the helper and expects that every rank reports the same error, in the given words, and
  /// that the program ends by itself.
  private func expectError(
    _ text: String, _ verb: String, _ path: String, _ layout: String = "grid",
    _ options: [String] = [], environment: [String: String] = [:],
    location: SourceLocation = #_sourceLocation
  ) throws {
    let result = try helper(verb, path, layout, options, ranks: 3, environment: environment).run()
    #expect(result.exitCode == 3, "\(result.errors)", sourceLocation: location)
    #expect(
      result.lines.sorted() == (0..<3).map { "\($0): \(text)" }, sourceLocation: location)
    #expect(!result.errors.contains("HDF5-DIAG"), sourceLocation: location)
  }

  @Test func anExistingFileIsNotTouched() throws {
    let path = try folder.write("precious", to: "a.h5")
    try expectError("\(path) exists already", "write", path)
    #expect(try folder.text("a.h5") == "precious")
    #expect(try folder.names() == ["a.h5"])
  }

  @Test func aMissingFolderIsNamed() throws {
    let path = folder.path("no/a.h5")
    try expectError("the folder of \(path) does not exist", "write", path)
  }

  @Test func aMissingFileCannotBeResumed() throws {
    let path = folder.path("a.h5")
    try expectError("\(path) does not exist", "resume", path)
  }

  @Test func aReadOnlyFolderIsNamed() throws {
    let path = folder.path("a.h5")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o555], ofItemAtPath: folder.url.path)
    try expectError(
      "\(path) cannot be written: permission denied", "write", path, "grid", ["nobody"])
  }

  @Test func aReadOnlyFileCannotBeResumed() throws {
    let path = folder.path("a.h5")
    try runHelper("write", path, "grid", ["first=11"])
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    try expectError(
      "\(path) cannot be written: permission denied", "resume", path, "grid", ["nobody"])
  }

  @Test func otherFilesAreRefused() throws {
    let text = try folder.write("no HDF5", to: "text.h5")
    try expectError("\(text) is not a SpinSweep file: it is not an HDF5 file", "resume", text)
    #expect(try folder.text("text.h5") == "no HDF5")
    let other = folder.path("other.h5")
    try withHDF5 { () throws in
      let file = try File(creating: other)
      try file.setAttribute("title", "of another program")
      try file.close()
    }
    try expectError("\(other) is not a SpinSweep file: it has no group 'run'", "resume", other)
  }

  @Test func aFileThatWasCutOffIsDamaged() throws {
    let path = folder.path("a.h5")
    try runHelper("write", path, "grid")
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: 20_000)
    let error = #expect(throws: StoreError.self) {
      try withHDF5 { () throws in _ = try ResultsReader(path).layout }
    }
    guard case .damaged(path, let reason, let cause?) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("truncated file"))
    #expect(cause.call == "H5Fopen")
  }

  /// What describes free room in a group is read by nobody until something is added to the group.
  @Test func damageThatOnlyAWriterWouldMeetIsFoundBeforeAFileIsContinued() throws {
    let path = folder.path("a.h5")
    try runHelper("write", path, "grid")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let freeSpace = try #require(bytes.range(of: Data("FSHD".utf8)))
    bytes[freeSpace.upperBound + 8] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(
      try withHDF5 { () throws in try ResultsReader(path).damagedPoints(statusOnly: false) } == [])
    try expectError(
      "\(path) is damaged: incorrect metadata checksum after all read attempts", "resume", path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }

  @Test func aSecondWriterIsToldWhoWrites() throws {
    let path = folder.path("a.h5")
    let first = try helper("hold", path, "grid", ranks: 1, environment: ["SLURM_JOB_ID": "4711"])
      .start()
    while try !first.outputSoFar().contains("holding") {
      let isRunning = first.isRunning
      try #require(isRunning)
      usleep(10_000)
    }
    let second = try helper("resume", path, "grid").run()
    #expect(second.exitCode == 3)
    let pattern = /[01]: .*a\.h5 is being written by another run \(host .+, process \d+, job 4711\)/
    #expect(second.lines.count == 2)
    for line in second.lines { #expect(line.wholeMatch(of: pattern) != nil, "\(line)") }
    try folder.write("", to: "a.h5.release")
    #expect(try first.waitUntilExit().exitCode == 0)
    try runHelper("resume", path, "grid")
    #expect(try folder.names() == ["a.h5", "a.h5.release"])
  }

  @Test func whatAKilledRunLeavesIsNoObstacle() throws {
    let path = folder.path("a.h5")
    try folder.write("half a file", to: "a.h5.tmp")
    try folder.write("host elsewhere, process 1", to: "a.h5.lock")
    try runHelper("write", path, "grid")
    #expect(try checkFile(path, "grid") == 0)
    #expect(try folder.names() == ["a.h5"])
  }

  @Test func aFileBeyondTheLimitIsRefusedAtOnce() throws {
    let path = folder.path("a.h5")
    try expectError(
      "\(path) would need 14.1 MB, more than the largest file that is allowed here", "write", path,
      "flat-100000", ["limit=1000000"])
    #expect(try folder.names().isEmpty)
  }

  /// Ranks write together where failed writes are reported, which is tried and not looked up.
  @Test func locksThatAFailedWriteLeftAreLetGo() throws {
    let folder = try TemporaryFolder()
    try folder.write("text", to: "a.h5")
    let path = folder.path("a.h5")
    let file = try OpenFile(path, O_RDWR)
    var part = flock()
    part.l_type = Int16(F_WRLCK)
    part.l_whence = Int16(SEEK_SET)
    part.l_len = 2
    try #require(fcntl(file.descriptor, F_SETLK, &part) == 0)
    let other = """
      import fcntl, sys
      fcntl.lockf(open(sys.argv[1], "r+"), fcntl.LOCK_EX | fcntl.LOCK_NB)
      """
    #expect(try python(other, [path]).run().exitCode == 1)
    FileSystem.releaseLocks(of: path)
    #expect(try python(other, [path]).run().exitCode == 0)
  }

  @Test(arguments: fileComponents)
  func whatReportsNoErrorsIsNotTrusted(component: [String: String]) throws {
    let path = folder.path("a.h5")
    let result = try runHelper("manner", path, "grid", ranks: 3, environment: component)
    let isOMPIO = component["OMPI_MCA_io"] == "ompio"
    // Of other versions of ompio the program finds out, but not this test.
    if !isOMPIO || MPIEnvironment.libraryVersion.hasPrefix("Open MPI v4.") {
      let manner = isOMPIO ? "each alone" : "together"
      #expect(result.lines.sorted() == (0..<3).map { "\($0): \(manner)" })
    }
    #expect(try folder.names() == ["a.h5"])
  }

  /// The disk fills up under a file whose space could not be reserved: every rank learns of it, and
  /// no point of that write is marked.
  @Test(arguments: [[], ["one-rank"], ["scattered"]], fileComponents)
  func aWriteThatFailsMarksNoPoint(options: [String], component: [String: String]) throws {
    let path = folder.path("a.h5")
    let result = try helper(
      "overflow", path, "flat-3000", options + ["rounds=1"], ranks: 3,
      environment: component
    ).run()
    #expect(result.exitCode == 3, "\(result.errors)")
    #expect(result.lines.count == 3)
    for line in result.lines { #expect(line.contains("H5Dwrite failed"), "\(line)") }
    // A quarter was written before.
    let count = try #require(sampleLayout("flat-3000")).pointCount
    #expect(try checkFile(path, "flat-3000", pendingIsEmpty: false) == count - count / 4)
    try runHelper("resume", path, "flat-3000")
    #expect(try checkFile(path, "flat-3000") == 0)
  }

  @Test(.enabled(if: canMount, "mounting a small disk needs root"))
  func aFullDiskIsToldBeforeAnythingIsComputed() throws {
    let disk = folder.path("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let mount = try Command(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]).run()
    try #require(mount.exitCode == 0, "\(mount.errors)")
    defer { _ = try? Command(["umount", disk]).run() }
    let path = disk + "/a.h5"
    try expectError(
      "no space for \(path): it needs 14.1 MB, the disk has 1.04 MB left", "write", path,
      "flat-100000")
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk).isEmpty)
    try runHelper("write", path, "flat-1000")
    #expect(try checkFile(path, "flat-1000") == 0)
  }
}
