/// What a picture shows, in stored numbers: independent of the file it came from and of the program
/// that draws it.
package struct Picture: Sendable, Equatable {
  /// What all frames have in common: the coordinates that were chosen.
  package var title: String
  package var x: PlotCoordinate
  /// The second axis of a map; nil for curves.
  package var y: PlotCoordinate?
  package var quantity: PlottedQuantity
  /// What distinguishes the curves of a frame, with one value a curve; nil for a single curve.
  package var curves: PlotCoordinate?
  package var panels: [Panel]
  /// Whether there are bars instead of curves.
  package var hasBars = false
  /// The quantity that is drawn over the other one, as a curve; nil for none.
  package var companion: String?
  /// Whether cells that have sizes of their own have outlines.
  package var showsCells = false
  /// What is drawn gray since it is not to be trusted; nil if everything is.
  package var doubt: String?

  package init(
    title: String = "", x: PlotCoordinate, y: PlotCoordinate? = nil, quantity: PlottedQuantity,
    curves: PlotCoordinate? = nil, panels: [Panel], hasBars: Bool = false,
    companion: String? = nil, doubt: String? = nil, showsCells: Bool = false
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.quantity = quantity
    self.curves = curves
    self.panels = panels
    self.hasBars = hasBars
    self.companion = companion
    self.doubt = doubt
    self.showsCells = showsCells
  }

  /// Whether the cells of the map have sizes of their own.
  var hasCells: Bool { panels.contains { !$0.cells.isEmpty } }

  /// The quantity that is drawn.
  package struct PlottedQuantity: Sendable, Equatable {
    package var name: String
    /// What stands beside the axis.
    package var label: String
    package var unit: String
    package var isLogarithmic: Bool
    /// The numbers that the scale is for; nil for all that are drawn.
    package var range: ClosedRange<Double>?
    /// What a band around a curve means; nil where there is none.
    package var band: String?

    package init(
      name: String, label: String? = nil, unit: String, isLogarithmic: Bool = false,
      range: ClosedRange<Double>? = nil, band: String? = nil
    ) {
      self.name = name
      self.label = label ?? GnuplotText.words(name)
      self.unit = unit
      self.isLogarithmic = isLogarithmic
      self.range = range
      self.band = band
    }
  }

  /// One frame.
  package struct Panel: Sendable, Equatable {
    package var title: String
    /// One array a curve, with a number for each value of x; for a map one array a row, from the
    /// first value of y on.
    package var rows: [[Double]]
    /// Lower and upper ends of the bands; empty where there are none.
    package var low: [[Double]] = []
    package var high: [[Double]] = []
    package var contours: [Contour] = []
    /// The numbers of the companion; empty if there is none.
    package var companion: [Double] = []
    /// The cells of a map that have sizes of their own; `rows` are their numbers then.
    package var cells: [Cell] = []
    /// Which of the numbers are not to be trusted; empty if none is, in any frame.
    package var doubtful: [[Bool]] = []

    package init(
      title: String = "", rows: [[Double]], low: [[Double]] = [], high: [[Double]] = [],
      contours: [Contour] = [], companion: [Double] = [], doubtful: [[Bool]] = [],
      cells: [Cell] = []
    ) {
      self.title = title
      self.rows = rows
      self.low = low
      self.high = high
      self.contours = contours
      self.companion = companion
      self.doubtful = doubtful
      self.cells = cells
    }
  }

  /// A cell of a map, in the stored units of its axes.
  package struct Cell: Sendable, Equatable {
    package var left: Double
    package var right: Double
    package var lower: Double
    package var upper: Double
    package var value: Double

    package init(left: Double, right: Double, lower: Double, upper: Double, value: Double) {
      self.left = left
      self.right = right
      self.lower = lower
      self.upper = upper
      self.value = value
    }
  }

  /// Lines of one level on a map.
  package struct Contour: Sendable, Equatable {
    package var label: String
    package var lines: [[PlanePoint]]
    /// Standard errors of some of its places; none where they are exact.
    package var errors: [ErrorBar] = []

    package init(label: String, lines: [[PlanePoint]], errors: [ErrorBar] = []) {
      self.label = label
      self.lines = lines
      self.errors = errors
    }
  }

  /// A place with its standard errors along both axes.
  package struct ErrorBar: Sendable, Equatable {
    package var place: PlanePoint
    package var x: Double
    package var y: Double

    package init(place: PlanePoint, x: Double, y: Double) {
      self.place = place
      self.x = x
      self.y = y
    }
  }
}

/// A place on a map, in the stored units of its axes.
package struct PlanePoint: Sendable, Equatable {
  package var x: Double
  package var y: Double

  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}
