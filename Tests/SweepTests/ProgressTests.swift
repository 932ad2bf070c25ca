import Scheduler
import Testing

@Suite("Progress on a terminal")
struct ProgressTests {
  private let line = ProgressLine(
    finished: 122_003, inWork: 0, failed: 17, total: 500_000, rate: 5.38e3)

  @Test("A line is never longer than the terminal, and numbers go before the bar")
  func width() {
    let numbers = "24.4 %  122003/500000  5.38e+03 points/s, 17 failed, 1 min 10 s left"
    for width in 0...200 {
      let text = line.bar(width: width)
      #expect(text.count <= width)
      // Five cells and a blank before the numbers, or none.
      #expect(width < numbers.count + 6 ? numbers.hasPrefix(text) : text.hasSuffix(" " + numbers))
    }
  }

  @Test("Where there is room, the bar has thirty cells")
  func bar() {
    let text = line.bar(width: 120)
    #expect(text.count { $0 == "█" } == 7)
    #expect(text.count { $0 == "░" } == 23)
    let full = ProgressLine(finished: 3, inWork: 0, failed: 0, total: 3, rate: 1)
    #expect(full.bar(width: 120).count { $0 == "█" } == 30)
  }
}
