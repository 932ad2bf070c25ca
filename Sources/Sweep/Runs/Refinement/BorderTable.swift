import Borders
import Models
import ResultsStorage

/// The border as the file has it: the group `contour`.
struct BorderTable {
  let table: StoredTable

  /// One that was read, as it is to be written again: the names of its dimensions are not read.
  init(_ stored: StoredTable) {
    var table = stored
    for index in table.columns.indices {
      let across = table.columns[index].across
      table.columns[index].dimension = across == nil ? "vertex" : "triangle"
      table.columns[index].across = across.map { .init("corner", count: $0.count) }
    }
    self.table = table
  }

  init(_ plan: Plan, _ planned: PlannedRefinement, _ border: RefinedBorder) {
    let axes = plan.layout(Provenance(ranks: 1)).axes
    let refined = axes[planned.axis].auxiliary
    let dimension = "vertex"
    var columns: [StoredTable.Column] = []
    for (axis, numbers) in zip(refined, border.columns) {
      columns.append(
        .init(
          axis.name, unit: axis.unit, longName: axis.longName, comment: axis.comment,
          dimension: dimension, .numbers(numbers)))
    }
    var stride = planned.combinations
    for (index, axis) in axes.enumerated() where index != planned.axis {
      let count = axis.values.count
      stride /= count
      let own = AuxiliaryCoordinate(
        name: axis.name, unit: axis.unit, longName: axis.longName, comment: axis.comment,
        values: axis.values)
      for column in [own] + axis.auxiliary {
        let numbers = border.functions.map { [stride] in column.values[$0 / stride % count] }
        columns.append(
          .init(
            column.name, unit: column.unit, longName: column.longName, comment: column.comment,
            dimension: dimension, .numbers(numbers)))
      }
    }
    columns.append(
      .init(
        "contour_piece", longName: "number of the connected piece", dimension: dimension,
        .indices(border.pieces.map { Int32($0) })))
    if !border.errors.isEmpty {
      columns.append(
        .init(
          "contour_error", longName: "standard error of the border",
          comment: "perpendicular to the border, as a part of the ranges of the axes",
          dimension: dimension, .numbers(border.errors)))
      for (axis, numbers) in zip(refined, border.errorColumns) {
        columns.append(
          .init(
            "contour_error_\(axis.name)", unit: axis.unit,
            longName: "standard error of the border along \(axis.name)",
            comment: "what contour_error is of \(axis.name)", dimension: dimension,
            .numbers(numbers)))
      }
    }
    if planned.coarseAxes.count == 3 {
      columns.append(
        .init(
          "contour_triangle", longName: "vertices of a triangle of the border",
          dimension: "triangle", across: .init("corner", count: 3),
          .indices(border.triangles.flatMap { [$0.x, $0.y, $0.z] })))
    }
    table = StoredTable(
      RefinedAxis.border, comment: "where \(planned.words)", columns: columns)
  }
}
