# Needs make and Python 3.11 or later; the rest is installed, pinned and hashed, into .venv.

PYTHON ?= python3 python3.11 python3.12 python3.13 python3.14
VENV := .venv
LRS := .venv-lrs
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := CUSTOM_COMPILE_COMMAND='make requirements' $(BIN)/pip-compile --quiet --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --allow-unsafe --strip-extras

.DELETE_ON_ERROR:
.PHONY: help play test check docs screenshots faults browser oracles lrs bench requirements clean

help: ## list what there is to make
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

play: $(VENV)/run.stamp ## open the trainer; without a terminal, walk a case automatically
	@if [ -t 0 ] && [ -t 1 ]; then exec $(BIN)/sca-flow; fi; \
	echo 'There is no terminal here: a case is walked automatically, in plain text.'; \
	exec $(BIN)/sca-flow walk nail-bar --auto --seed 1

test: $(VENV)/dev.stamp ## run the tests; ARGS="-k quorum" narrows them
	$(BIN)/pytest -n auto $(ARGS)

check: $(VENV)/dev.stamp ## look at format, lint, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

docs: $(VENV)/dev.stamp ## write the reference pages that are made from the code
	$(BIN)/python docs/generate.py

screenshots: $(VENV)/dev.stamp ## take the pictures of the documentation
	$(BIN)/python docs/screenshots.py

faults: $(VENV)/dev.stamp ## kill and restart the store in numbers; takes minutes
	$(BIN)/pytest -m faults --timeout 0 $(ARGS)

browser: $(VENV)/dev.stamp ## open the screens in a real browser; installs chromium where apt is at hand
	@command -v chromium >/dev/null || (apt-get update -q && apt-get install -y -q chromium) || \
		echo 'There is no chromium, and apt cannot install it here: its tests are skipped.' >&2
	$(BIN)/pytest -m "browser and not faults" $(ARGS)

oracles: $(VENV)/dev.stamp ## compare the explorer with Rumur; installs rumur and gcc where apt is at hand
	@command -v rumur >/dev/null || (apt-get update -q && apt-get install -y -q rumur gcc) || true
	$(BIN)/python -m oracle

lrs: $(VENV)/dev.stamp $(LRS)/lrs.stamp ## send statements to a real learning record store, and read them back
	$(BIN)/python -m oracle.lrs $(LRS)/bin/ralph

bench: $(VENV)/dev.stamp ## print the speed ratios of the design; ARGS=long the one that takes minutes
	$(BIN)/python -m bench $(ARGS)

requirements: $(VENV)/dev.stamp ## compile requirements/*.in; ARGS=--upgrade takes newer releases
	$(COMPILE) $(ARGS) requirements/run.in
	$(COMPILE) $(ARGS) requirements/dev.in
	$(COMPILE) $(ARGS) requirements/lrs.in

clean: ## remove the environment and what the tools left
	rm -rf $(VENV) $(LRS) build dist .*_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One environment, one stamp a requirements file: dev.txt holds all of run.txt, so one goes over the other.
$(VENV)/%.stamp: requirements/%.txt pyproject.toml $(BIN)/python
	@echo 'Installing requirements/$*.txt into $(VENV) ...'
	@$(PIP) install --require-hashes -r requirements/$*.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# The record store has an environment of its own: it pins much that runs here in other versions.  lrs.txt is all of
# it; pip, asked for what each of them needs, would stop at an extra, which a compiled file does not name.
$(LRS)/lrs.stamp: requirements/lrs.txt $(BIN)/python
	@echo 'Installing requirements/lrs.txt into $(LRS) ...'
	@$(BIN)/python -m venv $(LRS)
	@$(LRS)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps -r requirements/lrs.txt
	@touch $@

# A Python without ensurepip (Debian's without python3-venv) cannot make an environment with pip in it.
$(BIN)/python:
	@for python in $(PYTHON); do \
		if $$python -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec $$python -m venv $(VENV); \
		fi; \
	done; \
	echo 'Needs Python 3.11 or later with venv and pip (on Debian: python3-venv).' >&2; \
	echo 'Tried: $(PYTHON). Name another: make PYTHON=/path/to/python3 ...' >&2; \
	exit 1
