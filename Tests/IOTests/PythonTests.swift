import TestSupport
import Testing

private let hasPython = pythonHas("h5py", "xarray", "h5netcdf", "netCDF4")

/// What users open the files with.
@Suite(
  .serialized,
  .enabled(if: hasPython, "SPINSWEEP_TEST_PYTHON has no h5py, xarray, h5netcdf and netCDF4"))
struct PythonTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("a.h5")
  }

  /// Runs a program that gets the path of the file and fails by `assert`.
  private func expectPython(_ program: String, location: SourceLocation = #_sourceLocation) throws {
    let result = try python(program, [path]).run()
    #expect(result.exitCode == 0, "\(result.errors)", sourceLocation: location)
    #expect(result.errors == "", sourceLocation: location)
  }

  @Test(arguments: ["h5netcdf", "netcdf4"]) func xarrayShowsNamedCoordinates(engine: String) throws
  {
    try runHelper("write", path, "grid", ["first=29"], ranks: 3)
    try expectPython(
      """
      import sys, warnings, numpy as np, xarray
      warnings.simplefilter("error")
      d = xarray.open_dataset(sys.argv[1], engine="\(engine)")
      assert list(d.data_vars) == ["probability", "moment", "covariance", "bits"], d
      assert set(d.coords) == {"current", "convention", "geometry", "radius", "shape", "component",
                               "other_component", "time"}, d
      assert d.moment.dims == ("current", "convention", "geometry", "time", "component")
      assert d.probability.dims == ("current", "convention", "geometry")
      assert d.radius.dims == ("geometry",) and d.radius.values.tolist() == [1e-8, 2e-8, 4e-8]
      assert d.current.units == "A" and d.current.long_name == "current I"
      assert d.shape.flag_meanings == "circle ellipse"
      assert list(d.shape.flag_values) == [0, 1] and d.shape.dtype == np.int8
      assert d.moment.undefined_where == "the current is zero"
      assert d.probability.source == "Eq. (41)"
      assert d.attrs == {"Conventions": "CF-1.10", "title": "Prüfung µ", "seed": 1 << 60,
                         "ratio": 0.1}, d.attrs
      # Point 8 is (1, 0, 2); values are quantity + element / 1000 + 100 point.
      one = d.moment.sel(current=2e-3, convention=0, geometry=2)
      assert float(one.sel(time=1e-9, component=1)) == 1 + 0.001 * 4 + 800
      # Point 3 failed, point 29 is pending; all others are done.
      gone = np.isnan(d.probability.values.ravel())
      assert np.flatnonzero(gone).tolist() == [3, 10, 17, 24, 29], gone
      assert d.bits.dtype == np.uint8 and int(d.bits[1, 0, 2, 1]) == (3 + 56 + 3) % 251
      """)
  }

  @Test(arguments: ["h5netcdf", "netcdf4"]) func xarrayReadsTheRunGroup(engine: String) throws {
    try runHelper("write", path, "grid", ["first=29"], ranks: 3)
    try expectPython(
      """
      import sys, warnings, numpy as np, xarray
      warnings.simplefilter("error")
      r = xarray.open_dataset(sys.argv[1], engine="\(engine)", group="run")
      assert r.status.dims == ("current", "convention", "geometry"), r
      assert r.status.flag_meanings == "pending done failed"
      status = r.status.values.ravel().tolist()
      assert status == [2 if p % 7 == 3 else 1 for p in range(29)] + [0]
      assert r["rank"].dtype == np.int32 and int(r["rank"].values.ravel()[29]) == -1
      assert np.isnan(r.seconds.values.ravel()[29]) and r.seconds.units == "s"
      assert r.message.dims == r.status.dims
      assert r.message.values.ravel()[2:4].tolist() == ["", "point 3: Δt too large "]
      """)
  }

  @Test func h5pyReadsEverything() throws {
    try runHelper("write", path, "grid")
    try expectPython(
      """
      import sys, h5py
      f = h5py.File(sys.argv[1])
      assert list(f) == ["current", "convention", "geometry", "radius", "shape", "component",
                         "other_component", "time", "probability", "moment", "covariance", "bits",
                         "run"], list(f)
      m = f["run/message"][()].reshape(30, 24)
      assert m[3].tobytes().rstrip(b"\\0").decode() == "point 3: Δt too large "
      def check(name, d):
          if isinstance(d, h5py.Dataset):
              assert d.chunks is None and d.id.get_offset() is not None, name
              if not d.is_scale:
                  for dim in d.dims: assert len(dim) == 1, name
      f.visititems(check)
      kind = f["current"].attrs.get_id("units").get_type()
      assert not kind.is_variable_str() and kind.get_size() == len("A") + 1
      assert kind.get_strpad() == h5py.h5t.STR_NULLTERM and kind.get_cset() == h5py.h5t.CSET_UTF8
      """)
  }

  /// By the formula of docs/file-format.md.
  @Test func checksumsAreAsDocumented() throws {
    try runHelper("write", path, "grid", ["first=29"], ranks: 3)
    try expectPython(
      """
      import sys, h5py, numpy as np
      f = h5py.File(sys.argv[1])
      def mix(z):
          z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
          z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
          return z ^ z >> np.uint64(31)
      points = 30
      words = []
      for name, kind in [("probability", "f"), ("moment", "f"), ("covariance", "f"), ("bits", "u")]:
          values = f[name][()].reshape(points, -1)
          words.append(values.view(np.uint64) if kind == "f" else values.astype(np.uint64))
      w = np.concatenate(words, axis=1)
      i = np.arange(w.shape[1], dtype=np.uint64)
      one = np.uint64(1)
      status = f["run/status"][()].ravel().astype(np.uint64)
      total = ((mix(i + one) | one) * (w ^ w >> np.uint64(32))).sum(axis=1, dtype=np.uint64)
      np.seterr(over="ignore")
      texts = f["run/message"][()].reshape(points, -1)
      for p, text in enumerate(row.tobytes().rstrip(b"\\0") for row in texts):
          m = np.uint64(0)
          for b in text if status[p] == 2 else b"":
              m = mix(m + np.uint64(b) + one)
          total[p] += m
      expected = mix(total + mix(np.arange(points, dtype=np.uint64) + one)) & ~np.uint64(3) | status
      found = f["run/checksum"][()].ravel().view(np.uint64)
      assert (found[:29] == expected[:29]).all() and found[29] == 0
      """)
  }

  /// Attributes of more than 64 KiB live outside the object's header; all readers know that.
  @Test func aLongJobIsReadWhole() throws {
    try runHelper("write", path, "long-job")
    try expectPython(
      """
      import sys, h5py, xarray
      job = ", ".join(f"{i} µA" for i in range(40000))
      assert h5py.File(sys.argv[1]).attrs["job"].decode() == job
      for engine in ("h5netcdf", "netcdf4"):
          assert xarray.open_dataset(sys.argv[1], engine=engine).attrs["job"] == job
      """)
  }

  @Test func aSinglePointHasNoAxes() throws {
    try runHelper("write", path, "point", ranks: 3)
    try expectPython(
      """
      import sys, xarray
      for engine in ("h5netcdf", "netcdf4"):
          d = xarray.open_dataset(sys.argv[1], engine=engine)
          assert d.probability.dims == () and float(d.probability) == 0
          assert d.moment.dims == ("time", "component")
          r = xarray.open_dataset(sys.argv[1], engine=engine, group="run")
          assert int(r.status) == 1
      """)
  }

  @Test func aFileThatIsBeingWrittenIsReadable() throws {
    let running = try helper("hold", path, "grid", ranks: 1).start()
    while try !running.outputSoFar().contains("holding") {
      let isRunning = running.isRunning
      try #require(isRunning)
    }
    try expectPython(
      """
      import sys, h5py, numpy as np
      f = h5py.File(sys.argv[1])
      assert not f["run/status"][()].any() and np.isnan(f["probability"][()]).all()
      """)
    #expect(try checkFile(path, "grid") == 30)
    try folder.write("", to: "a.h5.release")
    #expect(try running.waitUntilExit().exitCode == 0)
  }
}
