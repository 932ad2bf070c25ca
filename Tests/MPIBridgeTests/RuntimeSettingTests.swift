import TestSupport
import Testing

import MPIBridge

/// The MPI library of the tests, and its names of what the program chooses.
private let library = MPIEnvironment.libraryVersion
private let romio = RuntimeSetting.romioComponent(library: library) ?? "none"
private let sharedMemory = RuntimeSetting.sharedMemoryComponent(library: library)

@Suite(.serialized) struct RuntimeSettingTests {
  @Test(.enabled(if: romio != "none", "an MPI without such settings"))
  func programChoosesWhatTheUserDoesNot() throws {
    let environment = ["OMPI_MCA_mpi_yield_when_idle": "", "HOME": "/nonexistent"]
    #expect(
      try lines("settings", ranks: 1, environment: environment) == [
        "0: io=\(romio)", "0: mpi_yield_when_idle=1",
        "0: ess_singleton_isolated=1", "0: pml=ob1", "0: btl=self,\(sharedMemory)",
      ])
  }

  @Test(.enabled(if: romio != "none", "an MPI without such settings"))
  func environmentOfTheUserWins() throws {
    let environment = [
      "OMPI_MCA_io": "ompio", "OMPI_MCA_mpi_yield_when_idle": "0", "OMPI_MCA_btl": "self,tcp",
    ]
    #expect(
      try lines("settings", ranks: 1, environment: environment) == [
        "0: io=ompio (set by the user)", "0: mpi_yield_when_idle=0 (set by the user)",
        "0: ess_singleton_isolated=1",
      ])
  }

  @Test(.enabled(if: romio != "none", "an MPI without such settings"))
  func fileOfTheUserWins() throws {
    let home = try TemporaryFolder()
    let folder = home.path(".openmpi")
    _ = try Command(["mkdir", folder]).run()
    try home.write("# mine\n\n io = ^\(romio) # why\nother=1\n", to: ".openmpi/mca-params.conf")
    let environment = ["HOME": home.url.path, "OMPI_MCA_mpi_yield_when_idle": ""]
    let lines = try lines("settings", ranks: 1, environment: environment)
    // The mpirun of Open MPI 5 reads the file itself and hands its lines on, with their remarks.
    let first = try #require(lines.first)
    #expect(
      [" (set in \(folder)/mca-params.conf)", " # why (set by the user)"].contains {
        first == "0: io=^\(romio)" + $0
      }, "\(first)")
    #expect(
      lines.dropFirst() == [
        "0: mpi_yield_when_idle=1", "0: ess_singleton_isolated=1", "0: pml=ob1",
        "0: btl=self,\(sharedMemory)",
      ])
  }

  @Test func oneProcessRunsWithoutMpirun() throws {
    let result = try Command([builtExecutable("MPIBridgeHelper"), "collectives"]).run()
    #expect(result.exitCode == 0)
    #expect(result.lines.last == "0: [0, 0] [0.0, 0.5]")
  }

  @Test func romioIsNamedByTheVersionOfOpenMPI() {
    #expect(
      RuntimeSetting.romioComponent(library: "Open MPI v4.1.4, package: Debian") == "romio321")
    #expect(RuntimeSetting.romioComponent(library: "Open MPI v5.0.3") == "romio341")
    #expect(RuntimeSetting.romioComponent(library: "Open MPI v6.0.0rc2") == nil)
    #expect(RuntimeSetting.romioComponent(library: "MPICH Version: 4.0") == nil)
  }

  @Test func intelIsKnownByItsName() {
    #expect(RuntimeSetting.isIntel(library: "Intel(R) MPI Library 2021.19 for Linux* OS\n"))
    #expect(!RuntimeSetting.isIntel(library: "MPICH Version: 4.0.2"))
  }

  @Test func intelWritesLikeOtherLibrariesUnlessTheUserSaysElse() {
    let name = "I_MPI_EXTRA_FILESYSTEM_FORCE"
    func chosen(_ environment: [String: String], locksFiles: Bool = false) -> [String] {
      RuntimeSetting.fileSystem(in: { environment[$0] }, locksFiles: { locksFiles })
        .map(\.description)
    }
    #expect(chosen([:]) == ["\(name)=ufs"])
    #expect(chosen([:], locksFiles: true) == [])
    #expect(chosen([name: "lustre"]) == ["\(name)=lustre (set by the user)"])
    #expect(chosen(["I_MPI_FILESYSTEM": "on"]) == ["I_MPI_FILESYSTEM=on (set by the user)"])
  }

  @Test func parameterFilesAreReadLikeOpenMPIDoes() {
    #expect(RuntimeSetting.valueOf("io", in: "io_base = 1\n#io = a\n\tio=b # c\n") == "b")
    #expect(RuntimeSetting.valueOf("io", in: "no equals sign\n") == nil)
  }
}
