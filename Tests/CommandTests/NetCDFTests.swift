import Foundation
import TestSupport
import Testing

private func isInstalled(_ program: String) -> Bool {
  (try? Command(["sh", "-c", "command -v \(program)"]).run().exitCode) == 0
}

/// The Python with netCDF4 1.6; empty if there is none.
private let pythonOfOldNetCDF =
  ProcessInfo.processInfo.environment["SPINSWEEP_TEST_OLD_NETCDF"] ?? ""

extension CommandTests {
  /// Readers that know nothing of HDF5 but what netCDF tells them. Debian 12 has netCDF 4.9.0,
  /// which crashes at arrays of texts of fixed length.
  @Suite("netCDF")
  struct NetCDF {
    /// 24 points, of which the last 8 fail if `failing`.
    private func result(failing: Bool, in place: Workplace) throws {
      try place.folder.write(
        """
        model = "quantum-temperature"
        [[axis]]
        parameter = "saturation_magnetization"
        values = ["1 MA/m", "2 MA/m", "\(failing ? "1e200 A/m" : "3 MA/m")"]
        [[axis]]
        parameter = "current"
        from = "1 mA"
        to = "2 mA"
        points = 8
        """, to: "job.toml")
      let result = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "a.h5")
      try #require(result.exitCode == (failing ? 4 : 0), "\(result.errors)")
      #expect(try place.folder.names().sorted() == ["a.h5", "job.toml"])
    }

    @Test(
      "ncdump and nccopy read everything",
      .enabled(if: isInstalled("ncdump"), "scripts/install-dependencies test installs ncdump"),
      arguments: [false, true])
    func tools(failing: Bool) throws {
      let place = try Workplace()
      try result(failing: failing, in: place)
      func dump(_ file: String) throws -> String {
        let result = try Command(["ncdump", file], in: place.folder).run()
        try #require(result.exitCode == 0, "\(result.exitCode): \(result.errors)")
        return result.output.split(separator: "\n").dropFirst().joined(separator: "\n")
      }
      let whole = try dump("a.h5")
      #expect(whole.contains("quantum_temperature:units = \"K\""))
      let messages = whole.components(separatedBy: "energy_barrier\\' came out as -inf").count - 1
      #expect(messages == (failing ? 8 : 0))
      let copied = try Command(["nccopy", "-k", "nc4", "a.h5", "c.nc"], in: place.folder).run()
      try #require(copied.exitCode == 0, "\(copied.exitCode): \(copied.errors)")
      #expect(try dump("c.nc") == whole)
      // What nccopy has written is a result, too.
      let shown = try place.spinsweep("show", "c.nc", "quantum_temperature", "--csv")
      #expect(shown.exitCode == 0, "\(shown.errors)")
      #expect(
        try shown.output == place.spinsweep("show", "a.h5", "quantum_temperature", "--csv").output)
    }

    private func readByPython(_ interpreter: String, failing: Bool) throws {
      let place = try Workplace()
      try result(failing: failing, in: place)
      let url = try #require(
        Bundle.module.url(forResource: "netcdf", withExtension: "py", subdirectory: "Reference"))
      let read = try Command(
        [interpreter, url.path, "a.h5", "'energy_barrier' came out as -inf", failing ? "8" : "0"],
        in: place.folder
      ).run()
      #expect(read.exitCode == 0, "\(read.exitCode): \(read.errors)")
      #expect(read.output.hasPrefix("ok"))
    }

    @Test("netCDF4-python of today reads everything", arguments: [false, true])
    func python(failing: Bool) throws {
      let interpreter = ProcessInfo.processInfo.environment["SPINSWEEP_TEST_PYTHON"] ?? "python3"
      try readByPython(interpreter, failing: failing)
    }

    @Test(
      "netCDF4-python 1.6 with netCDF 4.9.0 reads everything",
      .enabled(
        if: !pythonOfOldNetCDF.isEmpty, "SPINSWEEP_TEST_OLD_NETCDF names no Python with netCDF4 1.6"
      ),
      arguments: [false, true])
    func oldPython(failing: Bool) throws { try readByPython(pythonOfOldNetCDF, failing: failing) }

    @Test(
      "R reads messages and lists the whole file",
      .enabled(if: isInstalled("Rscript"), "scripts/install-dependencies test installs R"),
      arguments: [false, true])
    func r(failing: Bool) throws {
      let place = try Workplace()
      try result(failing: failing, in: place)
      let program = """
        library(ncdf4); f <- nc_open("a.h5"); invisible(capture.output(print(f)))
        m <- ncvar_get(f, "run/message"); s <- ncvar_get(f, "run/status")
        stopifnot(dim(m) == dim(s), all(m[s != 2] == ""))
        cat(sum(m == "'energy_barrier' came out as -inf"), "\\n")
        """
      let read = try Command(["Rscript", "-e", program], in: place.folder).run()
      #expect(read.exitCode == 0, "\(read.errors)")
      #expect(read.lines.last?.hasPrefix(failing ? "8 " : "0 ") == true, "\(read.output)")
    }

    @Test(
      "Octave reads messages and lists the whole file",
      .enabled(if: isInstalled("octave-cli"), "scripts/install-dependencies test installs Octave"),
      arguments: [false, true])
    func octave(failing: Bool) throws {
      let place = try Workplace()
      try result(failing: failing, in: place)
      let program = """
        pkg load netcdf; i = ncinfo("a.h5"); m = ncread("a.h5", "/run/message");
        m = reshape(m, 128, [])'; s = ncread("a.h5", "/run/status")(:);
        t = "'energy_barrier' came out as -inf"; n = 0;
        for k = 1:rows(m), n += strncmp(m(k, :), t, length(t)); end
        printf("%s %d\\n", i.Groups.Name, n)
        """
      let read = try Command(["octave-cli", "-qf", "--eval", program], in: place.folder).run()
      #expect(read.exitCode == 0, "\(read.errors)")
      #expect(read.lines == ["run \(failing ? 8 : 0)"], "\(read.output)")
    }

    @Test("pint, cf_xarray and UDUNITS understand every declared unit, and alike")
    func units() throws {
      let place = try Workplace()
      let listed = try place.spinsweep("models", "--json")
      let models = try #require(
        try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [[String: Any]])
      let names = models.compactMap { $0["name"] as? String }
      #expect(names.count > 8)
      for name in names {
        try place.folder.write(
          place.spinsweep("models", name, "--json").output, to: "\(name).json")
      }
      let url = try #require(
        Bundle.module.url(forResource: "units", withExtension: "py", subdirectory: "Reference"))
      let program = try String(contentsOf: url, encoding: .utf8)
      let read = try TestSupport.python(program, names.map { place.folder.path("\($0).json") })
        .run()
      #expect(read.exitCode == 0, "\(read.errors)")
      #expect(read.output == "ok\n")
    }

    @Test("pint quantifies a whole file")
    func quantified() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "keldysh"
        [parameters]
        trajectories = 10
        times = 2
        [[axis]]
        parameter = "electron_temperature"
        values = ["1 K", "4 K"]
        """, to: "job.toml")
      let result = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      try #require(result.exitCode == 0, "\(result.errors)")
      let read = try TestSupport.python(
        """
        import sys, xarray, pint_xarray
        d = xarray.open_dataset(sys.argv[1]).pint.quantify()
        print(d.torque_coefficient.pint.units, d.spin_bias.pint.units)
        """, [place.folder.path("a.h5")]
      ).run()
      #expect(read.exitCode == 0, "\(read.errors)")
      #expect(read.output == "1 / second joule\n")
    }
  }
}
