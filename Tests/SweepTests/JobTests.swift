import HDF5
import Jobs
import Models
import ResultsStorage
import Testing

@Suite("Jobs")
struct JobTests {
  static let job = """
    title = "a \\"quoted\\" title"
    model = "macrospin"
    seed = 7

    [parameters]
    radius = "40 nm"
    external_field.y = "1 kA/m"
    time_step = "1 ps"
    times = 3

    [[axis]]
    parameter = "bias_voltage"
    from = 0
    to = "2 V"
    points = 5

    [[axis]]
    parameter = "current"
    from = "0.1 mA"
    to = "10 mA"
    points = 3
    spacing = "log"

    [[axis]]
    name = "device"
    parameters = ["thickness", "polarization", "noise_convention"]
    values = [["1.1 nm", [-1, 0, 0], "fokker-planck"], ["2 nm", [0, 0, 1], "stratonovich"]]

    [output]
    file = "x.h5"
    quantities = ["switched", "magnetization_mean"]

    [[expect]]
    quantity = "switched"
    at = { bias_voltage = 0.5, current = "1 mA", device = 1 }
    low = 0
    high = 1000
    source = "none"
    """

  static func plan(
    _ text: String = job, set overrides: [String] = []
  ) throws -> Plan {
    let overrides = try overrides.map { try Override($0) }
    return try Job(text: text, path: "job.toml", overrides: overrides).plan()
  }

  @Test(arguments: [
    ("90", 90), ("90 s", 90), ("30 min", 1800), ("1:30", 90), ("1:30:00", 5400),
    ("1-12:00:00", 129_600), ("36525-00:00:00", 36525 * 86_400), ("36526-00:00:00", nil),
    ("99999999999999-00:00:00", nil), ("9223372036854775807:00:00", nil), ("1e300 h", nil),
    ("-1 s", -1), ("1:-30", nil), ("", nil), ("-", nil), ("1-", nil), ("1:2:3:4", nil),
    // After days come hours, then minutes: not minutes, then seconds.
    ("1-12", 129_600), ("1-12:30", 131_400), ("+1:30", nil),
  ])
  func timesAreRead(text: String, seconds: Double?) {
    #expect(TimeText.seconds(text) == seconds)
  }

  @Test(
    "Slurm's times are read as Slurm reads them",
    arguments: [
      ("90", 5400), ("90:00", 5400), ("1:30:00", 5400), ("1-12", 129_600), ("1-0:30", 88_200),
      ("90 s", 90), ("90min", 5400), ("8h", 28_800), ("1.5", nil), ("1e3", nil), ("soon", nil),
      ("UNLIMITED", nil), ("99999999999999999999", nil),
    ])
  func timesOfSlurm(text: String, seconds: Double?) {
    #expect(TimeText.slurmSeconds(text) == seconds)
  }

  @Test("The job that a file keeps describes the same sweep as the one that made it")
  func roundTrip() throws {
    let plan = try Self.plan()
    let again = try Self.plan(plan.jobText)
    #expect(again.jobText == plan.jobText)
    #expect(try plan.difference(fromJob: plan.jobText, of: "x.h5") == nil)
    #expect(again.expectations.map(\.low) == plan.expectations.map(\.low))
  }

  @Test("Points are numbered in row-major order, and axes hold the values asked for")
  func grid() throws {
    let plan = try Self.plan()
    let layout = plan.layout(Provenance(ranks: 1))
    #expect(plan.pointCount == 30)
    #expect(layout.axes.map(\.name) == ["bias_voltage", "current", "device"])
    #expect(layout.axes[0].values == [0, 0.5, 1, 1.5, 2])
    // The ends are exact; the inner point is one rounding of the power away from 1 mA.
    #expect(layout.axes[1].values.first == 0.1e-3)
    #expect(layout.axes[1].values.last == 10e-3)
    #expect(abs(layout.axes[1].values[1] / 1e-3 - 1) < 4e-16)
    #expect(layout.axes[2].values == [0, 1])
    #expect(
      layout.axes[2].auxiliary.map(\.name) == [
        "thickness", "polarization.x", "polarization.y", "polarization.z", "noise_convention",
      ])
    #expect(
      plan.describe(0)
        == "bias_voltage = 0.0 V, current = 0.0001 A, thickness = 1.1e-09 m, "
        + "polarization = [-1.0, 0.0, 0.0], noise_convention = \"fokker-planck\"")
    #expect(
      plan.describe(29).hasPrefix("bias_voltage = 2.0 V, current = 0.01 A, thickness = 2e-09"))
  }

  @Test(
    "Whatever changes results is found on resuming",
    arguments: [
      ("seed=8", "the seed is 7 in x.h5 and 8 in the job"),
      ("radius=41nm", "parameter 'radius' is 4e-08 in x.h5 and 4.1e-08 in the job"),
      ("axis.current.points=4", "axis 'current' has 3 values in x.h5 and 4 in the job"),
      ("axis.bias_voltage.to=3", "axis 'bias_voltage' has other values in x.h5 than in the job"),
      (
        "output.quantities=[switched]",
        "the quantities are not the same (magnetization_mean)"
      ),
    ])
  func difference(override: String, sentence: String) throws {
    let file = try Self.plan().jobText
    let text =
      override.hasPrefix("axis.bias_voltage") || override.hasPrefix("axis.current")
      ? Self.job.replacing("[[expect]]", with: "[x]") : Self.job
    let changed = String(text.prefix(upTo: text.firstRange(of: "[x]")?.lowerBound ?? text.endIndex))
    let plan = try Self.plan(changed, set: [override])
    #expect(try plan.difference(fromJob: file, of: "x.h5") == sentence)
  }

  @Test("What changes no result does not keep a file from being resumed")
  func harmlessDifference() throws {
    let file = try Self.plan().jobText
    let plan = try Self.plan(set: ["title=other", "output.flush_interval=1 s"])
    #expect(try plan.difference(fromJob: file, of: "x.h5") == nil)
  }

  @Test("A list of lists needs no quotes in --set")
  func nestedList() throws {
    let plan = try Self.plan(set: [
      "axis.device.values=[[1.1nm, [0, 0, 1], fokker-planck], [2 nm,[1,0,0],stratonovich]]"
    ])
    let device = plan.layout(Provenance(ranks: 1)).axes[2]
    #expect(device.auxiliary[0].values == [1.1e-9, 2e-9])
    #expect(device.auxiliary[1].values == [0, 1])
    #expect(device.auxiliary[4].labels == ["fokker-planck", "stratonovich"])
  }

  @Test("A value that an axis has twice is found however long the list is")
  func longList() throws {
    let values = (0..<20_000).map { "\(Double($0 % 19_999))" }.joined(separator: ", ")
    let job = "model = \"macrospin\"\n[[axis]]\nparameter = \"current\"\nvalues = [\(values)]"
    let error = #expect(throws: InputError.self) { try Self.plan(job) }
    #expect(error?.description == "job.toml:4: axis 'current' has the value 0.0 twice")
  }

  @Test("The history of a file is a command that a shell reads back")
  func history() {
    let words = ["spinsweep", "run", "a b.toml", "--set", "current=4 mA", "-o", "it's.h5", ""]
    #expect(
      Provenance(command: words, ranks: 1).command
        == #"spinsweep run 'a b.toml' --set 'current=4 mA' -o 'it'\''s.h5' ''"#)
  }

  @Test("Whole numbers and fractions can be written as people write them")
  func numbers() throws {
    let plan = try Self.plan(
      "model = \"macrospin\"\nseed = 1e3\n[[axis]]\nparameter = \"current\"\nfrom = 0\nto = 1e-3\n"
        + "points = 1e3", set: ["spin_quantum_number=5/2", "trajectories=1e2", "radius=81/2 nm"])
    #expect(plan.pointCount == 1000)
    #expect(plan.job.seed == 1000)
    #expect(plan.jobText.contains("spin_quantum_number = 2.5"))
    #expect(plan.jobText.contains("trajectories = 100\n"))
    #expect(plan.jobText.contains("radius = 4.05e-08  # m"))
  }

  @Test("A direction typed to three digits is a unit vector along it, set, swept or by components")
  func directions() throws {
    let whole = try Self.plan("model = \"macrospin\"", set: ["polarization=[0.7071, 0.7071, 0]"])
    let side = 0.5.squareRoot()
    let stored = try #require(
      whole.jobText.firstMatch(of: /polarization = \[(.+), (.+), 0\.0\]/))
    for text in [stored.1, stored.2] { #expect(abs(try #require(Double(text)) - side) < 2e-16) }
    #expect(try whole.difference(fromJob: whole.jobText, of: "x.h5") == nil)
    #expect(try Self.plan(whole.jobText).jobText == whole.jobText)
    let parts = try Self.plan(
      "model = \"macrospin\"",
      set: ["polarization.x=0.7071", "polarization.y=0.7071", "polarization.z=0"])
    #expect(parts.jobText.contains(String(stored.0)))
    // Components that are swept are settled point by point.
    let swept = try Self.plan(
      """
      model = "macrospin"
      [[axis]]
      name = "direction"
      parameters = ["polarization.x", "polarization.y"]
      values = [[0.7071, 0.7071], [-0.6, 0.8], [0.8003, 0.6]]
      """)
    #expect(swept.pointCount == 3)
    let error = #expect(throws: InputError.self) {
      try Self.plan("model = \"macrospin\"", set: ["polarization=[0.71, 0.71, 0]"])
    }
    #expect(error?.message.contains("has length 1.00409") == true)
  }

  @Test("Options alone make an axis, which takes the place of what the job file sets")
  func axisOfOptions() throws {
    let job = "model = \"macrospin\"\n[parameters]\ntemperature = 4\ntimes = 3\n"
    let plan = try Self.plan(
      job,
      set: [
        "axis.temperature.values=[1K, 4K]", "axis.current.from=-1mA", "axis.current.to=1mA",
        "axis.current.points=3", "axis.repeat.repeat=5",
        "axis.external_field.x.values=[0, 30 kA/m]",
        "axis.device.parameters=[radius,thickness]", "axis.device.values=[[1e-8,1e-9],[2e-8,1e-9]]",
      ])
    let axes = plan.layout(Provenance(ranks: 1)).axes
    #expect(
      axes.map(\.name) == ["temperature", "current", "repeat", "external_field.x", "device"])
    #expect(axes[0].values == [1, 4] && axes[1].values == [-1e-3, 0, 1e-3])
    #expect(axes[2].values == [0, 1, 2, 3, 4] && axes[4].auxiliary.count == 2)
    #expect(try Self.plan(plan.jobText).jobText == plan.jobText)
    // What is set by another option stays a contradiction.
    #expect(throws: InputError.self) {
      try Self.plan(job, set: ["temperature=3", "axis.temperature.values=[1, 4]"])
    }
  }

  @Test("Repetitions are points of their own, and as many as asked for")
  func repetitions() throws {
    let plan = try Self.plan(
      """
      model = "macrospin"
      [[axis]]
      repeat = 10
      name = "repetition"
      [[axis]]
      parameter = "current"
      values = ["1 mA", "2 mA"]
      """)
    #expect(plan.pointCount == 20)
    #expect(plan.describe(5) == "repetition = 2, current = 0.002 A")
    let again = try Self.plan(plan.jobText)
    #expect(again.jobText == plan.jobText)
    #expect(try plan.difference(fromJob: plan.jobText, of: "x.h5") == nil)
    let more = try Self.plan(plan.jobText, set: ["axis.repetition.repeat=11"])
    #expect(
      try more.difference(fromJob: plan.jobText, of: "x.h5")
        == "axis 'repetition' has 10 values in x.h5 and 11 in the job")
  }

  @Test("A density of the current takes its place, fixed or swept, and is no quantity then")
  func currentDensity() throws {
    let job = "model = \"quantum-temperature\"\n"
    let fixed = try Self.plan(job, set: ["current_density=40 MA/cm2", "radius=20nm"])
    #expect(fixed.jobText.contains("current_density = 400000000000.0  # A/m^2"))
    #expect(!fixed.jobText.contains("\ncurrent = "))
    #expect(fixed.quantities.contains { $0.name == "current_density" })
    let swept = try Self.plan(
      job + "[[axis]]\nparameter = \"current_density\"\nvalues = [\"1 MA/cm2\", \"2 MA/cm^2\"]\n")
    #expect(swept.layout(Provenance(ranks: 1)).axes[0].values == [1e10, 2e10])
    #expect(!swept.quantities.contains { $0.name == "current_density" })
    for plan in [fixed, swept] {
      #expect(try Self.plan(plan.jobText).jobText == plan.jobText)
      #expect(try plan.difference(fromJob: plan.jobText, of: "x.h5") == nil)
    }
  }

  @Test("Fields in vacuum may be given as induction, and the other way round")
  func fieldsInVacuum() throws {
    let permeability = 1.25663706212e-6
    func value(_ text: String, _ name: String) throws -> Double {
      let line = text.split(separator: "\n").first { $0.hasPrefix(name + " = ") }
      let words = try #require(line).split(whereSeparator: { " [,".contains($0) })
      return try #require(Double(words[2]))
    }
    let macrospin = try Self.plan("model = \"macrospin\"", set: ["external_field=[30 mT, 0, 0]"])
    #expect(abs(try value(macrospin.jobText, "external_field") * permeability / 30e-3 - 1) < 1e-9)
    let component = try Self.plan("model = \"macrospin\"", set: ["external_field.x=300 G"])
    #expect(
      try value(component.jobText, "external_field") == value(macrospin.jobText, "external_field"))
    let keldysh = try Self.plan("model = \"keldysh\"", set: ["field=500 Oe"])
    #expect(abs(try value(keldysh.jobText, "field") / 0.05 - 1) < 1e-9)
    // Induction is no magnetization: 4 pi M and M differ.
    #expect(throws: InputError.self) {
      try Self.plan("model = \"macrospin\"", set: ["saturation_magnetization=1200 G"])
    }
  }

  @Test("--set reaches parameters, components, axes and output")
  func overrides() throws {
    let plan = try Self.plan(
      "model = \"macrospin\"\n[[axis]]\nparameter = \"current\"\nvalues = [1]",
      set: [
        "temperature=4K", "external_field.z=2 kA/m", "axis.current.values=[1 mA, 2mA, 0.003]",
        "output.file=y.h5", "seed=3", "polarization=[0, 0, 1]",
      ])
    #expect(plan.job.output.file == "y.h5")
    #expect(plan.jobText.contains("temperature = 4.0  # K"))
    #expect(plan.jobText.contains("external_field = [30000.0, 0.0, 2000.0]  # A/m"))
    #expect(plan.jobText.contains("polarization = [0.0, 0.0, 1.0]"))
    #expect(plan.jobText.contains("seed = 3"))
    let layout = plan.layout(Provenance(ranks: 1))
    #expect(layout.axes[0].values == [0.001, 0.002, 0.003])
  }
}

@Suite("Parameters that follow from others")
struct FollowingParameterTests {
  @Test("A stored job leaves them out, so that they follow there too")
  func storedJob() throws {
    let job = """
      model = "scattering"
      [[axis]]
      parameter = "spin_quantum_number"
      values = [0.5, 1, 3]
      """
    let plan = try JobTests.plan(job)
    #expect(!plan.jobText.contains("magnetic_number"))
    #expect(try plan.difference(fromJob: plan.jobText, of: "x.h5") == nil)
    let set = try JobTests.plan(
      job, set: ["axis.spin_quantum_number.values=[1, 3]", "magnetic_number=0"])
    #expect(set.jobText.contains("magnetic_number = 0.0"))
  }
}
