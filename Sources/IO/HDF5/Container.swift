import CHDF5

/// A file or group: something that holds datasets and groups.
///
/// Every method throws `HDF5Error` where the call of HDF5 that it names fails: also for a name that
/// is taken, or one that is not there. In a file that several ranks have opened, groups and
/// datasets are created and opened collectively.
public protocol HDF5Container: HDF5Object, ~Copyable {}

extension HDF5Container where Self: ~Copyable {
  /// Creates a group (`H5Gcreate2`).
  public func createGroup(_ name: String) throws(HDF5Error) -> Group {
    let creation = try PropertyList.groupCreation()
    let raw = unsafe H5Gcreate2(
      handle, name, swift_H5P_DEFAULT(), creation.identifier.raw, swift_H5P_DEFAULT())
    return Group(try Identifier("H5Gcreate2", name, raw), name: name)
  }

  /// Opens a group (`H5Gopen2`).
  public func group(_ name: String) throws(HDF5Error) -> Group {
    unsafe Group(
      try Identifier("H5Gopen2", name, H5Gopen2(handle, name, swift_H5P_DEFAULT())), name: name)
  }

  /// Creates a dataset of numbers, see `PropertyList.datasetCreation` (`H5Dcreate2`).
  ///
  /// - Parameters:
  ///   - name: of the dataset.
  ///   - type: of its numbers.
  ///   - shape: the extents, slowest first; none make a single value.
  ///   - fillValue: what stands for "nothing written", in the unit of the numbers.
  public func createDataset<Scalar: HDF5Scalar>(
    _ name: String, of type: Scalar.Type, shape: [Int], fillValue: Double? = nil
  ) throws(HDF5Error) -> Dataset {
    let creation = try PropertyList.datasetCreation(fillValue: fillValue)
    return try createDataset(name, type: Scalar.storedType, shape: shape, creation)
  }

  /// Creates a dataset of fixed-length UTF-8 texts of up to `capacity` − 1 bytes (`H5Dcreate2`).
  public func createDataset(
    _ name: String, ofTextsWithCapacity capacity: Int, shape: [Int]
  ) throws(HDF5Error) -> Dataset {
    let type = try TextType(capacity: capacity)
    let creation = try PropertyList.datasetCreation()
    return try createDataset(name, type: type.identifier.raw, shape: shape, creation)
  }

  /// Creates a dataset of single bytes of text, which takes no room in the file before something is
  /// written, and reads as nulls until then (`H5Dcreate2`).
  public func createDataset(
    _ name: String, ofCharactersInShape shape: [Int]
  ) throws(HDF5Error) -> Dataset {
    let creation = try PropertyList.lateDatasetCreation()
    return try createDataset(name, type: swift_H5T_C_S1(), shape: shape, creation)
  }

  private func createDataset(
    _ name: String, type: hid_t, shape: [Int], _ creation: borrowing PropertyList
  ) throws(HDF5Error) -> Dataset {
    let space = try Dataspace(shape: shape)
    let raw = unsafe H5Dcreate2(
      handle, name, type, space.identifier.raw, swift_H5P_DEFAULT(), creation.identifier.raw,
      swift_H5P_DEFAULT())
    return Dataset(try Identifier("H5Dcreate2", name, raw), name: name, shape: shape)
  }

  /// Opens a dataset (`H5Dopen2`).
  public func dataset(_ name: String) throws(HDF5Error) -> Dataset {
    let raw = unsafe H5Dopen2(handle, name, swift_H5P_DEFAULT())
    let identifier = try Identifier("H5Dopen2", name, raw)
    let shape = try Dataspace(of: identifier.raw, name).shape(of: name)
    return Dataset(identifier, name: name, shape: shape)
  }

  /// Whether a link of this name exists (`H5Lexists`); names of groups are before slashes.
  public func contains(_ name: String) throws(HDF5Error) -> Bool {
    // What is in a group that is not there cannot be asked for.
    if let slash = name.lastIndex(of: "/"), slash != name.startIndex,
      try !contains(String(name[..<slash]))
    {
      return false
    }
    return try unsafe check("H5Lexists", name, H5Lexists(handle, name, swift_H5P_DEFAULT())) > 0
  }

  /// Whether something of this name is there and is a dataset (`H5Oopen`).
  ///
  /// A link that leads nowhere is none, nor is an object that cannot be opened.
  public func containsDataset(_ name: String) throws(HDF5Error) -> Bool {
    guard try contains(name),
      let object = try? unsafe Identifier(
        "H5Oopen", name, H5Oopen(handle, name, swift_H5P_DEFAULT()))
    else { return false }
    return H5Iget_type(object.raw) == H5I_DATASET
  }

  /// Names of everything in the group (`H5Literate`).
  public func links() throws(HDF5Error) -> LinkList {
    var links: [Link] = []
    // Unsorted. To bring links into an order, or to find one by its number, HDF5 1.10 first makes a
    // table of all; where it cannot since the file is damaged, it frees memory that it never had.
    let code = unsafe withUnsafeMutablePointer(to: &links) {
      unsafe swift_H5Literate(
        handle, H5_INDEX_NAME, H5_ITER_NATIVE, nil,
        { _, name, info, context in
          guard let name = unsafe name, let info = unsafe info, let context = unsafe context else {
            return -1
          }
          let place = unsafe info.pointee.corder_valid ? info.pointee.corder : nil
          unsafe context.assumingMemoryBound(to: [Link].self).pointee
            .append(Link(place: place, name: String(cString: name)))
          return 0
        }, unsafe $0)
    }
    try check("H5Literate", name, code)
    let names = links.sorted { ($0.place ?? 0, $0.name) < ($1.place ?? 0, $1.name) }.map(\.name)
    return LinkList(names: names, isInOrder: links.allSatisfy { $0.place != nil })
  }
}

/// Names of what is in a group.
public struct LinkList: Sendable {
  /// In the order they were made if the file knows it, else sorted.
  public let names: [String]
  /// Whether the file knows in which order they were made.
  public let isInOrder: Bool
}

/// A link of a group: when it was made among the others (nil if the file does not know), and its
/// name.
private struct Link {
  let place: Int64?
  let name: String
}
