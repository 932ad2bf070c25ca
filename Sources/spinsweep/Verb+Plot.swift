import Jobs
import Reports
import Scheduler

extension Verb {
  static let plot = Verb(
    name: "plot",
    summary: "draws a quantity of a result file: curves over one axis, a map over two",
    operands: ["FILE", "QUANTITY"],
    options: [
      Option(
        name: "--x", value: "AXIS",
        meaning: "horizontal axis: an axis, time, site, …, or a quantity that depends on one"),
      Option(name: "--y", value: "AXIS", meaning: "vertical axis of a map"),
      Option(name: "--lines", value: "AXIS", meaning: "a curve for each value of this axis"),
      atOption,
      Option(
        name: "--contour", value: "LEVEL[,LEVEL…]",
        meaning: "lines on a map: 1K, temperature, quantum_temperature=temperature",
        isRepeatable: true),
      Option(name: "--log", value: nil, meaning: "logarithmic scale for the quantity"),
      Option(
        name: "--script", value: nil,
        meaning: "write OUT.gp and OUT.dat for gnuplot instead of the picture"),
      Option(
        name: "--output", value: "OUT.svg|.png|.pdf", meaning: "the picture (required; replaced)"),
    ],
    examples: [
      ("spinsweep plot tq_map.h5 quantum_temperature --at temperature=1K -o tq.svg", "a map"),
      (
        "spinsweep plot tq_map.h5 quantum_temperature --x current --y temperature "
          + "--at radius=40nm --contour temperature -o boundary.pdf",
        "where T_Q = T"
      ),
      (
        "spinsweep plot tq_map.h5 quantum_temperature --x current --at radius=5nm,10nm,20nm "
          + "--at temperature=1K --log -o lines.png", "three curves"
      ),
    ]
  ) { arguments throws(CommandError) in
    guard let output = arguments.value("--output") else {
      throw .input("'spinsweep plot' needs a picture to draw: -o OUT.svg, .png or .pdf")
    }
    var request = PlotRequest(
      path: arguments.operands[0], quantity: arguments.operands[1], output: output)
    request.x = arguments.value("--x")
    request.y = arguments.value("--y")
    request.lines = arguments.value("--lines")
    request.selections = arguments.values("--at")
    request.contours = arguments.values("--contour")
    request.isLogarithmic = arguments.has("--log")
    let plot: Plot
    do throws(InputError) { plot = try Plot(request) } catch { throw .input("\(error)") }
    do throws(PlotFailure) {
      if arguments.has("--script") {
        let (script, data) = try plot.writeScript()
        Output.print("\(script) and \(data): `gnuplot \(script)` draws \(output)\n")
      } else {
        try plot.draw()
      }
    } catch {
      switch error {
      case .input(let mistake): throw .input("\(mistake)")
      case .drawing(let failure): throw .failure("\(failure)")
      }
    }
    for note in plot.notes { Output.printError("spinsweep: note: \(note)\n") }
    return .done
  }
}
