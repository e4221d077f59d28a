# Two commands are all a fresh machine with Python 3.11 and make needs: `make prove` and `make test`.
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
PYTHON := python3
endif
BIN := .venv/bin
PIP := -m pip -qq --disable-pip-version-check

# A lock is complete, so pip takes what is written and resolves nothing: what appears on an index later cannot break this.
LOCKED := $(PIP) install --no-deps --require-hashes

.PHONY: prove test skipped dev check paper coq steps agda lock floor map notes site bench fast torch clean

prove: .venv/core
	@$(BIN)/tightmax prove

# On all cores. The tests of the checkers that must be trusted run first and apart: they must reach every branch of them,
# and to follow every call for that takes as long again as the calls, which the other tests need not pay for.
test: .venv/dev
	@$(BIN)/pytest -n auto --dist worksteal --cov=proofs.verify --cov=proofs.verify_upper --cov=proofs.verify_walk --cov=proofs.verify_lattice --cov-branch --cov-fail-under=100 --cov-report= tests/checkers
	@$(BIN)/pytest -n auto --dist worksteal --ignore=tests/checkers

# What the last `make test` skipped for want of PyTorch, TeX, Coq or Agda, now that they are there.
skipped: .venv/dev
	@if [ -s .cache/skipped ]; then $(BIN)/pytest -n auto --dist worksteal @.cache/skipped; else $(MAKE) --no-print-directory test; fi

# What every row of the README's table needs: the libraries, and the names of the Debian packages that are missing.
dev: .venv/torch
	@command -v latexmk >/dev/null || echo "make paper also needs TeX (Debian: latexmk texlive-latex-recommended texlive-fonts-recommended lmodern)"
	@command -v coqc >/dev/null || echo "make coq also needs Coq (Debian: coq libcoq-interval)"
	@command -v agda >/dev/null || echo "make agda also needs Agda (Debian: agda-bin; or, smaller: . proofs/agda/unpack.sh)"
	@echo "ready: . .venv/bin/activate"

check: .venv/dev
	@$(BIN)/ruff check .
	@$(BIN)/mypy

paper: .venv/dev
	@$(BIN)/tightmax latex --part core supplement sources d4-optimum exact-limit --pdf --require

# Needs Debian's coq and libcoq-interval. Writes the certificates as Coq files into build/coq, builds there, and compares
# statements and axioms with proofs/coq/statements.txt.
coq: .venv/core
	@$(BIN)/python -m proofs.machinery.formal

# The steps of the proofs as lemmas, in build/coq-steps: proves again those of proofs/records/steps.json, after `make coq`.
steps: .venv/core
	@$(BIN)/python -m proofs.machinery.formal.steps

# Needs Debian's agda-bin, or `. proofs/agda/unpack.sh`. Another kernel than Coq's checks the certificates of lower bounds.
agda: .venv/core
	@$(BIN)/python -m proofs.machinery.formal.agda

# The web site, in site/: plain files that a browser reads from the disk.
site: .venv/site
	@$(BIN)/python -m proofs.machinery.site

# The compiled kernels, beside their source: needs gcc or clang, CXX names it. The package finds them there.
fast: .venv/core
	@$(BIN)/python fast/build.py

bench: .venv/dev
	@$(BIN)/tightmax bench
	@$(BIN)/python -m numeric_checks.bench.chain

# The array functions on the oldest NumPy that they are for; without the proofs, so without the suite's conftest.
FLOOR := tests/tightmax/test_logsumexp.py tests/tightmax/test_smooth_max.py tests/tightmax/test_smooth_max_edges.py tests/tightmax/test_smooth_max_refusals.py \
	tests/tightmax/test_enclosure.py tests/tightmax/test_perturbed.py
floor: .venv-floor/ready
	@PYTHONPATH=. .venv-floor/bin/python -m pytest --noconftest -p no:cacheprovider -o testpaths= tightmax $(FLOOR) \
		$(foreach file,engines/on_torch engines/short_on_torch engines/top_on_torch engines/on_cuda engines/card_functions \
			engines/card_kernels engines/on_jax torch jax perturbed/torch perturbed/jax,--ignore=tightmax/$(file).py) \
		--deselect=tightmax/perturbed/grids.py::tightmax.perturbed.grids.GridPath

.venv-floor/ready: requirements-floor.lock
	@test -x .venv-floor/bin/python || $(PYTHON) -m venv .venv-floor
	@echo "setting up .venv-floor: $$(grep -c == requirements-floor.lock) libraries of requirements-floor.lock"
	@.venv-floor/bin/python $(LOCKED) -r requirements-floor.lock
	@touch $@

# The rooms of the house and their imports, as text and as a picture.
map: .venv/dev
	@$(BIN)/python -m tests.house_map

notes: .venv/core
	@$(BIN)/python -m proofs.machinery.documents.notes

# The stamps make a second run start at once.
.venv/core: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed, and $(PYTHON) is older: make PYTHON=/path/to/python"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "setting up .venv: $$(grep -c == requirements.lock) libraries of requirements.lock"
	@$(BIN)/python $(LOCKED) -r requirements.lock
	@$(BIN)/python $(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pip check >.venv/check || { cat .venv/check; exit 1; }
	@touch $@

.venv/dev: .venv/core requirements-dev.lock
	@echo "setting up .venv: $$(grep -c == requirements-dev.lock) libraries of requirements-dev.lock"
	@$(BIN)/python $(LOCKED) -r requirements-dev.lock
	@$(BIN)/python -m pip check >.venv/check || { cat .venv/check; exit 1; }
	@touch $@

.venv/site: .venv/core requirements-site.lock
	@echo "setting up .venv: $$(grep -c == requirements-site.lock) libraries of requirements-site.lock"
	@$(BIN)/python $(LOCKED) -r requirements-site.lock
	@$(BIN)/python -m pip check >.venv/check || { cat .venv/check; exit 1; }
	@touch $@

# PyTorch, for the tests that skip without it: the only set-up in which pip may choose.
torch: .venv/torch

.venv/torch: .venv/dev requirements-torch.txt
	@echo "setting up .venv: PyTorch"
	@$(BIN)/python $(PIP) install -r requirements-torch.txt
	@touch $@

UV := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	--no-emit-find-links --no-annotate --fork-strategy fewest $(UPGRADE)
# Versions that are locked stay; `make lock UPGRADE=--upgrade` takes the newest.
lock: .venv/dev
	@$(UV) requirements-floor.in -o requirements-floor.lock
	@$(UV) --extra prove --group build pyproject.toml -o requirements.lock
	@$(UV) --extra prove --extra dev --group build -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(UV) --extra prove --extra site --group build -c requirements-dev.lock pyproject.toml -o requirements-site.lock
	@$(BIN)/python tests/packaging/locks.py requirements.lock requirements-dev.lock requirements-floor.lock requirements-site.lock

clean:
	@rm -rf .venv .venv-floor .cache fast/tightmax_fast/kernels.so out build site *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
