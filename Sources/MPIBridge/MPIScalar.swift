public import CMPI

/// A number that MPI can send, receive and reduce (MPI 3.1, 3.2.2).
public protocol MPIScalar: BitwiseCopyable, Sendable {
  /// MPI's name of the type.
  static var datatype: MPI_Datatype { get }
  /// The value that buffers start from.
  static var zero: Self { get }
}

extension Double: MPIScalar {
  public static var datatype: MPI_Datatype { unsafe swift_MPI_DOUBLE() }
}
extension Float: MPIScalar {
  public static var datatype: MPI_Datatype { unsafe swift_MPI_FLOAT() }
}
extension Int8: MPIScalar {
  public static var datatype: MPI_Datatype { unsafe swift_MPI_INT8_T() }
}
extension UInt8: MPIScalar {
  public static var datatype: MPI_Datatype { unsafe swift_MPI_UINT8_T() }
}
extension Int32: MPIScalar {
  public static var datatype: MPI_Datatype { unsafe swift_MPI_INT32_T() }
}
extension UInt32: MPIScalar {
  public static var datatype: MPI_Datatype { unsafe swift_MPI_UINT32_T() }
}
extension Int64: MPIScalar {
  public static var datatype: MPI_Datatype { unsafe swift_MPI_INT64_T() }
}
extension UInt64: MPIScalar {
  public static var datatype: MPI_Datatype { unsafe swift_MPI_UINT64_T() }
}
extension Int: MPIScalar {
  public static var datatype: MPI_Datatype { unsafe swift_MPI_INT64_T() }
}

/// How values of several ranks become one (MPI 3.1, 5.9.2).
///
/// The order in which MPI adds floating-point numbers is its own: sums of them may differ in the
/// last bits between numbers of ranks.
public enum Reduction: Sendable {
  /// The sum: `MPI_SUM`.
  case sum
  /// The smallest: `MPI_MIN`.
  case minimum
  /// The largest: `MPI_MAX`.
  case maximum

  var operation: MPI_Op {
    switch self {
    case .sum: unsafe swift_MPI_SUM()
    case .minimum: unsafe swift_MPI_MIN()
    case .maximum: unsafe swift_MPI_MAX()
    }
  }
}
