# All that a fresh machine needs is Python 3.11 or later with venv, and make.

PYTHON ?= python3
# The version that the tests were run with. For the CPU build, see "Install" in README.md.
TORCH ?= torch==2.13.0
# Versions of everything else with which the tests passed; empty takes the newest.
CONSTRAINTS ?= constraints.txt
OUTPUT ?= outputs

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS))
# The embedding model comes with its package: nothing is fetched when the tool or its tests run.
export HF_HUB_OFFLINE := 1

.DEFAULT_GOAL := help
.PHONY: help demo test lint types contracts laws golden notebooks versions clean

help:  ## List the recipes
	@sed -n 's/^\([a-z]*\):.*##  */\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "%-12s%s\n", $$1, $$2}'

demo: .venv/installed  ## Analyse the samples in agents/ and write the result to outputs/
	$(BIN)/agentmerge analyze agents/ -o $(OUTPUT)

test: lint types contracts  ## Run every check: ruff, mypy, import contracts, pytest
	$(BIN)/pytest

lint: .venv/developed  ## Check style and format
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/developed  ## Check types
	$(BIN)/mypy

contracts: .venv/developed  ## Check which module may import which
	$(BIN)/lint-imports

laws: .venv/developed  ## Run only the laws: conservation, round trip, order, repeatability
	$(BIN)/pytest tests/test_laws.py

golden: .venv/developed  ## Write golden files, README excerpts and outputs/example anew; read the diff before you commit it
	UPDATE_GOLDEN=1 $(BIN)/pytest tests/test_report_golden.py tests/test_audit_cli.py tests/test_docs.py tests/test_example.py

notebooks: .venv/developed  ## Run the notebooks from top to bottom
	$(BIN)/pytest --nbmake notebooks

versions: clean  ## Write constraints.txt anew, with the newest versions; run the tests before you commit it
	$(MAKE) .venv/developed CONSTRAINTS= && $(BIN)/python -m pip freeze --exclude-editable | grep -v '^torch==' > constraints.txt

clean:  ## Remove the environment, caches and outputs
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist && git clean -fdXq outputs

# Stamps: each is made anew when the dependencies in pyproject.toml may have changed.
.venv/bin/python:
	$(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet "pip>=25.1"

.venv/installed: pyproject.toml $(CONSTRAINTS) | .venv/bin/python
	$(PIP) $(TORCH)
	$(PIP) --editable . && touch $@

.venv/developed: .venv/installed
	$(PIP) --group dev && touch $@
