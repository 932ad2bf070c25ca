import Testing

import ResultsStorage

@Suite struct FileSystemKindTests {
  /// Lines as Linux writes them: a root, a place with a blank in its name, two mounts at one place.
  private let table = #"""
    22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
    30 22 0:25 / /scratch rw shared:2 - lustre 10.0.0.1@tcp:/scratch rw
    31 22 0:26 / /net/my\040home rw shared:3 - nfs4 server:/home rw,vers=4.2
    32 22 0:27 / /back\134slash\011tab rw - xfs /dev/vdb rw
    33 22 0:28 / /data rw - ext4 /dev/vdc rw
    34 22 0:29 / /data rw - beegfs beegfs_nodev rw
    a line that is none
    """#

  @Test(arguments: [
    ("/", "ext4"), ("/home/me", "ext4"), ("/scratch", "lustre"), ("/scratch/a/b", "lustre"),
    ("/scratched", "ext4"), ("/net/my home/runs", "nfs4"), ("/back\\slash\ttab/a", "xfs"),
    ("/data/x", "beegfs"),
  ])
  func deepestMountTellsTheKind(path: String, kind: String) throws {
    let found = try #require(FileSystemKind(of: path, in: table))
    #expect(found.name == kind)
    #expect(found.locksFiles == (kind == "nfs4"))
  }

  @Test func tableWithoutRootTellsNothing() {
    #expect(FileSystemKind(of: "/home", in: "") == nil)
  }
}
