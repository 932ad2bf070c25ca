# `make help` lists the targets. Each installs what it misses, or says what that is.

PREFIX ?= /usr/local
DESTDIR ?=

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
.PHONY: help demo test test-stacks bench bench-compare figures api-docs doc-coverage lint build install dist clean

# The Swift runtime is linked in, so that the program also runs where no Swift is installed.
# A module that imports another without saying so in the manifest is an error.
WALLS := --explicit-target-dependency-import-check error
SWIFT_BUILD := swift build -c release --static-swift-stdlib $(WALLS)
PROGRAM := .build/release/spinsweep

# Tests link Swift's libraries as they are installed; in a folder of their own, neither build undoes
# the other.
TEST_BUILD := -c release --scratch-path .build/tests

# Other names of libraries than Package.swift takes by itself, where there are some.
NAMES := settings=$$(scripts/find-libraries); eval "$$settings"

# All cores of this machine, hardware threads included, which Open MPI wants to be told; root (as in a
# container) has to insist.
OPENMPI := $(shell mpirun --version 2>/dev/null | grep -c 'Open MPI')
MPIRUN := mpirun -n $$(nproc) $(if $(filter 1,$(OPENMPI)),--oversubscribe --bind-to none)
ifeq ($(shell id -u),0)
  export OMPI_ALLOW_RUN_AS_ROOT := 1
  export OMPI_ALLOW_RUN_AS_ROOT_CONFIRM := 1
endif

help: ## Lists the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "SPINSWEEP_TARGET_CPU=portable builds for every x86-64 processor with AVX2 (docs/installing.md)."

demo: build ## Computes jobs/tq_map.toml on all cores into demo.h5 (replaced), shows and draws it.
	@echo '$(MPIRUN) $(PROGRAM) run jobs/tq_map.toml --output demo.h5'
	$(MPIRUN) $(PROGRAM) run jobs/tq_map.toml --output demo.h5 --overwrite --verify
	echo
	$(PROGRAM) show demo.h5
	if command -v gnuplot >/dev/null; then
	  $(PROGRAM) plot demo.h5 quantum_fraction --x current --y radius --at temperature=1K \
	    --contour 0.5 -o demo.png
	  echo "The map at 1 K, with the line where both noises weigh the same, is drawn in demo.png"
	fi

test: ## Builds and runs all tests, with Python readers in a virtual environment.
	@scripts/install-dependencies test
	if [[ -z "$${SPINSWEEP_TEST_PYTHON:-}" ]]; then
	  SPINSWEEP_TEST_PYTHON=$$(scripts/python-environment .build/python-tests Tests/requirements.txt)
	fi
	if [[ -z "$${SPINSWEEP_TEST_OLD_NETCDF:-}" ]]; then
	  # Has no wheels for every Python; the test that wants it then says so and is skipped.
	  SPINSWEEP_TEST_OLD_NETCDF=$$(scripts/python-environment .build/python-tests-netcdf-1.6 \
	    Tests/requirements-netcdf-1.6.txt) || SPINSWEEP_TEST_OLD_NETCDF=
	fi
	export SPINSWEEP_TEST_PYTHON SPINSWEEP_TEST_OLD_NETCDF
	$(NAMES)
	swift build $(TEST_BUILD) $(WALLS) --build-tests
	log=.build/tests/test.log
	if ! swift test $(TEST_BUILD) --skip-build --disable-xctest 2>&1 | tee "$$log"; then
	  echo
	  echo 'What failed (all of it: '"$$log"'):'
	  grep -aE -A 2 'recorded an issue|Fatal error|error:' "$$log" | cut -c 1-400 | head -n 120
	  exit 1
	fi

test-stacks: ## Builds and tests in Debians of their own with another MPI and HDF5; STACKS='debian-13 mpich'.
	@scripts/install-dependencies stacks
	scripts/test-stacks $(STACKS)

bench: build ## Runs benchmarks/*.py: kernels and whole runs against what one would use instead.
	@scripts/install-dependencies python
	$(NAMES)
	for product in spinsweep-bench SweepHelper IOHelper; do $(SWIFT_BUILD) --product $$product; done
	python=$$(scripts/python-environment .build/python-bench benchmarks/requirements.txt)
	for script in benchmarks/*.py; do
	  echo "== $$script"
	  "$$python" "$$script"
	done

bench-compare: ## Compares the speed of this tree with that of REV, an earlier commit, in turns.
	@scripts/install-dependencies
	scripts/bench-compare '$(REV)'

figures: build ## Computes and draws the papers' figures, checks the numbers in pages; FULL=1: all trajectories.
	@scripts/install-dependencies figures
	scripts/install-dependencies python
	export PYTHON
	PYTHON=$$(scripts/python-environment .build/python-figures figures/requirements.txt)
	SPINSWEEP=$(PROGRAM) MPIRUN="$(MPIRUN)" scripts/make-figures figures/pictures $(FIGURES)

api-docs: ## Writes the reference of the Swift modules into .build/api-docs.
	@scripts/install-dependencies python
	scripts/make-api-docs .build/api-docs

doc-coverage: ## Counts the public declarations that say what they are; less than all is an error.
	@scripts/install-dependencies python
	scripts/documentation-coverage

lint: ## Checks the form of sources, scripts and documents.
	@scripts/lint

build: ## Builds the program: .build/release/spinsweep.
	@scripts/install-dependencies
	$(NAMES)
	$(SWIFT_BUILD) --product spinsweep
	scripts/built-for --record $(PROGRAM)

# Compiles nothing: another user, or a variable that is not set now, would make another program of it.
install: ## Installs what was built: program, jobs, Slurm scripts and docs, under PREFIX.
	@if ! [[ -x $(PROGRAM) ]] || ldd $(PROGRAM) | grep -E 'libswift|libFoundation'; then
	  echo "run 'make build' first: $(PROGRAM) is missing or needs Swift's libraries to run" >&2
	  exit 1
	fi
	if [[ -v SPINSWEEP_TARGET_CPU ]]; then
	  scripts/built-for $(PROGRAM) "$$SPINSWEEP_TARGET_CPU"
	fi
	root='$(DESTDIR)$(PREFIX)'
	install -D -m 755 $(PROGRAM) "$$root/bin/spinsweep"
	install -d "$$root/share/spinsweep/jobs" "$$root/share/doc/spinsweep/figures"
	install -m 644 jobs/*.toml "$$root/share/spinsweep/jobs"
	install -d "$$root/share/spinsweep/slurm"
	install -m 755 slurm/*.sbatch "$$root/share/spinsweep/slurm"
	install -m 644 slurm/spinsweep.def "$$root/share/spinsweep/slurm"
	version=$$($(PROGRAM) --version | awk '{ print $$2 }')
	install -d "$$root/share/spinsweep/modulefiles/spinsweep"
	sed 's|@PREFIX@|$(PREFIX)|g' slurm/modulefile > "$$root/share/spinsweep/modulefiles/spinsweep/$$version"
	cp -R README.md CHANGELOG.md CONTRIBUTING.md CITATION.cff LICENSE docs examples "$$root/share/doc/spinsweep"
	install -m 644 figures/README.md figures/figures.txt figures/numbers.txt "$$root/share/doc/spinsweep/figures"
	# What the program says of itself.
	generated() {
	  install -d "$$(dirname "$$root/share/$$2")"
	  $(PROGRAM) $$1 >"$$root/share/$$2"
	}
	generated man man/man1/spinsweep.1
	generated 'completion bash' bash-completion/completions/spinsweep
	generated 'completion zsh' zsh/site-functions/_spinsweep
	generated 'completion fish' fish/vendor_completions.d/spinsweep.fish
	echo "Installed $$root/bin/spinsweep for $$(scripts/built-for $(PROGRAM))"

dist: ## Makes dist/: an archive, a wheel and a Debian package for machines without a compiler (Debian 12, x86-64).
	@scripts/install-dependencies dist
	scripts/make-distribution dist

clean: ## Removes everything that was built.
	rm -rf .build dist
