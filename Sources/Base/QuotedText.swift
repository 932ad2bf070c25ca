extension String {
  /// As a string of JSON and of TOML, with its quotes.
  package var quoted: String {
    var result = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.isControl: result += scalar.written
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// With control characters written out (`\u001b`), so that no text of a file or a user can steer
  /// the terminal it is printed on.
  package var printable: String {
    guard unicodeScalars.contains(where: \.isControl) else { return self }
    return unicodeScalars.map { $0.isControl ? $0.written : String($0) }.joined()
  }

  /// The same for text of several lines: line feeds and tabs stay.
  package var printableLines: String {
    func isKept(_ scalar: Unicode.Scalar) -> Bool {
      !scalar.isControl || scalar == "\n" || scalar == "\t"
    }
    guard !unicodeScalars.allSatisfy(isKept) else { return self }
    return unicodeScalars.map { isKept($0) ? String($0) : $0.written }.joined()
  }

  /// As one word of a shell.
  package var shellWord: String {
    let isPlain = utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "/._-+=,:@%".utf8.contains(byte)
      }
    }
    return isPlain && !isEmpty ? self : "'" + replacing("'", with: #"'\''"#) + "'"
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }

  /// A control character as JSON and TOML write it.
  fileprivate var written: String {
    switch self {
    case "\n": return "\\n"
    case "\t": return "\\t"
    default:
      let digits = String(value, radix: 16)
      return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
  }
}
