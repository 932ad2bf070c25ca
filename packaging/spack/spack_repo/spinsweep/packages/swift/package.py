import re

from spack.package import *
from spack_repo.builtin.build_systems.generic import Package


class Swift(Package):
    """Compiler, package manager and standard library of the language Swift, as swift.org publishes them.
    Unpack it anywhere and name the folder in packages.yaml:

        packages:
          swift:
            externals:
            - spec: swift@6.3.1
              prefix: /opt/swift/usr
            buildable: false
    """

    homepage = "https://www.swift.org"
    has_code = False

    version("6.3.1")

    executables = ["^swift$"]

    @classmethod
    def determine_version(cls, exe):
        output = Executable(exe)("--version", output=str, error=str)
        match = re.search(r"Swift version (\S+)", output)
        return match.group(1) if match else None

    def install(self, spec, prefix):
        raise InstallError("Swift is not built: name a toolchain of swift.org in packages.yaml")
