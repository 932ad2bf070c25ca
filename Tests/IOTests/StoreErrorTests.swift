import Base
import Glibc
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
    (
      .damaged(
        path: "a.h5", reason: "why", cause: HDF5Error(call: "H5Fopen", object: "a", reason: "why")),
      "a.h5 is damaged: why"
    ),
    (
      .unreadable(path: "a.h5", SystemError("access", code: EACCES)),
      "a.h5 cannot be read: Permission denied"
    ),
    (
      .interrupted(path: "a.h5"),
      "a.h5 was being made when the program was told to stop; start again"
    ),
    (
      .rearranged(path: "a.h5", name: "q"),
      "a.h5 cannot be continued: another program has stored 'q' in chunks or compressed "
        + "(`h5repack -l CONTI -f NONE OLD NEW` undoes that)"
    ),
    (.vanished(path: "a.h5"), "a.h5 has been removed while it was being written"),
    (
      .locked(path: "a.h5", holder: LockHolder(text: "host n1, process 7, job 9")),
      "a.h5 is being written by another run (host n1, process 7, job 9)"
    ),
    (
      .noSpace(path: "a.h5", needed: 3_000_000_000, available: 1536),
      "no space for a.h5: it needs 3 GB, the disk has 1.54 kB left"
    ),
    (
      .tooLarge(path: "a.h5", needed: 900),
      "a.h5 would need 900 B, more than the largest file that is allowed here"
    ),
    (.badLayout(path: "a.h5", reason: "why"), "a.h5 cannot be written: why"),
    (.unknownQuantity(path: "a.h5", name: "q"), "a.h5 holds no quantity 'q'"),
    (
      .system(path: "a.h5", SystemError("fsync", code: EIO)),
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

  @Test func theErrorBehindOneIsKept() {
    let cause = HDF5Error(call: "H5Fopen", object: "a.h5", reason: "why")
    #expect(
      StoreError.damaged(path: "a.h5", reason: "why", cause: cause).cause as? HDF5Error == cause)
    let refusal = SystemError("access", code: EACCES)
    #expect(StoreError.unreadable(path: "a.h5", refusal).cause as? SystemError == refusal)
    #expect(StoreError.missing(path: "a.h5").cause == nil)
  }

  @Test func everyErrorReachesOtherRanksWhole() throws {
    for (error, _) in Self.sentences {
      let copy = try CodedBytes.decode(StoreError.self, from: CodedBytes.encode(error))
      #expect(copy == error)
    }
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
