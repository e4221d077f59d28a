# Two commands are all a fresh machine with Python 3.11 and make needs: `make prove` and `make test`.
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
PYTHON := python3
endif
BIN := .venv/bin

.PHONY: prove test check paper coq lock notes bench torch clean

prove: .venv/core
	$(BIN)/tightmax prove

test: .venv/dev
	$(BIN)/pytest --cov=proofs.verify --cov=proofs.verify_upper --cov-branch --cov-fail-under=100 --cov-report=

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/mypy

paper: .venv/core
	$(BIN)/tightmax latex --pdf --require

# Needs Debian's coq and libcoq-interval; compares statements and axioms with proofs/coq/statements.txt.
coq: .venv/core
	$(BIN)/python -m proofs.formal

bench: .venv/core
	$(BIN)/tightmax bench
	$(BIN)/python -m numeric_checks.bench_chain

notes: .venv/core
	$(BIN)/python -m proofs.notes

# The lock names every version with its hashes; the stamps make a second run start at once.
.venv/core: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

.venv/dev: .venv/core requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# PyTorch, for the tests that skip without it. Its wheels differ from machine to machine, so there are no hashes.
torch: .venv/torch

.venv/torch: .venv/dev requirements-torch.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-torch.txt
	touch $@

lock: .venv/dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-emit-find-links --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-emit-find-links --no-annotate --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv out build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
