// swift-tools-version: 6.2
import PackageDescription

// Kernels are compiled for the processor the build runs on. SPINSWEEP_TARGET_CPU names another one
// (any LLVM name, "portable" for every x86-64 machine with AVX2 and FMA, "generic" for any at all);
// results have the same bits whichever is chosen, only the speed differs.
let processorFlags: [String] =
  switch Context.environment["SPINSWEEP_TARGET_CPU"] ?? "native" {
  case "generic", "": []
  #if arch(x86_64)
    case "portable": ["-target-cpu", "haswell"]
  #else
    case "portable": []
  #endif
  case let name: ["-target-cpu", name]
  }

// Which MPI, HDF5 and LAPACK: names of pkg-config's files, and of the libraries beside them that
// not every installation has, or has under this name. Without these variables it is what Debian 12
// has; `eval "$(scripts/find-libraries)"` sets them for what is found elsewhere.
func chosen(_ variable: String, else name: String) -> String {
  Context.environment["SPINSWEEP_\(variable)"] ?? name
}
func library(_ variable: String, else name: String) -> [LinkerSetting] {
  let chosen = chosen(variable, else: name)
  return chosen.isEmpty ? [] : [.linkedLibrary(chosen)]
}
let mpi = chosen("MPI_PC", else: "ompi-c")
let hdf5 = chosen("HDF5_PC", else: "hdf5-openmpi")
let dimensionScales = library("HDF5_HL", else: "hdf5_hl")
let lapack = chosen("LAPACK_PC", else: "openblas")
let lapackInC = library("LAPACKE", else: "lapacke")
// Folders of libraries that only the linker knows, as with modules that do not set LD_LIBRARY_PATH.
let places: [LinkerSetting] = chosen("RPATH", else: "").split(separator: ":").map {
  .unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", String($0)])
}

// No module but those that compute has a flag that SwiftPM calls unsafe, so that other packages can
// use them.
let swift: [SwiftSetting] = [.swiftLanguageMode(.v6)]

// Where memory is handled by hand or C is called: whatever the compiler cannot check is marked so.
let checked = swift + [.strictMemorySafety()]

// What is computed with kernels, which are in part inlined into it. Release builds do not check at
// run time that no two accesses to a variable overlap: that takes a tenth of a quick point. The
// compiler still proves what it can, and debug builds check the rest.
let unguarded: [SwiftSetting] = [
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
]
let computing = swift + [.unsafeFlags(processorFlags)] + unguarded

// Inner loops. Without -fno-math-errno a square root is a call of the C library, in case somebody
// reads errno; without a preference LLVM leaves half of each vector of Intel's AVX-512 processors
// unused.
var vectorized = computing + [.unsafeFlags(["-Xcc", "-fno-math-errno"])]
#if arch(x86_64)
  vectorized.append(.unsafeFlags(["-Xcc", "-mprefer-vector-width=512"]))
#endif

// -Ounchecked lets loops over arrays vectorize: it removes the bounds and overflow checks of
// release builds, and debug builds (and so a debug test run) keep every one of them.
let kernels = vectorized + [.unsafeFlags(["-Ounchecked"], .when(configuration: .release))]

// Views of matrices are bound to the memory they were made from, and what is unsafe is marked so.
let safe: [SwiftSetting] = [.strictMemorySafety(), .enableExperimentalFeature("Lifetimes")]

let physics: [Target.Dependency] = [
  "Units", "Teams", "Numerics", "Borders", "Macrospins", "QuantumChains", "TensorNetworks",
]

let sweep: [Target.Dependency] = [
  "Base", "Jobs", "Points", "Models", "Scheduler", "Reports", "Runs",
]

let package = Package(
  name: "SpinSweep",
  products: [
    .executable(name: "spinsweep", targets: ["spinsweep"]),
    .library(name: "MPIBridge", targets: ["MPIBridge"]),
    .library(name: "HDF5", targets: ["HDF5"]),
    .library(
      name: "Physics",
      targets: [
        "Units", "Teams", "Numerics", "Borders", "Macrospins", "QuantumChains", "TensorNetworks",
      ]),
  ],
  targets: [
    // C doors: a module map and a shim header each, no logic.
    .systemLibrary(name: "CMPI", pkgConfig: mpi, providers: [.apt(["libopenmpi-dev"])]),
    .systemLibrary(
      name: "CHDF5", pkgConfig: hdf5, providers: [.apt(["libhdf5-openmpi-dev"])]),
    .systemLibrary(
      name: "CLAPACK", pkgConfig: lapack,
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .target(name: "CTOML"),
    .systemLibrary(name: "CSpawn"),

    // Physics: pure numerics, no MPI, no files, no printing.
    .target(name: "Units", path: "Sources/Physics/Units", swiftSettings: swift + safe),
    .target(name: "Teams", path: "Sources/Physics/Teams", swiftSettings: swift + safe),
    .target(
      name: "Numerics", dependencies: ["CLAPACK"], path: "Sources/Physics/Numerics",
      swiftSettings: vectorized + safe, linkerSettings: lapackInC + places),
    .target(name: "Borders", path: "Sources/Physics/Borders", swiftSettings: swift + safe),
    .target(
      name: "Macrospins", dependencies: ["Numerics", "Teams"],
      path: "Sources/Physics/Macrospins",
      swiftSettings: kernels),
    .target(
      name: "QuantumChains", dependencies: ["Numerics", "Teams"],
      path: "Sources/Physics/QuantumChains", swiftSettings: vectorized + safe),
    // Pulses at 20 and 50 states a bond take 6 and 4 % longer with checks: blocks are small there.
    .target(
      name: "TensorNetworks", dependencies: ["Numerics", "Teams"],
      path: "Sources/Physics/TensorNetworks", swiftSettings: kernels + safe),

    // What everything may stand on: clocks, files, streams, text for people and for programs.
    .target(name: "Base", swiftSettings: checked),
    .target(
      name: "MPIBridge", dependencies: ["CMPI"], swiftSettings: checked, linkerSettings: places),

    // IO: the results on the disk.
    .target(
      name: "HDF5", dependencies: ["CHDF5", "MPIBridge"], path: "Sources/IO/HDF5",
      swiftSettings: checked, linkerSettings: dimensionScales + places),
    .target(
      name: "ResultsStorage", dependencies: ["HDF5", "MPIBridge", "Base"],
      path: "Sources/IO/ResultsStorage", swiftSettings: checked),

    // Sweep: from a job to a file, and from a file to what people read.
    .target(
      name: "Jobs", dependencies: ["Base", "Units", "CTOML"], path: "Sources/Sweep/Jobs",
      swiftSettings: swift),
    .target(
      name: "Expressions", dependencies: ["Numerics", "Units"], path: "Sources/Sweep/Expressions",
      swiftSettings: swift),
    .target(
      name: "Points", dependencies: ["Base", "Numerics", "ResultsStorage", "Teams"],
      path: "Sources/Sweep/Points", swiftSettings: swift),
    .target(
      name: "Programs", dependencies: ["Base", "CSpawn", "Teams"], path: "Sources/Sweep/Programs",
      swiftSettings: checked),
    // One module, since the compiler has to see a model and the loop over its points together.
    .target(
      name: "Models",
      dependencies: physics + [
        "Base", "Expressions", "Jobs", "Points", "Programs", "ResultsStorage",
      ],
      path: "Sources/Sweep/Models", swiftSettings: computing),
    .target(
      name: "Scheduler", dependencies: ["Base", "MPIBridge", "Points", "ResultsStorage", "Teams"],
      path: "Sources/Sweep/Scheduler", swiftSettings: swift),
    .target(
      name: "Reports",
      dependencies: [
        "Base", "Borders", "Jobs", "Models", "Numerics", "Points", "ResultsStorage", "Units",
      ],
      path: "Sources/Sweep/Reports", swiftSettings: swift),
    .target(
      name: "Runs",
      dependencies: [
        "Base", "Borders", "Jobs", "Models", "MPIBridge", "Numerics", "Points", "Programs",
        "Reports", "ResultsStorage", "Scheduler",
      ], path: "Sources/Sweep/Runs",
      // The scripts of the folder `slurm`, of which `spinsweep slurm` makes one for a job.
      resources: [.embedInCode("Cluster/Scripts")], swiftSettings: swift),

    .executableTarget(
      name: "spinsweep", dependencies: sweep + ["MPIBridge", "Units", "SourceRevision"],
      swiftSettings: swift),

    // Its own module, so that a commit does not make everything else be compiled again.
    .target(
      name: "SourceRevision", swiftSettings: swift, plugins: ["WriteSourceRevision"]),
    .plugin(name: "WriteSourceRevision", capability: .buildTool()),

    .executableTarget(
      name: "spinsweep-bench", dependencies: physics, path: "benchmarks/Kernels",
      swiftSettings: computing),

    .executableTarget(
      name: "spinsweep-scheduling", dependencies: sweep + ["ResultsStorage"],
      path: "benchmarks/Scheduling",
      swiftSettings: computing),

    .testTarget(
      name: "PhysicsTests", dependencies: physics + ["TestSupport"],
      resources: [.copy("Reference")],
      swiftSettings: computing),
    .testTarget(
      name: "SweepTests",
      dependencies: physics + sweep + ["Expressions", "ResultsStorage", "TestSupport"],
      resources: [.copy("Reference")], swiftSettings: computing),

    // Tests start programs (under mpirun where ranks are needed) and look at what they leave.
    .target(
      name: "TestSupport", dependencies: physics, path: "Tests/TestSupport",
      swiftSettings: computing),
    .executableTarget(
      name: "PhysicsHelper", dependencies: ["TestSupport"], path: "Tests/Helpers/PhysicsHelper",
      swiftSettings: computing),
    .executableTarget(
      name: "MPIBridgeHelper", dependencies: ["MPIBridge"], path: "Tests/Helpers/MPIBridgeHelper",
      swiftSettings: swift),
    .testTarget(
      name: "MPIBridgeTests", dependencies: ["TestSupport", "MPIBridge", "MPIBridgeHelper"],
      swiftSettings: swift),
    .target(
      name: "IOSamples", dependencies: ["ResultsStorage"], path: "Tests/Helpers/IOSamples",
      swiftSettings: swift
    ),
    .executableTarget(
      name: "IOHelper", dependencies: ["HDF5", "ResultsStorage", "IOSamples", "MPIBridge"],
      path: "Tests/Helpers/IOHelper",
      swiftSettings: swift),
    .executableTarget(
      name: "SweepHelper", dependencies: physics + sweep + ["MPIBridge"],
      path: "Tests/Helpers/SweepHelper", swiftSettings: computing),
    .testTarget(
      name: "CommandTests", dependencies: ["TestSupport", "spinsweep", "SweepHelper"],
      resources: [.copy("Reference"), .copy("Cluster")], swiftSettings: swift),
    .testTarget(
      name: "IOTests",
      dependencies: [
        "TestSupport", "Base", "HDF5", "MPIBridge", "ResultsStorage", "IOSamples", "IOHelper",
      ],
      swiftSettings: swift),
  ],
  cxxLanguageStandard: .cxx17
)
