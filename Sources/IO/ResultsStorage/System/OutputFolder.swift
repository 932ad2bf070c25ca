import Glibc
import HDF5

/// The folder that a new file is to lie in.
package enum OutputFolder {
  /// Throws if the folder of `path` is not there or must not be written to.
  package static func check(of path: String) throws(StoreError) {
    var information = stat()
    let folder = FileSystem.folder(of: path)
    guard stat(folder, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
      throw .missingFolder(path: path)
    }
    if access(folder, W_OK | X_OK) != 0 { throw .readOnly(path: path) }
  }
}
