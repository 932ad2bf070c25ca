import Testing

import HDF5
import ResultsStorage

struct PointRunTests {
  @Test func runsJoinConsecutiveNumbers() {
    #expect(runs(of: []) == [])
    #expect(runs(of: [3]) == [3..<4])
    #expect(runs(of: [0, 1, 2, 5, 7, 8]) == [0..<3, 5..<6, 7..<9])
  }

  /// Every range of every small shape: the boxes hold its elements, once, in order.
  @Test(arguments: [[7], [1], [3, 4], [2, 3, 4], [4, 1, 3], [2, 2, 2, 2]])
  func boxesHoldTheElementsOfARangeInOrder(shape: [Int]) {
    let count = shape.reduce(1, *)
    for start in 0...count {
      for end in start...count {
        let boxes = boxes(of: start..<end, shape: shape)
        #expect(boxes.flatMap { elements(of: $0, shape: shape) } == Array(start..<end))
        #expect(boxes.count <= 2 * shape.count - 1)
      }
    }
  }

  @Test func coordinatesCountLikeAnOdometer() {
    #expect(coordinates(of: [1..<3, 5..<6], shape: [2, 3]) == [0, 1, 0, 2, 1, 2])
    #expect(coordinates(of: [23..<24], shape: [2, 3, 4]) == [1, 2, 3])
    #expect(coordinates(of: [], shape: [4]) == [])
  }

  /// Row-major numbers of the elements of a box, by counting.
  private func elements(of box: Box, shape: [Int]) -> [Int] {
    var numbers = [0]
    for dimension in shape.indices {
      numbers = numbers.flatMap { number in
        (0..<box.count[dimension]).map { number * shape[dimension] + box.start[dimension] + $0 }
      }
    }
    return numbers
  }
}
