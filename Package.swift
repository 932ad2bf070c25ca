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

let package = Package(
  name: "SpinSweep",
  products: [
    .executable(name: "spinsweep", targets: ["spinsweep"]),
    .library(name: "MPIBridge", targets: ["MPIBridge"]),
    .library(name: "IO", targets: ["IO"]),
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

    .target(name: "MPIBridge", dependencies: ["CMPI"], swiftSettings: swift),
    // Physics: pure numerics, no MPI, no files, no printing.
    .target(name: "Units", path: "Sources/Physics/Units", swiftSettings: swift),
    .target(name: "Teams", path: "Sources/Physics/Teams", swiftSettings: swift),
    .target(
      name: "Numerics", dependencies: ["CLAPACK"], path: "Sources/Physics/Numerics",
      swiftSettings: kernels),
    .target(
      name: "Macrospins", dependencies: ["Numerics"], path: "Sources/Physics/Macrospins",
      swiftSettings: kernels),
    .target(
      name: "QuantumChains", dependencies: ["Numerics", "Teams"],
      path: "Sources/Physics/QuantumChains", swiftSettings: checkedKernels + [.strictMemorySafety()]
    ),
    .target(
      name: "TensorNetworks", dependencies: ["Numerics", "Teams"],
      path: "Sources/Physics/TensorNetworks", swiftSettings: kernels),

    .target(name: "IO", dependencies: ["MPIBridge", "CHDF5"], swiftSettings: swift),
    .target(
      name: "Sweep", dependencies: physics + ["IO", "MPIBridge", "CTOML"],
      // The scripts of the folder `slurm`, of which `spinsweep slurm` makes one for a job.
      resources: [.embedInCode("Cluster/Scripts")], swiftSettings: swift),
    .executableTarget(
      name: "spinsweep", dependencies: ["Sweep", "MPIBridge", "Units", "SourceRevision"],
      swiftSettings: swift),

    // Its own module, so that a commit does not make everything else be compiled again.
    .target(
      name: "SourceRevision", swiftSettings: swift, plugins: ["WriteSourceRevision"]),
    .plugin(name: "WriteSourceRevision", capability: .buildTool()),

    .executableTarget(
      name: "spinsweep-bench", dependencies: physics, path: "benchmarks/Kernels",
      swiftSettings: swift),

    .executableTarget(
      name: "spinsweep-scheduling", dependencies: ["Sweep", "IO"], path: "benchmarks/Scheduling",
      swiftSettings: swift),

    .testTarget(
      name: "PhysicsTests", dependencies: physics + ["TestSupport"],
      resources: [.copy("Reference")],
      swiftSettings: swift),
    .testTarget(
      name: "SweepTests", dependencies: physics + ["Sweep", "IO", "TestSupport"],
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
      name: "IOSamples", dependencies: ["IO"], path: "Tests/Helpers/IOSamples", swiftSettings: swift
    ),
    .executableTarget(
      name: "IOHelper", dependencies: ["IO", "IOSamples", "MPIBridge"],
      path: "Tests/Helpers/IOHelper",
      swiftSettings: swift),
    .executableTarget(
      name: "SweepHelper", dependencies: physics + ["Sweep", "MPIBridge"],
      path: "Tests/Helpers/SweepHelper", swiftSettings: swift),
    .testTarget(
      name: "CommandTests", dependencies: ["TestSupport", "spinsweep", "SweepHelper"],
      resources: [.copy("Reference"), .copy("Cluster")], swiftSettings: swift),
    .testTarget(
      name: "IOTests", dependencies: ["TestSupport", "IO", "IOSamples", "IOHelper"],
      swiftSettings: swift),
  ],
  cxxLanguageStandard: .cxx17
)
