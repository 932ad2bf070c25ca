import CHDF5

/// Texts of fixed length: UTF-8 that a null ends.
///
/// Texts of variable length would live in a heap that grows with every write.
public enum FixedText {
  /// What is stored of a text in a field of `capacity` bytes: the longest beginning that leaves
  /// room for the null and does not cut a character in two.
  public static func bytes(of text: String, capacity: Int) -> [UInt8] {
    let bytes = Array(text.utf8)
    if bytes.count < capacity { return bytes }
    var end = max(capacity - 1, 0)
    // The bytes of a UTF-8 character after its first are 10xxxxxx.
    while end > 0, bytes[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
    return Array(bytes[..<end])
  }

  /// What is left of a text that has been stored in a field of `capacity` bytes.
  public static func text(_ text: String, keptIn capacity: Int) -> String {
    String(decoding: bytes(of: text, capacity: capacity), as: UTF8.self)
  }

  /// The text in a field: up to the first null.
  static func text(in field: some Sequence<UInt8>) -> String {
    String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
  }
}

/// HDF5's type of such texts.
struct TextType: ~Copyable {
  let identifier: Identifier

  /// For texts of up to `capacity` − 1 bytes.
  init(capacity: Int) throws(HDF5Error) {
    _ = HDF5Library.isQuiet
    let type = try Identifier("H5Tcopy", "text", H5Tcopy(swift_H5T_C_S1()))
    try check("H5Tset_size", "text", H5Tset_size(type.raw, max(capacity, 1)))
    try check("H5Tset_strpad", "text", H5Tset_strpad(type.raw, H5T_STR_NULLTERM))
    try check("H5Tset_cset", "text", H5Tset_cset(type.raw, H5T_CSET_UTF8))
    identifier = type
  }
}
