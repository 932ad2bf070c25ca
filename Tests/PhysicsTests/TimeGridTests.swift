import Macrospins
import Testing

@Suite struct TimeGridTests {
  @Test func wholeStepsAreNotSplitByRounding() throws {
    let grid = try TimeGrid(durations: [20e-9, 115e-12, 20e-9], timeStep: 0.5e-12)
    #expect(grid.stages.map(\.steps) == [40_000, 230, 40_000])
    #expect(grid.stages.map(\.firstStep) == [0, 40_000, 40_230])
    #expect(grid.steps == 80_230)
    // What the last step takes over from rounding is at most the rounding of 20 ns, 2⁻⁵³ of it.
    for stage in grid.stages { #expect(agree(stage.lastStep, 0.5e-12, 40_000 * 0x1p-52)) }
  }

  @Test func theLastStepIsShortened() throws {
    let grid = try TimeGrid(durations: [1e-9, 0, 2.3e-9], timeStep: 1e-9)
    #expect(grid.stages.map(\.steps) == [1, 0, 3])
    #expect(agree(grid.stages[2].lastStep, 0.3e-9, 1e-14))
    #expect(grid.time(after: 0) == 0)
    #expect(grid.time(after: 1) == 1e-9)
    #expect(agree(grid.time(after: 3), 3e-9, 1e-15))
    #expect(agree(grid.time(after: 4), 3.3e-9, 1e-15))
    let short = try TimeGrid(durations: [1e-15], timeStep: 1e-12)
    #expect(short.steps == 1 && short.stages[0].lastStep == 1e-15)
  }

  @Test func savedTimesAreStepBoundaries() throws {
    let grid = try TimeGrid(durations: [1e-9, 0, 2.3e-9], timeStep: 1e-9)
    #expect(grid.savedSteps(count: 0).isEmpty)
    #expect(grid.savedSteps(count: 1) == [4])
    #expect(grid.savedSteps(count: 2) == [0, 4])
    // 0, 1.1, 2.2, 3.3 ns
    #expect(grid.savedSteps(count: 4) == [0, 1, 2, 4])
    // 0, 0.66, 1.32, 1.98, 2.64, 3.3 ns: 2.64 is nearer to 3 than to 2.
    #expect(grid.savedSteps(count: 6) == [0, 1, 1, 2, 3, 4])
    let times = grid.savedTimes(count: 12)
    #expect(times.first == 0 && agree(times[11], 3.3e-9, 1e-15) && times == times.sorted())
    #expect(try TimeGrid(durations: [0], timeStep: 1).savedSteps(count: 3) == [0, 0, 0])
  }

  @Test func whatCannotBeStepped() {
    #expect(throws: MacrospinError.timeStep(0)) { try TimeGrid(durations: [1], timeStep: 0) }
    #expect(throws: MacrospinError.duration(-1)) { try TimeGrid(durations: [-1], timeStep: 1) }
    #expect(throws: MacrospinError.tooManySteps(1e10)) {
      try TimeGrid(durations: [1e10], timeStep: 1)
    }
    #expect(throws: MacrospinError.duration(.infinity)) {
      try TimeGrid(durations: [.infinity], timeStep: 1)
    }
  }
}
