import HDF5

/// Where an array stands in a file.
struct StoredPlace {
  /// Name of the array.
  let name: String
  /// The bytes that are its own, one block; nil if another program has stored it in chunks.
  let bytes: Range<Int>?
}

extension Dataset {
  /// Where the array stands, in a list that is empty if it takes no room yet.
  ///
  /// - Throws: `HDF5Error` if its block is not as large as the array.
  func places(called name: String) throws(HDF5Error) -> [StoredPlace] {
    guard try isContiguous() else { return [StoredPlace(name: name, bytes: nil)] }
    guard let offset = fileOffset else { return [] }
    let length = try count * elementSize()
    guard storedByteCount == length, offset <= Int.max - length else {
      throw HDF5Error(
        call: "H5Dget_storage_size", object: name, reason: "'\(name)' is not whole")
    }
    return [StoredPlace(name: name, bytes: offset..<offset + length)]
  }
}
