/// Where a function of two or three parameters crosses zero, found by halving cells of a coarse
/// grid.
///
/// Points are asked for in rounds. Each round is a function of the values at all points before, so
/// whoever has those goes on where another has stopped. Cells are halved once wherever they have
/// to be, then twice, and so on: a cell may be found late, by a finer neighbor. So a deeper
/// refinement, and one of more points, begins with the rounds of a shallower one.
///
/// In two dimensions, where values have no noise, the border is first found on the sides of the
/// cells (`BorderRoot`). A curve through these places predicts where the border is in the middle of
/// each cell; one point there tells whether it is. Cells in which it is are not halved any more, so
/// the cells become as small as the border is bent, and no smaller. In three dimensions, and
/// with noise, all cells are halved through which the border may pass.
package struct Refinement: Sendable {
  /// What a refinement is asked for.
  package struct Settings: Sendable, Equatable {
    /// Two or three.
    package var axes: [RefinementAxis]
    /// How often a cell may be halved.
    package var depth: Int
    /// The most points.
    package var mostPoints: Int
    /// How exactly the border is to be known, as a part of the axes; 0: all cells on it are halved
    /// as often as they may be.
    package var tolerance: Double
    /// Number of functions, whose cells are the same: one for each point of the other axes.
    package var functions: Int
    /// Whether values scatter.
    package var isNoisy: Bool

    package init(
      axes: [RefinementAxis], depth: Int, mostPoints: Int, tolerance: Double, functions: Int = 1,
      isNoisy: Bool = false
    ) {
      self.axes = axes
      self.depth = depth
      self.mostPoints = mostPoints
      self.tolerance = tolerance
      self.functions = functions
      self.isNoisy = isNoisy
    }
  }

  /// Values at all points so far.
  package struct Values: Sendable {
    /// For each function its values, which are negative on one side of the border; NaN where there
    /// is none.
    package var numbers: [[Double]]
    /// Their standard errors; empty without noise.
    package var errors: [[Double]]

    package init(numbers: [[Double]], errors: [[Double]] = []) {
      self.numbers = numbers
      self.errors = errors
    }
  }

  /// What comes next.
  package enum Round: Sendable, Equatable {
    /// So many points more, at the end of `points`, are to be computed.
    case points(Int)
    /// Nothing; or nothing that `mostPoints` allows.
    case finished(isLimited: Bool)
  }

  typealias Place = SIMD3<Int32>

  /// A cell: its corner at the lowest places, and how often it was halved.
  struct Cell: Sendable {
    let origin: Place
    let level: Int
    var isHalved = false

    /// Length of its sides, in places.
    var size: Int32 { RefinementAxis.unit >> Int32(level) }
  }

  /// A side of cells, for one of the functions.
  struct Side: Hashable, Sendable {
    let origin: Place
    let axis: Int
    let size: Int32
    let function: Int
  }

  /// A point that was asked for to see whether a predicted border is right.
  struct Check: Sendable {
    let point: Int
    /// As parts of the axes.
    var place: SIMD2<Double>
    var isRight = false
  }

  struct CellOfFunction: Hashable, Sendable {
    let cell: Int
    let function: Int
  }

  let settings: Settings
  /// How often cells are halved now.
  private(set) var depth = 0
  package private(set) var points: RefinedPoints
  private(set) var cells: [Cell] = []
  /// Points that are corners of cells.
  private(set) var corners: [Place: Int] = [:]
  private var known: [SIMD3<Double>: Int] = [:]
  var roots: [BorderRoot] = []
  /// The side that each root was found on.
  var rootSides: [Side] = []
  var rootOfSide: [Side: Int] = [:]
  var checks: [CellOfFunction: Check] = [:]
  var rootsInWork: [(root: Int, point: Int, place: Double)] = []
  var checksInWork: [CellOfFunction] = []
  var values = Values(numbers: [])

  var dimension: Int { settings.axes.count }
  /// How exactly single places are found, so that all in all the border is as exact as it is to be.
  var tolerance: Double { settings.tolerance / 8 }
  /// Whether the border is followed by a curve.
  var followsCurve: Bool { dimension == 2 && !settings.isNoisy && settings.tolerance > 0 }

  /// The points of the coarse grid are asked for.
  package init(_ settings: Settings) {
    self.settings = settings
    points = RefinedPoints(coarse: settings.axes)
    let counts = settings.axes.map(\.values.count)
    func place(_ index: Int, _ counts: [Int]) -> Place {
      var rest = index
      var place = Place()
      for axis in counts.indices.reversed() {
        place[axis] = Int32(rest % counts[axis]) * RefinementAxis.unit
        rest /= counts[axis]
      }
      return place
    }
    for index in 0..<points.count {
      let place = place(index, counts)
      corners[place] = index
      known[position(place)] = index
    }
    let cellCounts = counts.map { $0 - 1 }
    for index in 0..<cellCounts.reduce(1, *) {
      cells.append(Cell(origin: place(index, cellCounts), level: 0))
    }
  }

  /// The next round, after the values at all points so far.
  package mutating func advance(_ values: Values) -> Round {
    self.values = values
    takeNote()
    while true {
      let count = points.count
      var isChanged = false
      if followsCurve {
        guard let found = findRoots() else { return .finished(isLimited: true) }
        if points.count > count { return .points(points.count - count) }
        if found { continue }
        guard let checked = checkCurve() else { return .finished(isLimited: true) }
        if points.count > count { return .points(points.count - count) }
        isChanged = checked
      }
      if !isChanged {
        guard let halved = halveCells() else { return .finished(isLimited: true) }
        if points.count > count { return .points(points.count - count) }
        if halved { continue }
        if depth >= settings.depth { return .finished(isLimited: false) }
        depth += 1
      }
    }
  }
}

// MARK: Places and points

extension Refinement {
  /// The parameters at a place, the third 0 in two dimensions.
  func position(_ place: Place) -> SIMD3<Double> {
    var position = SIMD3<Double>()
    for axis in settings.axes.indices {
      position[axis] = settings.axes[axis].value(at: place[axis])
    }
    return position
  }

  /// A place as parts of the axes.
  func part(_ place: Place, _ axis: Int) -> Double {
    settings.axes[axis].part(of: settings.axes[axis].value(at: place[axis]))
  }

  /// Makes points of some positions, unless there would be too many of them.
  ///
  /// - Returns: the number of each; nil if there would be too many.
  mutating func request(
    _ positions: [(position: SIMD3<Double>, level: Int)]
  ) -> [Int]? {
    var new = Set<SIMD3<Double>>()
    for (position, _) in positions where known[position] == nil { new.insert(position) }
    guard points.count + new.count <= settings.mostPoints else { return nil }
    return positions.map { position, level in
      if let point = known[position] { return point }
      let point = points.count
      known[position] = point
      points.append(position, level: level)
      return point
    }
  }

  /// Takes note of the values at points that were asked for on the border.
  private mutating func takeNote() {
    for (root, point, place) in rootsInWork {
      let value = values.numbers[rootSides[root].function][point]
      roots[root].add((place, value), isEvaluation: true)
    }
    rootsInWork = []
    for key in checksInWork { judge(key) }
    checksInWork = []
  }

  /// The corners of a cell in the order of their bits, the first axis in the lowest.
  func cornerPoints(_ cell: Cell) -> [Int] {
    (0..<(1 << dimension)).map { corners[place(cell, corner: $0)] ?? -1 }
  }

  func place(_ cell: Cell, corner: Int) -> Place {
    var place = cell.origin
    for axis in 0..<dimension where corner >> axis & 1 == 1 { place[axis] &+= cell.size }
    return place
  }

  /// The corners of a cell and of all halves of it, the first axis fastest.
  private func halvedPlaces(_ cell: Cell) -> [Place] {
    (0..<(dimension == 2 ? 9 : 27)).map { number in
      var place = cell.origin
      var rest = number
      for axis in 0..<dimension {
        place[axis] &+= Int32(rest % 3) &* (cell.size / 2)
        rest /= 3
      }
      return place
    }
  }

  /// The value of a function at a place, NaN where there is no point.
  func value(_ place: Place, _ function: Int) -> Double {
    guard let point = corners[place], point < values.numbers[function].count else { return .nan }
    return values.numbers[function][point]
  }
}

// MARK: Which cells are halved

extension Refinement {
  /// Interval of 95 % in standard deviations.
  static let confidence = 1.959_963_984_540_054

  /// Halves the cells that need it.
  ///
  /// - Returns: whether there are any; nil if there would be too many points.
  private mutating func halveCells() -> Bool? {
    let chosen = cells.indices.filter { index in
      let cell = cells[index]
      guard !cell.isHalved, cell.level < depth else { return false }
      return (0..<settings.functions).contains { isToHalve(index, function: $0) }
    }
    if chosen.isEmpty { return false }
    // New points are of the level of the first cell that has them as corners.
    var levels: [Place: Int] = [:]
    var places: [Place] = []
    for index in chosen {
      for place in halvedPlaces(cells[index]) where levels[place] == nil {
        levels[place] = cells[index].level + 1
        if corners[place] == nil { places.append(place) }
      }
    }
    guard let numbers = request(places.map { (position($0), levels[$0] ?? 0) }) else { return nil }
    for (place, number) in zip(places, numbers) { corners[place] = number }
    for index in chosen {
      cells[index].isHalved = true
      let (cell, half) = (cells[index], cells[index].size / 2)
      for child in 0..<(1 << dimension) {
        var origin = cell.origin
        for axis in 0..<dimension where child >> axis & 1 == 1 { origin[axis] &+= half }
        cells.append(Cell(origin: origin, level: cell.level + 1))
      }
    }
    return true
  }

  private func isToHalve(_ index: Int, function: Int) -> Bool {
    let cell = cells[index]
    let points = cornerPoints(cell)
    let numbers = points.map { values.numbers[function][$0] }
    guard numbers.allSatisfy(\.isFinite) else { return false }
    if settings.isNoisy {
      let errors = points.map { values.errors[function][$0] }
      guard errors.allSatisfy(\.isFinite) else { return false }
      return isToHalve(numbers, errors)
    }
    if followsCurve {
      let pairs = borderPairs(index, function)
      if pairs.count > 1 { return true }
      if pairs.count == 1 {
        let key = CellOfFunction(cell: index, function: function)
        return checks[key].map { !$0.isRight } ?? false
      }
    } else if isCrossed(cell, function) {
      return true
    }
    return mayHideBorder(cell, numbers, function)
  }

  /// With noise: whether the border may pass between the corners, and they differ by more than the
  /// noise. Where they do not, smaller cells would only follow the noise.
  private func isToHalve(_ numbers: [Double], _ errors: [Double]) -> Bool {
    let ends = zip(numbers, errors).map { ($0 - Self.confidence * $1, $0 + Self.confidence * $1) }
    guard let low = ends.map(\.0).min(), let high = ends.map(\.1).max(), low <= 0, high >= 0,
      let least = numbers.min(), let most = numbers.max(), let noise = errors.max()
    else { return false }
    return most - least > Self.confidence * noise
  }

  /// Whether a function has both signs at the points on the cell's boundary, those of smaller
  /// neighbors included.
  private func isCrossed(_ cell: Cell, _ function: Int) -> Bool {
    var signs = (false, false)
    func look(_ place: Place) {
      let value = value(place, function)
      guard value.isFinite else { return }
      if value < 0 { signs.0 = true } else { signs.1 = true }
    }
    for corner in 0..<(1 << dimension) { look(place(cell, corner: corner)) }
    if signs.0 && signs.1 { return true }
    guard cell.size > 1 else { return false }
    for place in halvedPlaces(cell) { look(place) }
    return signs.0 && signs.1
  }

  /// Whether a ridge or a trench may cross zero between corners of one sign: along one of the
  /// sides the function rises toward the inside from both ends, and doubled slopes would meet on
  /// the other side of zero.
  private func mayHideBorder(_ cell: Cell, _ numbers: [Double], _ function: Int) -> Bool {
    let isNegative = numbers[0] < 0
    let sign = isNegative ? 1.0 : -1.0
    for axis in 0..<dimension {
      var step = Place()
      step[axis] = cell.size
      for corner in 0..<(1 << dimension) where corner >> axis & 1 == 0 {
        let start = place(cell, corner: corner)
        let (first, last) = (
          sign * numbers[corner], sign * numbers[corner | 1 << axis]
        )
        let before = first - sign * value(start &- step, function)
        let after = last - sign * value(start &+ step &+ step, function)
        guard before > 0, after > 0 else { continue }
        if (first + last) / 2 + before + after > 0 { return true }
      }
    }
    return false
  }
}
