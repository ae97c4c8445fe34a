# The one door: people and CI call the same recipes.
#
#   make demo                  set-up, sample data, reports, then serves the library (ARGS=--no-serve ends after the reports)
#   make test                  set-up and the whole test suite, browser and PostgreSQL included (ARGS=tests/core for a part)
#   make soak                  the long campaigns: random deeds, races, killed writers (ARGS="-k kills" for a part)
#   make check                 ruff, mypy, import contracts
#   make format                put the code in its form
#   make messages              bring the Chinese catalogue up to date with the code
#   make lock                  lock the dependencies anew (ARGS=--upgrade for newer versions)
#   make bench ARGS=scoring    a benchmark
#   make wheel                 dist/governance_kit-….whl
#   make clean                 remove what was built; keeps ./workspace

SHELL := /bin/bash
.DEFAULT_GOAL := help
ARGS ?=
BIN := .venv/bin

.PHONY: help setup setup-dev demo test soak check format messages lock bench wheel clean

help:
	@sed -n 's/^#   //p' Makefile

setup:
	@scripts/setup.sh run

setup-dev:
	@scripts/setup.sh dev

demo: setup
	@KIT_WORKSPACE="$(CURDIR)/workspace" $(BIN)/kit demo $(ARGS)
	@echo "next: . .venv/bin/activate puts kit on your path; kit --help shows what there is"

test: setup-dev
	@scripts/browser.sh
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest -n 2 $(ARGS) || { status=$$?; \
		echo "next: see the failures above; run one again with . .venv/bin/activate && pytest PATH::TEST"; exit $$status; }
	@echo "next: make demo; or . .venv/bin/activate, then kit --help"

soak: setup-dev
	@KIT_SOAK=1 KIT_REQUIRE=postgres nice $(BIN)/python -m pytest -m soak -s --durations=0 $(ARGS)

check: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: setup-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

messages: setup-dev
	@$(BIN)/python -m tests.catalogue

lock:
	@scripts/lock.sh $(ARGS)

bench: setup-dev
	@$(BIN)/kit bench $(ARGS)

wheel: setup-dev
	@rm -rf build dist
	@$(BIN)/python -m build --wheel --no-isolation >/dev/null
	@rm -rf build
	@ls dist/*.whl

clean:
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
