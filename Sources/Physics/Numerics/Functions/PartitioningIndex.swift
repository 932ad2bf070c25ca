extension RandomAccessCollection where Index == Int {
  /// The first index from which on all elements belong to the second part of a partition, by binary
  /// search; `endIndex` if none does.
  ///
  /// - Parameter belongsInSecondPart: False for the elements of the first part and true for all
  ///   that follow.
  @inlinable package func partitioningIndex(
    where belongsInSecondPart: (Element) -> Bool
  ) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if belongsInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The index of the element with a key among elements of ascending keys; nil if there is none.
  @inlinable package func sortedIndex<Key: Comparable>(
    of key: Key, by keyOf: (Element) -> Key
  ) -> Int? {
    let index = partitioningIndex { !(keyOf($0) < key) }
    return index < endIndex && keyOf(self[index]) == key ? index : nil
  }
}
