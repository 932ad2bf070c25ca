import Foundation
import PackagePlugin

/// Writes the commit that is being built into a Swift file before every build. (The manifest could
/// tell the commit too, but it is cached, and then tells an old one.)
@main
struct WriteSourceRevision: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
    let folder = context.pluginWorkDirectoryURL
    let script = """
      revision=$(git -C "$1" describe --always --abbrev=40 --exclude='*' --dirty=+ 2>/dev/null) \
        || revision=unknown
      text="let generated = \\"$revision\\""
      cd "$2"
      [ "$(cat Generated.swift 2>/dev/null)" = "$text" ] || printf '%s\\n' "$text" > Generated.swift
      """
    return [
      .prebuildCommand(
        displayName: "Source revision", executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: ["-c", script, "sh", context.package.directoryURL.path, folder.path],
        outputFilesDirectory: folder)
    ]
  }
}
