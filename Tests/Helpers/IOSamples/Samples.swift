public import ResultsStorage

/// The layouts that tests write, by name.
public func sampleLayout(_ name: String) -> StoreLayout? {
  switch name {
  case "grid": gridLayout
  case "point": pointLayout
  case "long-job": longJobLayout
  default:
    name.hasPrefix("flat-")
      ? flatLayout(Int(name.dropFirst(5)) ?? 1)
      : name.hasPrefix("wide-")
        ? wideLayout(name.dropFirst(5).split(separator: "-").map { Int($0) ?? 1 }) : nil
  }
}

/// How points are dealt to ranks and written, as options of the helper.
public let sampleManners = [
  [], ["cyclic"], ["scattered"], ["one-rank"], ["independent"], ["independent", "scattered"],
]

private let attributes = [
  StoreAttribute("Conventions", "CF-1.10"), StoreAttribute("title", "Prüfung µ"),
  StoreAttribute("seed", 1 << 60), StoreAttribute("ratio", .real(0.1)),
]

/// Three axes, one of them of coupled parameters and one of choices; quantities with dimensions of
/// their own, and one of bytes.
private let gridLayout = StoreLayout(
  attributes: attributes,
  axes: [
    DimensionLayout(
      name: "current", unit: "A", longName: "current I", values: [1e-3, 2e-3, 4e-3, 8e-3, 16e-3]),
    DimensionLayout(
      name: "convention", unit: "1", longName: "calculus of the noise", values: [0, 1],
      labels: ["fokker-planck", "stratonovich"]),
    DimensionLayout(
      name: "geometry", unit: "1", longName: "radius, thickness", values: [0, 1, 2],
      auxiliary: [
        AuxiliaryCoordinate(
          name: "radius", unit: "m", longName: "radius of the disc", values: [1e-8, 2e-8, 4e-8]),
        AuxiliaryCoordinate(
          name: "shape", unit: "1", longName: "shape of the disc", values: [1, 0, 1],
          labels: ["circle", "ellipse"]),
      ]),
  ],
  dimensions: [
    DimensionLayout(
      name: "component", unit: "1", longName: "component of a vector", values: [0, 1, 2],
      labels: ["x", "y", "z"]),
    DimensionLayout(
      name: "other_component", unit: "1", longName: "second component of a matrix",
      values: [0, 1, 2], labels: ["x", "y", "z"]),
    DimensionLayout(
      name: "time", unit: "s", longName: "time", values: [0, 1e-9, 2e-9, 3e-9]),
  ],
  quantities: [
    QuantityLayout(
      name: "probability", unit: "1", longName: "switching probability", source: "Eq. (41)"),
    QuantityLayout(
      name: "moment", unit: "1", longName: "magnetization", source: "Eq. (1)",
      dimensions: ["time", "component"], undefinedWhere: "the current is zero"),
    QuantityLayout(
      name: "covariance", unit: "1", longName: "covariance", source: "Eq. (2)",
      dimensions: ["component", "other_component"]),
    QuantityLayout(
      name: "bits", unit: "1", longName: "random bits", source: "Eq. (43)", dimensions: ["time"],
      type: .uint8),
  ],
  messageLength: 24)

/// No axes: a single point.
private let pointLayout = StoreLayout(
  attributes: attributes, axes: [], dimensions: gridLayout.dimensions,
  quantities: gridLayout.quantities)

/// A job of more than the 64 KiB that HDF5 keeps in an object's header.
private let longJobLayout = StoreLayout(
  attributes: attributes + [
    StoreAttribute("job", (0..<40_000).map { "\($0) µA" }.joined(separator: ", "))
  ],
  axes: gridLayout.axes, dimensions: gridLayout.dimensions, quantities: gridLayout.quantities)

/// Two axes of about equal length and 15 quantities of one number a point.
private func flatLayout(_ points: Int) -> StoreLayout {
  let inner = max(1, Int(Double(points).squareRoot()))
  func axis(_ name: String, _ count: Int) -> DimensionLayout {
    DimensionLayout(
      name: name, unit: "A", longName: name, values: (0..<count).map { Double($0) })
  }
  return StoreLayout(
    attributes: attributes, axes: [axis("outer", points / inner), axis("inner", inner)],
    quantities: (0..<15).map {
      QuantityLayout(name: "q\($0)", unit: "1", longName: "number \($0)", source: "Eq. (\($0))")
    })
}

/// The value that element `index` of a quantity has at a point: different for all of them, and a
/// whole number below 256 where bytes are stored.
@inlinable
public func sampleValue(quantity: Int, point: Int, index: Int, type: StoredType) -> Double {
  type == .uint8
    ? Double((quantity + 7 * point + 3 * index) % 251)
    : Double(quantity) + 0.001 * Double(index) + 100 * Double(point)
}

/// Every 7th point fails.
@inlinable
public func fails(_ point: Int) -> Bool { point % 7 == 3 }

/// The message of a point that fails.
@inlinable
public func message(of point: Int) -> String { "point \(point): Δt too large for µ" }

extension RecordBatch {
  /// Adds the record of a point.
  @inlinable
  public mutating func appendSample(point: Int, types: [StoredType], failing: Bool = true) {
    if failing && fails(point) {
      append(point: point, status: .failed, seconds: 0.5, message: message(of: point))
      return
    }
    for quantity in quantitySizes.indices {
      let type = types[quantity]
      for index in 0..<quantitySizes[quantity] {
        columns[quantity].append(
          sampleValue(quantity: quantity, point: point, index: index, type: type))
      }
    }
    append(point: point, seconds: 0.25 * Double(point))
  }
}

/// Points with one quantity of many numbers: how many points, and numbers of each.
private func wideLayout(_ extents: [Int]) -> StoreLayout? {
  guard extents.count == 2 else { return nil }
  return StoreLayout(
    axes: [
      DimensionLayout(
        name: "current", unit: "A", longName: "current I", values: (0..<extents[0]).map(Double.init)
      )
    ],
    dimensions: [
      DimensionLayout(
        name: "index", unit: "1", longName: "number in the record",
        values: (0..<extents[1]).map(Double.init))
    ],
    quantities: [
      QuantityLayout(
        name: "values", unit: "1", longName: "numbers", source: "none", dimensions: ["index"])
    ])
}
