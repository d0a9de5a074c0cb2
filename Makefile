# Two commands: `make run` and `make test`. Both set everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
LEX_PORT ?= 8090
ACCOUNT_PORT ?= 8091

LINTS := lint-types lint-style lint-layers lint-definition lint-generated

.PHONY: help run test setup setup-dev lint $(LINTS) format check chromium node voice generate lock screenshots bench clean

help:
	@echo "make run        set up, then start the page, the Lex endpoint and the simulated account"
	@echo "make test       set up, then run the tests"
	@echo "make check      lint, then test"
	@echo "make lint       format, style, types, layers, generated files in step"
	@echo "make format     put the format right"
	@echo "make chromium   install Chromium for the browser tests (Debian, Ubuntu; asks for root)"
	@echo "make node       install the JavaScript SDK of AWS for its tests (needs Node 20 or later and npm)"
	@echo "make voice      install what hears and speaks at the Lex endpoint (150 MB)"
	@echo "make generate   write the generated files again"
	@echo "make lock       resolve the dependencies again and write the lock files"
	@echo "make screenshots  take the pictures of the README again (needs Chromium)"
	@echo "make bench      measure"

run: setup
	@$(BIN)/ground up --port $(PORT) --lex-port $(LEX_PORT) --account-port $(ACCOUNT_PORT)

test: setup-dev
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

setup: $(VENV)/.installed
setup-dev: $(VENV)/.installed-dev

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; choose one with make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/.python
	@echo "Setting up (once): about 110 MB of Python packages from PyPI into $(VENV) …"
	@$(BIN)/python tools/install.py requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Setting up the tools for tests and checks (once): about 105 MB …"
	@$(BIN)/python tools/install.py requirements-dev.lock
	@touch $@

# The types take as long as all the rest: two at a time.
$(VENV)/.installed-voice: requirements-voice.lock $(VENV)/.installed
	@echo "Setting up hearing and speaking (once): about 150 MB …"
	@$(BIN)/python tools/install.py requirements-voice.lock
	@touch $@

lint: setup-dev
	@$(MAKE) --no-print-directory --jobs 2 --keep-going $(LINTS)

lint-types:
	$(BIN)/mypy

lint-style:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

lint-layers:
	$(BIN)/lint-imports

lint-definition:
	$(BIN)/ground check
	$(BIN)/ground policy check

lint-generated:
	$(BIN)/python -m deploy.generate --check

format: setup-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: lint test

generate: setup-dev
	$(BIN)/python -m deploy.generate

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	  { S=; [ "$$(id -u)" = 0 ] || S=sudo; $$S apt-get update -qq && $$S apt-get install -y -qq --no-install-recommends chromium; }

node:
	npm ci --prefix tests/node --no-audit --no-fund --ignore-scripts

lock:
	tools/lock

voice: $(VENV)/.installed-voice

screenshots: setup-dev
	$(BIN)/python -m tools.screenshots

bench: setup-dev
	$(BIN)/python -m bench.runtime
	$(BIN)/python -m bench.turn

clean:
	rm -rf $(VENV) .ground build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
