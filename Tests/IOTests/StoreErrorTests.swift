import HDF5
import MPIBridge
import ResultsStorage
import Testing

struct StoreErrorTests {
  /// Every error, and the sentence a user reads.
  private static let sentences: [(StoreError, String)] = [
    (.exists(path: "a.h5"), "a.h5 exists already"),
    (.missing(path: "a.h5"), "a.h5 does not exist"),
    (.missingFolder(path: "b/a.h5"), "the folder of b/a.h5 does not exist"),
    (.readOnly(path: "a.h5"), "a.h5 cannot be written: permission denied"),
    (
      .notResults(path: "a.h5", reason: "it is not an HDF5 file"),
      "a.h5 is not a SpinSweep file: it is not an HDF5 file"
    ),
    (.damaged(path: "a.h5", reason: "truncated"), "a.h5 is damaged: truncated"),
    (.vanished(path: "a.h5"), "a.h5 has been removed while it was being written"),
    (
      .locked(path: "a.h5", holder: LockHolder(text: "host n1, process 7, job 9")),
      "a.h5 is being written by another run (host n1, process 7, job 9)"
    ),
    (
      .noSpace(path: "a.h5", needed: 3 << 30, available: 1536),
      "no space for a.h5: it needs 3.0 GiB, the disk has 1.5 KiB left"
    ),
    (
      .tooLarge(path: "a.h5", needed: 900),
      "a.h5 would need 900 bytes, more than the largest file that is allowed here"
    ),
    (.badLayout(path: "a.h5", reason: "why"), "a.h5 cannot be written: why"),
    (.unknownQuantity(path: "a.h5", name: "q"), "a.h5 holds no quantity 'q'"),
    (
      .system(path: "a.h5", call: "fsync", reason: "Input/output error"),
      "a.h5: fsync failed: Input/output error"
    ),
    (
      .hdf5(path: "a.h5", HDF5Error(call: "H5Dwrite", object: "q", reason: "why")),
      "a.h5: H5Dwrite failed for 'q': why"
    ),
    (.mpi(MPIError(call: "MPI_Bcast", code: 3, reason: "why")), "MPI_Bcast failed: why"),
  ]

  @Test func everyErrorIsOneSentence() {
    for (error, sentence) in Self.sentences { #expect(error.description == sentence) }
  }

  @Test func everyErrorReachesOtherRanksWhole() {
    for (error, _) in Self.sentences { #expect(StoreError(fields: error.fields) == error) }
    #expect(StoreError(fields: []) == nil)
    #expect(StoreError(fields: ["noSpace", "a.h5", "many", "1"]) == nil)
    #expect(StoreError(fields: ["exists"]) == nil)
  }

  /// Where the file system has no locks, what is written in the lock file decides.
  @Test func aHolderIsDeadOnlyIfThatIsCertain() throws {
    #expect(!LockHolder.current.isDead)
    #expect(!LockHolder(text: "host elsewhere, process 99999999").isDead)
    #expect(!LockHolder(text: "").isDead)
    let host = LockHolder.current.text.prefix { $0 != "," }
    // No process has a number beyond the largest that Linux gives, 2^22.
    #expect(LockHolder(text: "\(host), process 99999999, job 3").isDead)
    #expect(!LockHolder(text: "\(host), process 1").isDead)
  }
}
