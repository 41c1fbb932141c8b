# The README's commands. Needs make and Python 3.11 or newer; everything else goes into .venv.

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3 python; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$name; break; }; \
	done)

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOCKS := requirements.lock requirements-torch-cpu.lock requirements-torch.lock
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
LOCKED := $(PIP) install --require-hashes --no-deps -r

MINUTES ?= 5
MODEL ?= build/nli

.DEFAULT_GOAL := help
.PHONY: help install report test check format bench train-nli lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

install: $(STAMP) ## make .venv from the lock files and install factcheck in it

$(STAMP): pyproject.toml $(LOCKS)
	@test -n "$(PYTHON)" || { echo "factcheck needs Python 3.11 or newer with venv: none found. Name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Installing the locked packages into $(VENV); the first time takes some minutes."
	@$(PYTHON) -m venv $(VENV)
	@$(LOCKED) requirements.lock
	@$(LOCKED) requirements-torch-cpu.lock 2>/dev/null || $(LOCKED) requirements-torch.lock
	@# All that is missing now is CUDA's libraries, if the build of torch wants them.
	@$(PIP) install --no-build-isolation --editable ".[pdf,parquet,postgres,ray,dev]"
	@$(PIP) check
	@touch $@

report: $(STAMP) ## check the articles in seeds/ and write reports/discrepancies.md
	@mkdir -p reports
	$(BIN)/factcheck report seeds --output reports/discrepancies.md

test: $(STAMP) ## run the tests
	$(BIN)/python -m pytest

check: $(STAMP) ## lint, formatting, types and import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(STAMP) ## format the code and sort its imports
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

bench: $(STAMP) ## score the checker on story sets: make bench STORIES="folder ..."
	$(BIN)/python -m benchmarks $(STORIES)

train-nli: $(STAMP) ## train an entailment model: make train-nli DATA=folder [NEWS=folder] [MINUTES=5] [MODEL=build/nli]
	@test -n "$(DATA)" || { echo "Name the folder of pairs: make train-nli DATA=folder" >&2; exit 2; }
	@if [ -n "$(NEWS)" ]; then $(BIN)/python -m training.nli.mine --news "$(NEWS)" --output "$(MODEL)/mined"; fi
	$(BIN)/python -m training.nli.train --data "$(DATA)" $(if $(NEWS),--mined "$(MODEL)/mined") --output "$(MODEL)/trained" --minutes $(MINUTES)
	$(BIN)/python -m training.nli.export --model "$(MODEL)/trained" --output "$(MODEL)/exported" --name factcheck-nli-retrained

lock: ## resolve pyproject.toml anew into requirements.lock (LOCK=--upgrade for the newest versions)
	@test -n "$(PYTHON)" || { echo "factcheck needs Python 3.11 or newer with venv: none found" >&2; exit 1; }
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip --disable-pip-version-check -qq install uv
	build/lock/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --all-extras \
		--fork-strategy fewest --generate-hashes --no-emit-package torch --custom-compile-command "make lock" \
		--output-file requirements.lock $(LOCK)

clean: ## remove .venv, caches and builds
	rm -rf $(VENV) build dist *.egg-info .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find factcheck tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
