import TestSupport
import Testing

extension CommandTests {
  /// What users keep in a result file beside the results.
  @Suite("Own data in a result file")
  struct OwnData {
    private static let job = """
      model = "quantum-temperature"
      [[axis]]
      parameter = "current"
      from = "1 mA"
      to = "2 mA"
      points = 5
      [[axis]]
      parameter = "temperature"
      values = [1, 4, 300]
      """

    /// What is added: its name, and Python in which `f` is the file opened by h5py.
    private static let added = [
      ("my_fit", "f['my_fit'] = [1., 2, 3, 4, 5]"),
      ("chi2", "f['chi2'] = 3.0"),
      (
        "fit",
        "d = f.create_dataset('fit', data=np.ones(5)); d.dims[0].attach_scale(f['current'])"
      ),
      ("note", "f['note'] = 'looks fine'"),
      ("run/note", "f['run/note'] = [b'a', b'b']"),
      ("mine", "f['mine/deep/value'] = 1"),
      ("nowhere", "f['nowhere'] = h5py.SoftLink('/gone')"),
      ("again", "f['again'] = f['quantum_temperature']"),
      ("empty", "f['empty'] = h5py.Empty('f8')"),
      ("huge", "f.create_dataset('huge', (1 << 40, 1 << 22), 'f8', chunks=(1, 1024))"),
      (
        "scale",
        "f['scale'] = [1., 2, 3]; f['scale'].make_scale('current'); "
          + "f['scale'].attrs['source'] = 'me'; f.attrs['words'] = ['a', 'bc']"
      ),
      (
        "twice",
        """
        f.close()
        d = xarray.open_dataset(path).load(); d.close()
        with xarray.set_options(keep_attrs=True): d["twice"] = 2 * d.quantum_temperature
        d[["twice"]].to_netcdf(path, mode="a", engine="h5netcdf")
        """
      ),
      (
        "by_netcdf",
        """
        f.close()
        with netCDF4.Dataset(path, "a") as n:
            n.createVariable("by_netcdf", "f8", ("current",))[:] = 1
        """
      ),
    ]

    private func edit(_ program: String, _ place: Workplace) throws {
      let head = "import sys, h5py, netCDF4, numpy as np, xarray\npath = sys.argv[1]\n"
      let result = try TestSupport.python(
        head + "f = h5py.File(path, 'r+')\n" + program + "\nif f: f.close()",
        [place.folder.path("r.h5")]
      ).run()
      try #require(result.exitCode == 0, "\(result.errors)")
    }

    @Test("It is left alone and listed, and changes nothing else", arguments: added)
    func additions(name: String, program: String) throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let made = try place.spinsweep("run", "job.toml", "-o", "r.h5", "--progress", "none")
      #expect(made.exitCode == 0, "\(made.errors)")
      let table = try place.spinsweep("show", "r.h5", "quantum_temperature", "--csv").output
      try edit(program, place)

      for report in ["show", "status"] {
        let result = try place.spinsweep(report, "r.h5")
        #expect(result.exitCode == 0, "\(result.errors)")
        let row = try #require(result.lines.first { $0.hasPrefix("not of this job") })
        #expect(row.hasSuffix("  \(name)"), "\(row)")
      }
      #expect(
        try place.spinsweep("show", "r.h5", "quantum_temperature", "--csv").output == table)
      let own = try place.spinsweep("show", "r.h5", name)
      #expect(own.exitCode == 2)
      #expect(
        own.errors
          == "spinsweep: '\(name)' in 'r.h5' is not of this job: somebody has added it, and "
          + "programs such as h5py or xarray read it\n")

      // With every point to be computed again, so that the file is written, too.
      try edit("f['run/status'][...] = 0", place)
      let resumed = try place.spinsweep(
        ranks: 2, "run", "job.toml", "-o", "r.h5", "--resume", "--progress", "none")
      #expect(resumed.exitCode == 0, "\(resumed.errors)")
      #expect(
        try place.spinsweep("show", "r.h5", "quantum_temperature", "--csv").output == table)
      #expect(try place.spinsweep("verify", "r.h5").exitCode == 0)
      let merged = try place.spinsweep("merge", "r.h5", "-o", "m.h5")
      #expect(merged.exitCode == 0, "\(merged.errors)")
      #expect(
        try place.spinsweep("show", "m.h5", "quantum_temperature", "--csv").output == table)
      // It is still there; a dangling link is a name.
      try edit("assert '\(name)' in f or f.get('\(name)', getlink=True)", place)
    }

    /// What is taken away or replaced, and the end of the one sentence that tells it.
    private static let lost = [
      (
        "f['quantum_temperature'].dims[0].detach_scale(f['current'])",
        "dimension 0 of 'quantum_temperature' has no coordinates"
      ),
      (
        "del f['quantum_temperature']", "its quantity 'quantum_temperature' has been removed"
      ),
      ("f.move('current', 'I')", "its axis 'current' has been removed"),
      (
        "del f['quantum_temperature']; f['quantum_temperature'] = np.zeros((5, 3), 'f4')",
        "'quantum_temperature' has been replaced by something of another type or extent"
      ),
      (
        """
        del f['quantum_temperature']
        d = f.create_dataset('quantum_temperature', data=np.zeros((5, 3), 'f4'))
        d.dims[0].attach_scale(f['current']); d.dims[1].attach_scale(f['temperature'])
        """,
        "'quantum_temperature' has been replaced by something of another type or extent"
      ),
      (
        "del f['run/status']; f['run/status'] = h5py.Empty('u1')", "'status' holds no value"
      ),
      (
        "del f['temperature']; f.create_group('temperature')",
        "its axis 'temperature' is no array any more"
      ),
      ("f['temperature'][1] = 5", "its coordinates are not what was written"),
      (
        // What h5py stores has no checksum over its address, unlike what the program stores.
        """
        r = f['run/rank'][...]; del f['run/rank']; f['run/rank'] = r
        f.flush(); place = f['run/rank'].id.get_offset(); f.close()
        data = open(path, 'rb').read(); old = place.to_bytes(8, 'little')
        assert data.count(old) == 1
        open(path, 'wb').write(data.replace(old, (place + 10**9).to_bytes(8, 'little')))
        """,
        "'rank' is not where the file says that it is"
      ),
    ]

    @Test("What was taken away or replaced is told in a sentence by every verb", arguments: lost)
    func losses(program: String, ending: String) throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      _ = try place.spinsweep("run", "job.toml", "-o", "r.h5", "--progress", "none")
      try edit(program, place)
      for verb in [
        ["show", "r.h5"], ["show", "r.h5", "quantum_temperature"], ["status", "r.h5"],
        ["verify", "r.h5"], ["merge", "r.h5", "-o", "m.h5"],
        ["run", "job.toml", "-o", "r.h5", "--resume", "--progress", "none"],
      ] {
        let result = try place.command(verb).run()
        #expect(result.exitCode == 2)
        #expect(
          result.errors.hasSuffix("r.h5 is damaged: \(ending)\n"), "\(verb): \(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1)
      }
    }

    @Test("A file that was compressed is read, and told apart when it is to be continued")
    func compressed() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      _ = try place.spinsweep("run", "job.toml", "-o", "r.h5", "--progress", "none")
      let table = try place.spinsweep("show", "r.h5", "quantum_temperature", "--csv").output
      let packed = try Command(
        ["h5repack", "-f", "GZIP=4", "r.h5", "p.h5"], in: place.folder
      ).run()
      try #require(packed.exitCode == 0, "\(packed.errors)")
      #expect(
        try place.spinsweep("show", "p.h5", "quantum_temperature", "--csv").output == table)
      let resumed = try place.spinsweep("run", "job.toml", "-o", "p.h5", "--resume")
      #expect(resumed.exitCode == 2)
      #expect(resumed.errors.contains("in chunks or compressed"), "\(resumed.errors)")
      let unpacked = try Command(
        ["h5repack", "-f", "NONE", "-l", "CONTI", "p.h5", "u.h5"], in: place.folder
      ).run()
      try #require(unpacked.exitCode == 0, "\(unpacked.errors)")
      let again = try place.spinsweep("run", "job.toml", "-o", "u.h5", "--resume")
      #expect(again.exitCode == 0, "\(again.errors)")
    }
  }
}
