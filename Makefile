# Everything a person or a machine does with this checkout. Needed: make and Python 3.11 or newer with venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/pip --disable-pip-version-check --quiet install --no-deps

# snmpsim-data wants programs beside its recordings, and pysnmp warns of their mere presence.
UNWANTED := $(addprefix --no-emit-package ,snmpsim pysmi ply)
LOCKING := --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

DEMO_ARGS ?=
BENCH     ?=
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-long check format bench mutants house pictures lock parts clean

help: ## say what can be done (this)
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

demo: $(VENV)/runs ## watch a synthetic region lose a trunk and get it back; DEMO_ARGS="--for 75s --json demo.json"
	$(BIN)/netmon demo $(DEMO_ARGS)

test: $(VENV)/develops parts ## the tests for every change, real parts and one laboratory cut included (a quarter of an hour)
	$(BIN)/pytest -m "not long" $(PYTEST_ARGS)

test-long: $(VENV)/develops parts ## the long tests: every laboratory scenario, crashes, hostile agents (an hour)
	$(BIN)/pytest -m long $(PYTEST_ARGS) || [ $$? -eq 5 ]  # 5: no long test was selected

check: $(VENV)/develops ## format, lint, types and import contracts
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/develops ## put the code into the agreed form
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(VENV)/develops parts ## measure speed; BENCH=name for one; results in .bench/
	$(BIN)/python -m tests.bench $(BENCH)

mutants: $(VENV)/develops ## change judgement on purpose and count what the tests notice (≤ 60 min)
	$(BIN)/python -m tests.mutants

house: $(VENV)/develops ## sizes, complexity, typing and cycles beside the models we admire
	$(BIN)/python -m tests.house

pictures: $(VENV)/develops parts ## take the README's pictures of a running demo
	$(BIN)/python -m tests.dashboards.screenshots

lock: $(VENV)/develops ## resolve the dependencies anew into the two lock files
	$(BIN)/uv pip compile $(LOCKING) $(UNWANTED) --upgrade --extra dev pyproject.toml -o requirements-dev.lock
	printf 'hatchling\neditables\n' | $(BIN)/uv pip compile $(LOCKING) -c requirements-dev.lock pyproject.toml - -o requirements.lock

parts:
	@.ci/parts

clean: ## remove everything the other targets made
	rm -rf $(VENV) .bench mutants dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage

# The environment: stamp files inside it, so that a repeated target is instant.

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/runs: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-build-isolation -e .
	touch $@

$(VENV)/develops: requirements-dev.lock $(VENV)/runs
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@
