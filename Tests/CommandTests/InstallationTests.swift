import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("From a build to an installation")
  struct Installation {
    static let root = JobFolder.url.deletingLastPathComponent()

    private static func script(_ name: String) -> String {
      root.appendingPathComponent("scripts/\(name)").path
    }

    #if arch(x86_64)
      @Test(
        "A portable program has nothing of AVX-512",
        arguments: [
          ("vfmadd231pd %ymm15, %ymm2, %ymm3", 0), ("vaddpd %zmm1, %zmm2, %zmm3", 1),
          ("kmovw %k1, %eax", 1), ("vaddpd %ymm16, %ymm2, %ymm3", 1),
          ("vmovsd (%rax), %xmm31", 1), ("vaddpd %ymm1, %ymm2, %ymm3{%k1}", 1),
        ])
      func portable(instruction: String, exitCode: Int32) throws {
        let folder = try TemporaryFolder()
        let text = """
          .globl first, last
          .type first, @function
          .type last, @function
          first: ret
          last: \(instruction)
          ret

          """
        try folder.write(text, to: "kernel.s")
        let assembled = try Command(["cc", "-c", "kernel.s", "-o", "kernel.o"], in: folder).run()
        #expect(assembled.exitCode == 0, "\(assembled.errors)")
        let result = try Command([Self.script("check-portable"), "kernel.o"], in: folder).run()
        #expect(result.exitCode == exitCode, "\(result.output)\(result.errors)")
        #expect(
          exitCode == 0
            ? result.output == "kernel.o: 3 instructions, none wider than AVX2\n"
            : result.errors
              == "kernel.o: 1 of 3 instructions need AVX-512, in\n  1  last\n")
      }
    #endif

    @Test("What cannot be disassembled is not called portable")
    func notAProgram() throws {
      let folder = try TemporaryFolder()
      try folder.write("#!/bin/sh\n", to: "program")
      let result = try Command([Self.script("check-portable"), "program"], in: folder).run()
      #expect(result.exitCode == 1)
      #expect(result.output.isEmpty)
    }

    /// A copy of what `make install` reads, with a script for a program, and a `swift` that must
    /// not be called.
    private func sources() throws -> TemporaryFolder {
      let folder = try TemporaryFolder()
      let names = [
        "Makefile", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff", "LICENSE",
        "scripts", "jobs", "slurm", "docs", "examples", "figures",
      ]
      for name in names {
        try FileManager.default.createSymbolicLink(
          at: folder.url.appendingPathComponent(name),
          withDestinationURL: Self.root.appendingPathComponent(name))
      }
      for path in ["fake", ".build/release"] {
        try FileManager.default.createDirectory(
          at: folder.url.appendingPathComponent(path), withIntermediateDirectories: true)
      }
      try folder.write("#!/bin/sh\necho spinsweep 1.2.3\n", to: ".build/release/spinsweep")
      try folder.write("#!/bin/sh\ntouch swift-was-called\nexit 1\n", to: "fake/swift")
      for program in [".build/release/spinsweep", "fake/swift"] {
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: folder.path(program))
      }
      return folder
    }

    private func run(_ words: [String], _ cpu: String?, in folder: TemporaryFolder) throws
      -> CommandResult
    {
      let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
      // No variables of a make above these tests, and of a user of sudo.
      return try Command(
        words + (cpu.map { ["SPINSWEEP_TARGET_CPU=\($0)"] } ?? []),
        environment: [
          "PATH": "\(folder.path("fake")):\(path)", "MAKEFLAGS": "", "MAKELEVEL": "",
          "SUDO_USER": "", "SPINSWEEP_TARGET_CPU": "", "DESTDIR": folder.path("image"),
          "PREFIX": "",
        ], in: folder
      ).run()
    }

    @Test("make install compiles nothing, and says for which processor the program is")
    func install() throws {
      let folder = try sources()
      let program = ".build/release/spinsweep"
      let record = [Self.script("built-for"), "--record", program]
      let install = ["make", "install", "DESTDIR=\(folder.path("image"))", "PREFIX=/usr"]
      #expect(
        try run(["env", "SPINSWEEP_TARGET_CPU=portable"] + record, nil, in: folder).exitCode == 0)
      for cpu in [nil, "portable"] {
        let result = try run(install, cpu, in: folder)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(
          result.output.hasSuffix(
            "spinsweep for portable: every x86-64 processor with AVX2 and FMA; elsewhere every "
              + "processor\n"), "\(result.output)")
        let installed = folder.path("image/usr/bin/spinsweep")
        #expect(FileManager.default.contentsEqual(atPath: folder.path(program), andPath: installed))
      }
      try FileManager.default.removeItem(atPath: folder.path("image"))
      let other = try run(install, "znver4", in: folder)
      #expect(other.exitCode == 2)
      #expect(
        other.errors.contains(
          "\(program) is built for a processor that is not 'znver4' (portable: every"),
        "\(other.errors)")
      // A program that came there by other means has no record.
      try folder.write("#!/bin/sh\necho spinsweep 1.2.4\n", to: program)
      let unknown = try run(install, "portable", in: folder)
      #expect(unknown.exitCode == 2)
      #expect(unknown.errors.contains("(unknown: it was not built by 'make build')"))
      #expect(!FileManager.default.fileExists(atPath: folder.path("image")))
      #expect(!FileManager.default.fileExists(atPath: folder.path("swift-was-called")))
    }

    @Test(
      "A build remembers the processor that was asked for",
      arguments: [
        ("portable", "portable: "), ("generic", "generic: every processor of this architecture\n"),
        ("", "generic: "), ("znver4", "znver4\n"), (nil, "native: "),
      ] as [(String?, String)])
    func record(name: String?, expected: String) throws {
      let folder = try TemporaryFolder()
      try folder.write("program", to: "program")
      let setting =
        name.map { "export SPINSWEEP_TARGET_CPU='\($0)'" } ?? "unset SPINSWEEP_TARGET_CPU"
      let result = try Command(
        [
          "bash", "-c", "\(setting); \"$1\" --record program; \"$1\" program", "bash",
          Self.script("built-for"),
        ], in: folder
      ).run()
      #expect(result.output.hasPrefix(expected), "\(result.output)\(result.errors)")
    }
  }
}
