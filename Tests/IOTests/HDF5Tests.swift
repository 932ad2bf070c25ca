import HDF5
import TestSupport
import Testing

/// The wrappers on their own, as another program would use them.
@Suite(.serialized) struct HDF5Tests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func numbersOfEveryTypeComeBack() throws {
    try withHDF5 { () throws in
      let file = try File(creating: folder.path("a.h5"))
      try expectRoundTrip([1.5, -0.0, .infinity, .leastNonzeroMagnitude], in: file, "doubles")
      try expectRoundTrip([Float(1.5), -.greatestFiniteMagnitude], in: file, "floats")
      try expectRoundTrip([Int8.min, 0, .max], in: file, "int8")
      try expectRoundTrip([UInt8.min, 128, .max], in: file, "uint8")
      try expectRoundTrip([Int32.min, 0, .max], in: file, "int32")
      try expectRoundTrip([Int.min, 0, .max], in: file, "int")
      let links = try file.links()
      #expect(links.names == ["doubles", "floats", "int8", "uint8", "int32", "int"])
      #expect(links.isInOrder)
      #expect(try file.dataset("int8").stores(Int8.self))
      #expect(try !file.dataset("int8").stores(UInt8.self))
      #expect(try file.dataset("int8").isContiguous())
      #expect(try file.dataset("int8").read(as: Double.self) == [-128, 0, 127])
      try file.close()
    }
  }

  private func expectRoundTrip<Scalar: HDF5Scalar & Equatable>(
    _ values: [Scalar], in file: borrowing File, _ name: String
  ) throws {
    let dataset = try file.createDataset(name, of: Scalar.self, shape: [values.count])
    try dataset.write(values)
    #expect(try dataset.read(as: Scalar.self) == values)
    try dataset.setAttribute("one", values[0])
    try dataset.setAttribute("list", list: values)
    #expect(try dataset.numbers("one", as: Scalar.self) == [values[0]])
    #expect(try dataset.numbers("list", as: Scalar.self) == values)
    #expect(try dataset.text("one") == nil)
  }

  @Test func selectionsReadAndWriteParts() throws {
    try withHDF5 { () throws in
      let file = try File(creating: folder.path("a.h5"))
      let dataset = try file.createDataset("numbers", of: Int32.self, shape: [3, 4])
      try dataset.write((0..<12).map { Int32($0) })
      let space = try Dataspace(shape: [3, 4])
      try space.select([Box(start: [0, 1], count: [2, 2]), Box(start: [2, 3], count: [1, 1])])
      #expect(try space.selectedCount() == 5)
      #expect(try dataset.read(as: Int32.self, from: space) == [1, 2, 5, 6, 11])
      try space.select(elements: [2, 0, 0, 3])
      #expect(try dataset.read(as: Int32.self, from: space) == [8, 3])
      let transfer = try PropertyList.transfer(.independent)
      try dataset.write([Int32(-8), -3].span, to: space, transfer)
      try space.selectAll()
      #expect(
        try dataset.read(as: Int32.self, from: space) == [0, 1, 2, -3, 4, 5, 6, 7, -8, 9, 10, 11])
      try space.selectNone()
      #expect(try dataset.read(as: Int32.self, from: space) == [])
    }
  }

  @Test func textsComeBack() throws {
    let path = folder.path("a.h5")
    try withHDF5 { () throws in
      let file = try File(creating: path)
      let group = try file.createGroup("group")
      let dataset = try group.createDataset("texts", ofTextsWithCapacity: 5, shape: [3])
      let space = try Dataspace(shape: [3])
      try dataset.write(
        texts: ["", "µµµ", "four"], length: 5, to: space, try PropertyList.transfer(.independent))
      #expect(try dataset.readTexts(from: space, length: 5) == ["", "µµ", "four"])
      try group.setAttribute("empty", "")
      try group.setAttribute("greek", "αβγ")
      #expect(try group.text("empty") == "" && group.text("greek") == "αβγ")
      #expect(try group.text("missing") == nil && group.numbers("greek", as: Double.self) == nil)
      #expect(try group.attributeNames() == ["empty", "greek"])
    }
    // Everything was closed by going out of scope: the file opens again, and only to be read.
    try withHDF5 { () throws in
      let file = try File(opening: path)
      #expect(try file.group("group").text("greek") == "αβγ")
      #expect(throws: HDF5Error.self) { try file.setAttribute("title", "no") }
    }
  }

  @Test func scalesNameTheDimensions() throws {
    try withHDF5 { () throws in
      let file = try File(creating: folder.path("a.h5"))
      let scale = try file.createDataset("time", of: Double.self, shape: [2])
      let data = try file.createDataset("moment", of: Double.self, shape: [3, 2])
      #expect(try !scale.isScale())
      try scale.makeScale()
      try data.attach(scale, toDimension: 1)
      #expect(try scale.isScale() && !data.isScale())
      let attachments = try ScaleAttachments(of: ["time"], in: file)
      #expect(try attachments.scale(of: data, dimension: 0) == nil)
      #expect(try attachments.scale(of: data, dimension: 1) == "time")
    }
  }

  @Test func errorsSayWhatHDF5Says() throws {
    let path = folder.path("none.h5")
    withHDF5 {
      #expect(
        throws: HDF5Error(
          call: "H5Fopen", object: path,
          reason: "unable to open file: name = '\(path)', errno = 2, "
            + "error message = 'No such file or directory', flags = 0, o_flags = 0")
      ) {
        try File(opening: path).close()
      }
      #expect(
        throws: HDF5Error(
          call: "H5Dopen2", object: "nothing", reason: "object 'nothing' doesn't exist")
      ) {
        let file = try File(creating: path)
        _ = try file.dataset("nothing").count
      }
    }
  }
}
