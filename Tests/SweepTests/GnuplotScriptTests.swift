import Foundation
import HDF5
import Models
import Numerics
import Reports
import ResultsStorage
import Testing

/// Scripts against files of `Reference/plots`, to the letter. After a change that is meant, run
/// with `SPINSWEEP_WRITE_PLOTS=Tests/SweepTests/Reference/plots` and look at what gnuplot draws
/// from them.
@Suite("Scripts for gnuplot")
struct GnuplotScriptTests {
  private static let current = PlotCoordinate(
    name: "current", unit: "A", values: [1e-3, 2e-3, 3e-3])
  private static let temperature = PlotCoordinate(
    name: "temperature", unit: "K", values: [1, 10, 100])

  private static let pictures: [String: (Picture, PictureFormat)] = [
    "curve": (
      Picture(
        title: "temperature = 4 K", x: current,
        quantity: .init(name: "switching_probability", unit: "1", band: "95 % Wilson interval"),
        panels: [
          .init(rows: [[0.1, .nan, 0.3]], low: [[0.05, .nan, 0.25]], high: [[0.15, .nan, 0.35]])
        ]), .svg
    ),
    "curves": (
      Picture(
        x: temperature, quantity: .init(name: "rate", unit: "1/s", isLogarithmic: true),
        curves: PlotCoordinate(name: "spin", unit: "1", values: [0.5, 1]),
        panels: [.init(rows: [[1e9, 2e9, 3e12], [2e9, 4e9, .nan]])]), .pdf
    ),
    "categories": (
      Picture(
        x: PlotCoordinate(
          name: "component", unit: "1", values: [0, 1, 2], labels: ["x", "y", "z"]),
        quantity: .init(name: "moment", unit: "1", band: "standard error"),
        panels: [.init(rows: [[0.1, 0.2, 0.3]], low: [[0, 0.1, 0.2]], high: [[0.2, 0.3, 0.4]])]),
      .png
    ),
    "groups": (
      Picture(
        title: "sensitivity of P",
        x: PlotCoordinate(
          name: "parameter", unit: "1", values: [0, 1],
          labels: ["saturation magnetization", "interfacial anisotropy"], heading: ""),
        quantity: .init(
          name: "sobol_index", label: "Sobol index", unit: "1", band: "95 % of bootstrap samples"),
        curves: PlotCoordinate(
          name: "index", unit: "1", values: [0, 1], labels: ["first order", "total"]),
        panels: [
          .init(
            rows: [[0.6, 0.1], [0.7, 0.3]], low: [[0.5, -0.05], [0.6, 0.2]],
            high: [[0.7, 0.2], [0.8, 0.4]])
        ], hasBars: true), .svg
    ),
    "map": (
      Picture(
        x: current, y: temperature, quantity: .init(name: "quantum_temperature", unit: "K"),
        panels: [
          .init(
            title: "radius = 20 nm", rows: [[0.5, 1, 1.5], [5, .nan, 15], [50, 100, 150]],
            contours: [
              .init(label: "10 K", lines: [[PlanePoint(1e-3, 20), PlanePoint(3e-3, 7)]]),
              .init(label: "1 MK", lines: []),
            ]),
          .init(title: "radius = 40 nm", rows: [[1, 2, 3], [1, 2, 3], [1, 2, 3]]),
        ]), .png
    ),
    "cells": (
      Picture(
        x: current, y: temperature, quantity: .init(name: "switching_probability", unit: "1"),
        panels: [
          .init(
            rows: [[0.2, 0.4, 0.9]],
            contours: [
              .init(
                label: "P = 0.5", lines: [[PlanePoint(1e-3, 20), PlanePoint(3e-3, 7)]],
                errors: [.init(place: PlanePoint(2e-3, 10), x: 1e-4, y: 2)])
            ],
            cells: [
              .init(left: 1e-3, right: 2e-3, lower: 1, upper: 10, value: 0.2),
              .init(left: 2e-3, right: 3e-3, lower: 1, upper: 10, value: 0.4),
              .init(left: 1e-3, right: 3e-3, lower: 10, upper: 100, value: 0.9),
            ])
        ], showsCells: true), .svg
    ),
    "doubtful": (
      Picture(
        x: current,
        quantity: .init(name: "local_spin", unit: "1", band: "standard error"),
        panels: [
          .init(
            rows: [[0.1, 0.2, 0.3]], low: [[0, 0.1, 0.2]], high: [[0.2, 0.3, 0.4]],
            doubtful: [[false, false, true]])
        ], doubt: "beyond trusted_time"), .svg
    ),
    "histogram": (
      Picture(
        x: PlotCoordinate(name: "k", unit: "1", values: [0, 1, 2]),
        quantity: .init(name: "switched_histogram", unit: "1"),
        panels: [.init(rows: [[3, 5, 2]], companion: [2.5, 5, 2.5])], hasBars: true,
        companion: "expected_histogram"), .svg
    ),
    "veil": (
      Picture(
        x: current, y: temperature, quantity: .init(name: "charge_density", unit: "1"),
        panels: [
          .init(
            rows: [[1, 2, 3], [1, 2, 3], [1, 2, 3]],
            doubtful: [[false, true, true], [true, false, true], [false, false, false]])
        ], doubt: "beyond reflection_time"), .png
    ),
    "signs": (
      Picture(
        x: current, y: PlotCoordinate(name: "site", unit: "1", values: [1, 2]),
        quantity: .init(name: "spin_density", unit: "1"),
        panels: [.init(rows: [[-0.5, 0, 0.25], [0.5, 0.1, -0.1]])]), .svg
    ),
  ]

  @Test("A picture gives the script of the reference", arguments: pictures.keys.sorted())
  func golden(name: String) throws {
    let (picture, format) = try #require(Self.pictures[name])
    try compare(
      GnuplotScript(picture, format: format, output: "\(name).\(format.rawValue)"), name)
  }

  private func compare(_ script: GnuplotScript, _ name: String) throws {
    if let folder = ProcessInfo.processInfo.environment["SPINSWEEP_WRITE_PLOTS"] {
      try Data(script.text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).gp"))
    }
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "gp", subdirectory: "Reference/plots"))
    let expected = try String(contentsOf: url, encoding: .utf8)
    #expect(script.text == expected)
  }

  private static let spheres: [String: (SpherePicture, PictureFormat)] = [
    // From near −z to +z, half a turn on: over the front.
    "sphere": (
      SpherePicture(
        title: "electrons = 150000", label: "mean of the moment ⟨m⟩",
        paths: [
          [
            Vector3(0.2, 0.1, -0.95), Vector3(0.6, 0.6, -0.5), Vector3(-0.2, 0.9, 0.3),
            Vector3(-0.5, -0.3, 0.8), Vector3(.nan, .nan, .nan), Vector3(0, 0, 1),
          ]
        ]), .svg
    ),
    "spheres": (
      SpherePicture(
        label: "local_spin",
        curves: PlotCoordinate(name: "spin", unit: "1", values: [1, 2]),
        paths: [
          [Vector3(2, 0, 0), Vector3(0, 2, 0), Vector3(-2, 0, 0)],
          [Vector3(2, 0, 0), Vector3(0, -2, 0), Vector3(-2, 0, 0)],
        ], doubtful: [[false, false, true], [false, false, false]], doubt: "beyond trusted_time"),
      .png
    ),
  ]

  @Test("Paths on a sphere give the script of the reference", arguments: spheres.keys.sorted())
  func goldenSpheres(name: String) throws {
    let (picture, format) = try #require(Self.spheres[name])
    try compare(
      GnuplotScript(picture, format: format, output: "\(name).\(format.rawValue)"), name)
  }

  /// What is on the far side is dashed and nothing else: every point is in one of three columns,
  /// within the circle of the outline.
  @Test("Each point of a path is drawn once, within the outline")
  func sphereColumns() throws {
    for (picture, _) in Self.spheres.values {
      let script = GnuplotScript(picture, format: .svg, output: nil)
      let blocks = script.data.components(separatedBy: "\n\n\n")
      #expect(blocks.count >= 1 + picture.paths.count)
      for (path, block) in zip(picture.paths, blocks.dropFirst()) {
        let rows = block.split(separator: "\n").filter { !$0.hasPrefix("#") }
          .map { $0.split(separator: " ").map { Double($0) ?? .nan } }
        #expect(rows.count == path.count)
        for (row, vector) in zip(rows, path) {
          let heights = row.dropFirst().filter(\.isFinite)
          #expect(heights.count == (vector.norm.isFinite ? 1 : 0))
          guard let height = heights.first else { continue }
          #expect(row[0] * row[0] + height * height < 1 + 1e-5)
        }
      }
    }
  }

  @Test("With a file of its own, the numbers are not in the script")
  func separateData() throws {
    let (picture, format) = try #require(Self.pictures["curve"])
    let script = GnuplotScript(picture, format: format, output: "a.svg", dataFile: "it's.dat")
    #expect(!script.text.contains("$data"))
    #expect(script.text.contains("'it''s.dat' index 0 using 1:2"))
    #expect(script.data.contains("\n1 0.1 0.05 0.15\n2 NaN NaN NaN\n"))
  }

  @Test("A large even map is one image, others are boxes")
  func image() {
    let even = PlotCoordinate(name: "x", unit: "1", values: (0..<200).map(Double.init))
    let odd = PlotCoordinate(name: "y", unit: "1", values: (0..<200).map { Double($0 * $0) })
    func script(_ y: PlotCoordinate) -> String {
      GnuplotScript(
        Picture(
          x: even, y: y, quantity: .init(name: "q", unit: "1"),
          panels: [.init(rows: .init(repeating: even.values, count: 200))]), format: .png,
        output: "a.png"
      ).text
    }
    #expect(script(even).contains("with image"))
    #expect(script(odd).contains("with boxxyerror"))
  }
}
