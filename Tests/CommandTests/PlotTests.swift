import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Pictures")
  struct Pictures {
    /// A map and ensembles with time series, computed.
    private func computed(_ jobs: String...) throws -> Workplace {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "map.toml")
      try place.folder.write(TestJob.ensembles, to: "ensembles.toml")
      for job in jobs {
        let result = try place.spinsweep("run", "\(job).toml")
        #expect(result.exitCode == 0, "\(result.errors)")
      }
      return place
    }

    private func bytes(_ place: Workplace, _ name: String) throws -> [UInt8] {
      Array(try Data(contentsOf: place.folder.url.appendingPathComponent(name)))
    }

    @Test("A map in all three formats, with its axes, units, colors and contours")
    func map() throws {
      let place = try computed("map")
      for format in ["svg", "png", "pdf"] {
        let result = try place.spinsweep(
          "plot", "map.h5", "quantum_temperature", "--x", "current", "--y", "temperature",
          "--at", "radius=40nm", "--at", "thickness=1.1nm", "--contour", "temperature,0.5K",
          "-o", "a.\(format)")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.errors.isEmpty)
      }
      let texts = try place.python("svg_texts", "a.svg").split(separator: "\n").map(String.init)
      for text in [
        "current I (mA)", "temperature T (K)", "quantum temperature TQ (K)", "500 mK",
        "a", "radius = 40 nm, thickness = 1.1 nm", "a: quantum temperature = temperature",
      ] {
        #expect(texts.contains(text), "no '\(text)' in \(texts)")
      }
      let png = try bytes(place, "a.png")
      #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
      // Width in the header: 8.6 cm at 300 pixels an inch.
      #expect(png[16..<20].reduce(0) { $0 << 8 | Int($1) } == 1016)
      #expect(png.suffix(8) == [0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
      let pdf = String(decoding: try bytes(place, "a.pdf"), as: UTF8.self)
      #expect(pdf.hasPrefix("%PDF-"))
      #expect(pdf.hasSuffix("%%EOF\n"))
      #expect(
        try place.folder.names().filter { $0.hasPrefix("a.") } == ["a.pdf", "a.png", "a.svg"])
    }

    @Test("What is computed after reflections are back is drawn gray and dashed, and told")
    func doubtful() throws {
      let place = try Workplace()
      let job = """
        model = "spin-chain"
        [parameters]
        sites = 60
        layer_start = 30
        layer_spins = 1
        packet_center = 15
        packet_wave_number = 1.5
        end_time = "60 fs"
        times = 61
        """
      try place.folder.write(job, to: "job.toml")
      #expect(try place.spinsweep("run", "job.toml", "-o", "a.h5").exitCode == 0)
      let limit = try Double(
        place.spinsweep("show", "a.h5", "reflection_time", "--csv").lines.last ?? "")
      let end = try #require(limit)
      #expect((1..<59).contains(end))
      for (options, sign) in [
        ([], "gray, dashed: beyond reflection"),
        (["--y", "site"], "gray: beyond reflection"),
      ] {
        let quantity = options.isEmpty ? ["local_spin", "--at", "component=z"] : ["charge_density"]
        let plot = try place.command(
          ["plot", "a.h5"] + quantity + ["--x", "time", "-o", "a.svg", "--script"] + options
        ).run()
        #expect(plot.exitCode == 0, "\(plot.errors)")
        #expect(try place.folder.text("a.gp").contains(sign))
      }
      // In femtoseconds, as drawn: trusted numbers end where doubtful ones begin.
      let plot = try place.spinsweep(
        "plot", "a.h5", "local_spin", "--at", "component=z", "--x", "time", "-o", "b.svg",
        "--script")
      #expect(plot.exitCode == 0)
      let rows = try place.folder.text("b.dat").split(separator: "\n")
        .filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ").compactMap { Double($0) } }
      #expect(rows.count == 61 && rows.allSatisfy { $0.count == 3 })
      #expect(rows.allSatisfy { $0[1].isNaN == ($0[0] > end) })
      #expect(rows.count { !$0[2].isNaN } == rows.count { $0[0] > end } + 1)
    }

    @Test("Curves with bands, a legend and gaps where points are missing")
    func curves() throws {
      let place = try computed()
      let stopped = try place.spinsweep(
        "run", "ensembles.toml", "-o", "part.h5", "--stop-after", "30")
      #expect(stopped.exitCode == 75)
      let result = try place.spinsweep("plot", "part.h5", "switching_probability", "-o", "a.svg")
      #expect(result.exitCode == 0, "\(result.errors)")
      let texts = try place.python("svg_texts", "a.svg").split(separator: "\n").map(String.init)
      for text in [
        "switching probability P", "bias voltage Vb (V)", "temperature T (K)", "300",
        "bands: 95 % Wilson interval",
      ] {
        #expect(texts.contains(text), "no '\(text)' in \(texts)")
      }
      let script = try place.spinsweep(
        "plot", "part.h5", "switching_probability", "-o", "b.svg", "--script")
      #expect(script.output == "b.gp and b.dat: `gnuplot b.gp` draws b.svg\n")
      #expect(try place.folder.text("b.dat").contains(" NaN NaN NaN\n"))
    }

    @Test("A time series, by component, at chosen points")
    func timeSeries() throws {
      let place = try computed("ensembles")
      let result = try place.spinsweep(
        "plot", "ensembles.h5", "magnetization_mean", "--x", "time", "--lines", "component",
        "--at", "bias_voltage=2V", "--at", "temperature=1K,300K", "-o", "a.svg")
      #expect(result.exitCode == 0, "\(result.errors)")
      let texts = try place.python("svg_texts", "a.svg").split(separator: "\n").map(String.init)
      for text in [
        "time t (ns)", "magnetization mean ⟨m⟩", "component", "x", "z", "bias voltage = 2 V",
        "temperature = 1 K", "temperature = 300 K", "bands: standard error",
      ] {
        #expect(
          texts.contains(text) || texts.contains { $0.contains(text) }, "no '\(text)' in \(texts)")
      }
    }

    @Test("Standard errors that are all zero make no bands")
    func noBands() throws {
      let place = try Workplace()
      try place.folder.write(
        "model = \"spin-valve\"\n[parameters]\nlayer_spins = 1\nend_time = \"20 fs\"\ntimes = 5\n",
        to: "valve.toml")
      #expect(try place.spinsweep("run", "valve.toml").exitCode == 0)
      let result = try place.spinsweep("plot", "valve.h5", "purity", "--x", "time", "-o", "a.svg")
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(try !place.python("svg_texts", "a.svg").contains("bands"))
    }

    @Test("The script draws the same picture by hand, from its own folder")
    func script() throws {
      let place = try computed("map")
      let request = [
        "plot", "map.h5", "quantum_temperature", "--x", "current", "--at", "geometry=1", "--log",
        "-o", "a.svg",
      ]
      #expect(try place.command(request).run().exitCode == 0)
      let direct = try bytes(place, "a.svg")
      try FileManager.default.removeItem(atPath: place.folder.path("a.svg"))
      #expect(try place.command(request + ["--script"]).run().exitCode == 0)
      #expect(try Command(["gnuplot", "a.gp"], in: place.folder).run().exitCode == 0)
      #expect(try bytes(place, "a.svg") == direct)
    }

    @Test(
      "Without gnuplot, or where it fails, one sentence, exit code 1, and the old picture stays")
    func noGnuplot() throws {
      let place = try computed("map")
      try place.folder.write("old", to: "a.svg")
      func plot(_ path: String, _ options: String...) throws -> CommandResult {
        let words =
          [Workplace.program, "plot", "map.h5", "current_density", "-o", "a.svg"] + options
        return try Command(
          ["sh", "-c", "PATH=\(path) exec \"$@\"", "sh"] + words, in: place.folder
        ).run()
      }
      let missing = try plot("/nowhere")
      #expect(missing.exitCode == 1)
      #expect(
        missing.errors
          == "spinsweep: gnuplot draws the pictures, and is not installed (Debian package "
          + "gnuplot-nox); --script writes what it would draw, for another machine\n")
      try place.folder.write(
        "#!/bin/sh\necho 'line 7: no such terminal' >&2\nexit 1\n", to: "gnuplot")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: place.folder.path("gnuplot"))
      let failing = try plot(place.folder.url.path)
      #expect(failing.exitCode == 1)
      #expect(
        failing.errors
          == "spinsweep: gnuplot could not draw the picture: line 7: no such terminal\n")
      #expect(try place.folder.text("a.svg") == "old")
      #expect(try plot("/nowhere", "--script").exitCode == 0)
      #expect(try !place.folder.names().contains { $0.contains("tmp") })
    }

    @Test("A contour that is nowhere is told of")
    func nowhere() throws {
      let place = try computed("map")
      let result = try place.spinsweep(
        "plot", "map.h5", "quantum_temperature", "--x", "current", "--y", "temperature", "--at",
        "geometry=0", "--contour", "1kK", "-o", "a.svg")
      #expect(result.exitCode == 0)
      #expect(result.errors == "spinsweep: note: the contour 1000 K is nowhere on this map\n")
    }

    /// What stands behind `plot`, and the sentence it earns.
    private static let mistakes: [([String], String)] = [
      (["map.h5"], "'spinsweep plot' needs a QUANTITY: spinsweep plot FILE QUANTITY [OPTION …]"),
      (
        ["map.h5", "energy_barrier"],
        "'spinsweep plot' needs a picture to draw: -o OUT.svg, .png or .pdf"
      ),
      (
        ["map.h5", "energy_barrier", "-o", "a.pmg"],
        "the picture must be a file .svg, .png or .pdf, not 'a.pmg'; did you mean 'png'?"
      ),
      (
        ["map.h5", "energy_barrier", "-o", "map.h5"],
        "the picture must be a file .svg, .png or .pdf, not 'map.h5'"
      ),
      (
        ["map.h5", "energy_barrier", "-o", "nowhere/a.svg"],
        "the folder of nowhere/a.svg does not exist"
      ),
      (["nowhere.h5", "energy_barrier", "-o", "a.svg"], "nowhere.h5 does not exist"),
      (
        ["map.h5", "energy_barier", "-o", "a.svg"],
        "'map.h5' has no quantity 'energy_barier' (it has energy_barrier, quantum_temperature); "
          + "did you mean 'energy_barrier'?"
      ),
      (
        ["map.h5", "energy_barrier", "--x", "curent", "-o", "a.svg"],
        "--x curent: 'energy_barrier' has no axis 'curent' (it has current, temperature, geometry, "
          + "radius, thickness); did you mean 'current'?"
      ),
      (
        ["map.h5", "energy_barrier", "--at", "temprature=4K", "-o", "a.svg"],
        "--at temprature=4K: 'energy_barrier' has no axis 'temprature' (it has current, "
          + "temperature, "
          + "geometry, radius, thickness); did you mean 'temperature'?"
      ),
      (
        ["map.h5", "energy_barrier", "--at", "temperature", "-o", "a.svg"],
        "--at temperature: expected AXIS=VALUE, such as temperature=4K"
      ),
      (
        ["map.h5", "energy_barrier", "--at", "temperature=4K,5K", "-o", "a.svg"],
        "--at temperature=4K,5K: 'temperature' has no value 5.0; the nearest is 4.0"
      ),
      (
        ["map.h5", "energy_barrier", "--at", "temperature=4m", "-o", "a.svg"],
        "--at temperature=4m: 'temperature' must be a number in K, not '4m'"
      ),
      (
        [
          "map.h5", "energy_barrier", "--at", "radius=20nm", "--at", "thickness=2nm", "-o", "a.svg",
        ],
        "--at radius=20nm --at thickness=2nm: no point has these values of 'geometry' together"
      ),
      (
        ["map.h5", "energy_barrier", "--y", "radius", "-o", "a.svg"],
        "'radius' has equal values, so that a map over it is not clear; draw it over 'geometry' or "
          + "choose values with --at"
      ),
      (
        ["map.h5", "energy_barrier", "--contour", "1J", "-o", "a.svg"],
        "--contour needs a map, over two axes; this picture has one (--x and --y)"
      ),
      (
        [
          "map.h5", "energy_barrier", "--with", "quantum_temperature", "--at", "temperature=1K",
          "--at", "geometry=0", "-o", "a.svg",
        ],
        "--with quantum_temperature: 'quantum_temperature' has other dimensions or another unit "
          + "than 'energy_barrier'"
      ),
      (
        ["map.h5", "quantum_temperature", "--y", "temperature", "--bars", "-o", "a.svg"],
        "--bars and --with are for a single curve a frame; choose values with --at"
      ),
      (
        ["map.h5", "quantum_temperature", "--y", "temperature", "--contour", "4m", "-o", "a.svg"],
        "--contour 4m: expected a level in K or a name, not '4m'"
      ),
      (
        [
          "map.h5", "quantum_temperature", "--y", "temperature", "--contour", "curent", "-o",
          "a.svg",
        ],
        "--contour curent: the file has no quantity or axis 'curent'; did you mean 'current'?"
      ),
      (
        [
          "map.h5", "quantum_temperature", "--y", "temperature", "--contour", "current", "-o",
          "a.svg",
        ],
        "--contour current: 'current' is measured in A, which cannot be compared with K"
      ),
      (
        ["map.h5", "energy_barrier", "--range", "1,nine", "-o", "a.svg"],
        "--range 1,nine: expected two numbers in J, the lower one first"
      ),
      (
        ["map.h5", "quantum_temperature", "--range", "0,4K", "--log", "-o", "a.svg"],
        "--range 0,4K: expected two numbers in K, the lower one first and both above zero with "
          + "--log"
      ),
      (
        ["map.h5", "energy_barrier", "--range", "1,9", "-o", "a.svg"],
        "--range 1,9: no value is there; they are from -3.52e-18 to 3.24e-19 J"
      ),
      (
        ["map.h5", "energy_barrier", "--contours", "1", "-o", "a.svg"],
        "unknown option '--contours' of 'spinsweep plot'; did you mean '--contour'?"
      ),
      (
        ["pending.h5", "energy_barrier", "-o", "a.svg"],
        "'energy_barrier' has no finished value here, nothing to draw"
      ),
      (
        ["map.h5", "energy_barrier", "--x", "quantum_temperature", "-o", "a.svg"],
        "--x quantum_temperature: 'quantum_temperature' depends on current and geometry; "
          + "choose one "
          + "of their values with --at"
      ),
      (
        ["pending.h5", "energy_barrier", "--x", "quantum_temperature", "-o", "a.svg"],
        "--x quantum_temperature: 'quantum_temperature' has missing values, so that nothing can be "
          + "drawn over it"
      ),
      (
        ["vectors.h5", "switching_probability", "--x", "mean_magnetization", "-o", "a.svg"],
        "--x mean_magnetization: 'mean_magnetization' has the dimension 'component', which the "
          + "picture does not have"
      ),
      (
        [
          "vectors.h5", "switching_probability", "--y", "temperature", "--contour",
          "mean_magnetization=1", "-o", "a.svg",
        ],
        "--contour mean_magnetization=1: 'mean_magnetization' has other dimensions than "
          + "'switching_probability'"
      ),
      (
        ["vectors.h5", "mean_magnetization", "--sphere", "--x", "time", "-o", "a.svg"],
        "--sphere draws over the components of a vector: only --lines and --at go with it"
      ),
      (
        ["vectors.h5", "switching_probability", "--sphere", "-o", "a.svg"],
        "--sphere: 'switching_probability' is no vector here: --sphere needs all of its components"
      ),
      (
        ["vectors.h5", "mean_magnetization", "--sphere", "--at", "component=x,y", "-o", "a.svg"],
        "--sphere: 'mean_magnetization' is no vector here: --sphere needs all of its components"
      ),
      (
        [
          "vectors.h5", "mean_magnetization", "--sphere", "--at", "temperature=1K", "--at",
          "bias_voltage=0V", "-o", "a.svg",
        ],
        "'mean_magnetization' is a single vector here, no path"
      ),
      (
        ["vectors.h5", "magnetization_mean", "--sphere", "-o", "a.svg"],
        "a sphere has room for 8 paths; choose values of bias_voltage and temperature with --at"
      ),
      (
        ["vectors.h5", "mean_magnetization", "--at", "component=w", "-o", "a.svg"],
        "--at component=w: 'component' has no value 'w' (it has x, y, z); did you mean 'x'?"
      ),
    ]

    @Test("Mistakes are one sentence with exit code 2 and no picture")
    func mistakes() throws {
      let place = try Workplace()
      try place.folder.write(
        TestJob.map + "\n[output]\nquantities = [\"energy_barrier\", \"quantum_temperature\"]\n",
        to: "map.toml")
      #expect(try place.spinsweep("run", "map.toml").exitCode == 0)
      // The square of the magnetization overflows: every point fails.
      let failed = try place.spinsweep(
        "run", "map.toml", "-o", "pending.h5", "--set", "saturation_magnetization=1e200")
      #expect(failed.exitCode == 4)
      try place.folder.write(TestJob.ensembles, to: "ensembles.toml")
      let vectors = try place.spinsweep(
        "run", "ensembles.toml", "-o", "vectors.h5", "--set", "trajectories=1", "--set",
        "axis.bias_voltage.points=2")
      #expect(vectors.exitCode == 0)
      for (arguments, sentence) in Self.mistakes {
        let result = try place.command(["plot"] + arguments).run()
        #expect(result.exitCode == 2, "\(arguments)")
        #expect(result.errors == "spinsweep: \(sentence)\n")
        #expect(result.output.isEmpty)
      }
      #expect(try place.folder.names().allSatisfy { !$0.hasPrefix("a.") })
    }
  }
}
