# WijkDesk: `make demo` and `make test` are all a fresh machine needs (Python >= 3.11, make, git).
# .venv is made from the pinned requirements when it is missing or when a pin changed.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The first Python of 3.11 or newer; another one: make test PYTHON=/path/to/python3
PYTHON ?= $(firstword $(foreach name,python3.11 python3.13 python3.12 python3 python3.14,\
	$(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))

# What Qt asks of Debian and Ubuntu, also without a screen. .ci/run installs the same.
QT_PACKAGES := libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libfreetype6 libglib2.0-0

.PHONY: help demo test lint types check proofs bench wheel format qt clean qt-packages
.DEFAULT_GOAL := help

help:
	@echo "make demo    a throwaway municipality on this machine, opened in the desktop"
	@echo "make test    style, types, the house and every test"
	@echo "make lint | types | check | proofs | format | bench | wheel | clean"

demo: $(READY) qt
	$(BIN)/wijkdesk demo

test: lint types check

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

# Two workers; a file stays on one worker, so that what it starts is started once.
check: $(READY) qt
	$(BIN)/pytest -n 2 --dist loadfile

proofs: $(READY) qt
	WIJKDESK_CUT_EVERY=1 $(BIN)/pytest tests/flows/test_cut_off.py
	$(BIN)/python -m tests.town.kills --kills 1000
	$(BIN)/python -m tests.town --minutes 30

bench: $(READY) qt
	$(BIN)/python -m tests.bench

wheel: $(READY)
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation
	@ls -l dist/*.whl

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Fails early, with the one line that mends it, where a system library of Qt is missing.
qt: $(READY)
	@$(BIN)/python -c 'import PySide6.QtGui, PySide6.QtWidgets' || { \
	echo "Qt misses a library of this system. On Debian or Ubuntu:" >&2; \
	echo "    sudo apt-get install --no-install-recommends $(QT_PACKAGES)" >&2; exit 4; }

qt-packages:
	@echo $(QT_PACKAGES)

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The checkout is installed by path: a change in the code is live.
$(READY): requirements/test.txt pyproject.toml hatch_build.py
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found; name one: make $(MAKECMDGOALS) PYTHON=..." >&2; exit 4; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/test.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
