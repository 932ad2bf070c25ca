import os

from spack.package import *
from spack_repo.builtin.build_systems.makefile import MakefilePackage


class Spinsweep(MakefilePackage):
    """Sweeps of quantum spin-transfer torque models over grids of parameters, in parallel over MPI, into
    one labeled HDF5 file.

    spack repo add packaging/spack/spack_repo/spinsweep
    git archive --prefix=spinsweep-0.1.0/ -o spinsweep-0.1.0.tar.gz HEAD
    spack install --no-checksum spinsweep
    """

    homepage = "https://arxiv.org/abs/2511.05388"
    url = f"file://{os.getcwd()}/spinsweep-0.1.0.tar.gz"
    manual_download = True

    license("Apache-2.0")

    version("0.1.0")

    variant("plots", default=True, description="Draw pictures with gnuplot")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("swift@6.3:", type="build")
    depends_on("gmake", type="build")
    depends_on("pkgconfig", type="build")
    depends_on("tomlplusplus@3:", type="build")
    depends_on("mpi@3:")
    depends_on("hdf5@1.10.7: +mpi +hl")
    depends_on("openblas threads=none")
    depends_on("gnuplot@5.4:", type="run", when="+plots")

    def setup_build_environment(self, env):
        spec = self.spec
        # scripts/find-libraries reads these.
        env.set("MPICC", spec["mpi"].mpicc)
        env.set("H5PCC", join_path(spec["hdf5"].prefix.bin, "h5pcc"))
        env.set("SPINSWEEP_LAPACK_PC", "openblas")
        env.prepend_path("CPATH", spec["tomlplusplus"].prefix.include)
        env.set("SPINSWEEP_TARGET_CPU", self.processor())

    def processor(self):
        """The target as LLVM calls it."""
        name = self.spec.target.name
        if name in ("aarch64", "ppc64le"):
            return "generic"
        if name.startswith("zen"):
            return "znver" + (name[3:] or "1")
        return name.replace("_", "-")

    def build(self, spec, prefix):
        make("build", parallel=False)

    def install(self, spec, prefix):
        make("install", f"PREFIX={prefix}")

    def check(self):
        Executable(join_path(".build", "release", "spinsweep"))(
            "run", "jobs/tq_map.toml", "-o", join_path(self.stage.path, "map.h5"), "--verify"
        )

    def setup_run_environment(self, env):
        # Ranks are the only parallelism.
        env.set("OPENBLAS_NUM_THREADS", "1")
        env.set("SPINSWEEP_SCRIPTS", self.prefix.share.spinsweep.slurm)
