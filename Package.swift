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

let swift: [SwiftSetting] = [.swiftLanguageMode(.v6), .unsafeFlags(processorFlags)]

// Physics holds the inner loops. Without -fno-math-errno a square root is a call of the C library, in
// case somebody reads errno; without a preference LLVM leaves half of each vector of Intel's AVX-512
// processors unused.
var checkedKernels = swift + [.unsafeFlags(["-Xcc", "-fno-math-errno"])]
#if arch(x86_64)
  checkedKernels.append(.unsafeFlags(["-Xcc", "-mprefer-vector-width=512"]))
#endif
// -Ounchecked lets loops vectorize: it removes the bounds and overflow checks of release builds, and
// debug builds (and so a debug test run) keep every one of them.
let kernels =
  checkedKernels + [.unsafeFlags(["-Ounchecked"], .when(configuration: .release))]

let physics: [Target.Dependency] = [
  "Units", "Teams", "Numerics", "Macrospins", "QuantumChains", "TensorNetworks",
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
      targets: ["Units", "Teams", "Numerics", "Macrospins", "QuantumChains", "TensorNetworks"]),
  ],
  targets: [
    // C doors: a module map and a shim header each, no logic.
    .systemLibrary(name: "CMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev"])]),
    .systemLibrary(
      name: "CHDF5", pkgConfig: "hdf5-openmpi", providers: [.apt(["libhdf5-openmpi-dev"])]),
    .systemLibrary(
      name: "CLAPACK", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .target(name: "CTOML"),

    // Physics: pure numerics, no MPI, no files, no printing.
    .target(name: "Units", path: "Sources/Physics/Units", swiftSettings: swift),
    .target(name: "Teams", path: "Sources/Physics/Teams", swiftSettings: swift),
    .target(
      name: "Numerics", dependencies: ["CLAPACK"], path: "Sources/Physics/Numerics",
      swiftSettings: kernels),
    .target(
      name: "Macrospins", dependencies: ["CLAPACK", "Numerics"], path: "Sources/Physics/Macrospins",
      swiftSettings: kernels),
    .target(
      name: "QuantumChains", dependencies: ["CLAPACK", "Numerics", "Teams"],
      path: "Sources/Physics/QuantumChains", swiftSettings: checkedKernels + [.strictMemorySafety()]
    ),
    .target(
      name: "TensorNetworks", dependencies: ["Numerics", "Teams"],
      path: "Sources/Physics/TensorNetworks", swiftSettings: kernels),

    // What everything may stand on: clocks, files, streams, text for people and for programs.
    .target(name: "Base", swiftSettings: swift),
    .target(name: "MPIBridge", dependencies: ["CMPI"], swiftSettings: swift),

    // IO: the results on the disk.
    .target(
      name: "HDF5", dependencies: ["CHDF5", "CMPI", "MPIBridge"], path: "Sources/IO/HDF5",
      swiftSettings: swift),
    .target(
      name: "ResultsStorage", dependencies: ["HDF5", "MPIBridge", "Base"],
      path: "Sources/IO/ResultsStorage", swiftSettings: swift),

    // Sweep: from a job to a file, and from a file to what people read.
    .target(
      name: "Jobs", dependencies: ["Base", "Units", "CTOML"], path: "Sources/Sweep/Jobs",
      swiftSettings: swift),
    .target(
      name: "Points", dependencies: ["Base", "ResultsStorage", "Teams"],
      path: "Sources/Sweep/Points", swiftSettings: swift),
    // One module, since the compiler has to see a model and the loop over its points together.
    .target(
      name: "Models", dependencies: physics + ["Base", "Jobs", "Points", "ResultsStorage"],
      path: "Sources/Sweep/Models", swiftSettings: swift),
    .target(
      name: "Scheduler", dependencies: ["Base", "MPIBridge", "Points", "ResultsStorage", "Teams"],
      path: "Sources/Sweep/Scheduler", swiftSettings: swift),
    .target(
      name: "Reports",
      dependencies: ["Base", "Jobs", "Models", "Numerics", "Points", "ResultsStorage", "Units"],
      path: "Sources/Sweep/Reports", swiftSettings: swift),
    .target(
      name: "Runs",
      dependencies: [
        "Base", "Jobs", "Models", "MPIBridge", "Points", "Reports", "ResultsStorage", "Scheduler",
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
      swiftSettings: swift),

    .executableTarget(
      name: "spinsweep-scheduling", dependencies: sweep + ["ResultsStorage"], path: "benchmarks/Scheduling",
      swiftSettings: swift),

    .testTarget(
      name: "PhysicsTests", dependencies: physics + ["TestSupport"],
      resources: [.copy("Reference")],
      swiftSettings: swift),
    .testTarget(
      name: "SweepTests", dependencies: physics + sweep + ["ResultsStorage", "TestSupport"],
      resources: [.copy("Reference")], swiftSettings: swift),

    // Tests start programs (under mpirun where ranks are needed) and look at what they leave.
    .target(
      name: "TestSupport", dependencies: physics, path: "Tests/TestSupport",
      swiftSettings: swift),
    .executableTarget(
      name: "PhysicsHelper", dependencies: ["TestSupport"], path: "Tests/Helpers/PhysicsHelper",
      swiftSettings: swift),
    .executableTarget(
      name: "MPIBridgeHelper", dependencies: ["MPIBridge"], path: "Tests/Helpers/MPIBridgeHelper",
      swiftSettings: swift),
    .testTarget(
      name: "MPIBridgeTests", dependencies: ["TestSupport", "MPIBridge", "MPIBridgeHelper"],
      swiftSettings: swift),
    .target(
      name: "IOSamples", dependencies: ["ResultsStorage"], path: "Tests/Helpers/IOSamples", swiftSettings: swift
    ),
    .executableTarget(
      name: "IOHelper", dependencies: ["HDF5", "ResultsStorage", "IOSamples", "MPIBridge"],
      path: "Tests/Helpers/IOHelper",
      swiftSettings: swift),
    .executableTarget(
      name: "SweepHelper", dependencies: physics + sweep + ["MPIBridge"],
      path: "Tests/Helpers/SweepHelper", swiftSettings: swift),
    .testTarget(
      name: "CommandTests", dependencies: ["TestSupport", "spinsweep", "SweepHelper"],
      resources: [.copy("Reference"), .copy("Cluster")], swiftSettings: swift),
    .testTarget(
      name: "IOTests", dependencies: ["TestSupport", "HDF5", "ResultsStorage", "IOSamples", "IOHelper"],
      swiftSettings: swift),
  ],
  cxxLanguageStandard: .cxx17
)
