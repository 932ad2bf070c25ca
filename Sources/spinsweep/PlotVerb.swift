import Base
import Reports

struct PlotVerb: Verb {
  let name = "plot"
  let summary = "draws a quantity of a result file: curves over one axis, a map over two"
  let file = Shared.file
  let quantity = Operand("QUANTITY", .quantity)
  let x = Option(
    "--x", "AXIS", "horizontal axis: an axis, time, site, …, or a quantity that depends on one",
    completion: .axis)
  let y = Option("--y", "AXIS", "vertical axis of a map", completion: .axis)
  let lines = Option("--lines", "AXIS", "a curve for each value of this axis", completion: .axis)
  let at = Shared.at
  let contour = Option(
    "--contour", "LEVEL[,LEVEL…]",
    "lines on a map: 1K, temperature, quantum_temperature=temperature"
  ).repeated()
  let log = Flag("--log", "logarithmic scale for the quantity")
  let range = Option(
    "--range", "LOW,HIGH", "ends of the quantity's scale: 1e-4,1; all values unless given")
  let sphere = Flag("--sphere", "the path of a vector on a sphere, seen from outside")
  let bars = Flag("--bars", "bars instead of a curve, for counts")
  let cells = Flag("--cells", "outlines of the cells of a refined map")
  let companion = Option(
    "--with", "QUANTITY", "another quantity of the same dimensions and unit, as a black curve",
    completion: .quantity)
  let script = Flag("--script", "write OUT.gp and OUT.dat for gnuplot instead of the picture")
  let output = Shared.output("OUT.svg|.png|.pdf", "the picture (required; replaced)")
    .required("a picture to draw: -o OUT.svg, .png or .pdf")
  let examples: KeyValuePairs = [
    "spinsweep plot tq_map.h5 quantum_temperature --at temperature=1K -o tq.svg": "a map",
    "spinsweep plot tq_map.h5 quantum_temperature --x current --y temperature "
      + "--at radius=40nm --contour temperature -o boundary.pdf": "where T_Q = T",
    "spinsweep plot tq_map.h5 quantum_temperature --x current --at radius=5nm,10nm,20nm "
      + "--at temperature=1K --log -o lines.png": "three curves",
    "spinsweep plot binomial.h5 switched_histogram --x k --bars --with expected_histogram "
      + "-o law.svg": "a histogram with its law",
    "spinsweep plot keldysh_trajectories.h5 moment_mean --sphere -o path.svg": "a path in space",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    var request = PlotRequest(
      path: arguments[\.file], quantity: arguments[\.quantity], output: arguments[\.output])
    request.x = arguments[\.x]
    request.y = arguments[\.y]
    request.lines = arguments[\.lines]
    request.selections = arguments[\.at]
    request.contours = arguments[\.contour]
    request.isSphere = arguments[\.sphere]
    request.hasBars = arguments[\.bars]
    request.companion = arguments[\.companion]
    request.isLogarithmic = arguments[\.log]
    request.range = arguments[\.range]
    request.showsCells = arguments[\.cells]
    let plot = try Plot(request)
    if arguments[\.script] {
      let (script, data) = try plot.writeScript()
      try Output.print("\(script) and \(data): `gnuplot \(script)` draws \(request.output)\n")
    } else {
      try plot.draw()
    }
    for note in plot.notes { Output.printError("spinsweep: note: \(note)\n") }
    return .done
  }
}
