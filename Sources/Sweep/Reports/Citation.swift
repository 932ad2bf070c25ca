import Jobs
import Models

/// What to cite for a result file: the program, and the papers and methods of the model that was
/// run.
package struct Citation {
  private let program: String
  private let revision: String
  private let created: String
  private let references: [Reference]

  /// - Throws: `InputError` if `path` is no readable result file, or one of a model that this
  ///   program does not have.
  package init(path: String) throws(InputError) {
    let file = try ResultsFile(path, statusOnly: true)
    let name = file.text("model")
    guard let entry = ModelList.named(name) else {
      throw InputError(
        "'\(path)' was computed with model '\(name)', which this program does not know; its "
          + "attribute 'references' lists what to cite")
    }
    references = entry.declaration.references
    program = file.text("program")
    revision = file.text("source_revision")
    created = file.text("created")
  }

  /// The entries of a BibTeX file.
  package var bibTeX: String {
    let software = """
      @software{SpinSweep,
        author = {{The SpinSweep developers}},
        title = {{SpinSweep: parameter sweeps of quantum spin-transfer torque}},
        version = {\(program)},
        note = {commit \(revision)},
        year = {\(created.prefix(4))}
      }

      """
    return ([software] + references.map(\.bibTeX)).joined(separator: "\n")
  }
}
