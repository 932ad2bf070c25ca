import Foundation
import PackagePlugin

/// Writes the commit that is being built into a C file before every build. (The manifest knows the
/// commit too, but it is cached, and then knows an old one.)
@main
struct SourceRevision: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
    let folder = context.pluginWorkDirectoryURL
    let script = """
      revision=$(git -C "$1" describe --always --abbrev=40 --exclude='*' --dirty=+ 2>/dev/null) \
        || revision=unknown
      text="const char *spinsweep_source_revision(void) { return \\"$revision\\"; }"
      mkdir -p "$2" && cd "$2"
      [ "$(cat revision.c 2>/dev/null)" = "$text" ] || printf '%s\\n' "$text" > revision.c
      """
    return [
      .prebuildCommand(
        displayName: "Source revision", executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: [
          "-c", script, "sh", context.package.directoryURL.path, folder.path,
        ], outputFilesDirectory: folder)
    ]
  }
}
