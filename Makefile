# `make help` lists what there is. Everything runs in .venv, made from requirements.lock, which has what newskeep runs
# with, and requirements-dev.lock, which also has what it is tested with: six times as many bytes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip

# What resolves the lock; nothing else needs it.
UV := uv==0.13.9
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock'

# Without byte caches every command of the tests would compile the project anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help venv demo test lint check-lock lock audit torture quality bench fuzz wordpress replay clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

venv: $(DEV_STAMP) ## make .venv with the locked versions

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "newskeep needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --no-deps --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): $(STAMP) requirements-dev.lock
	$(PIP) install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(STAMP) ## crawl the bundled demo site on this machine
	$(BIN)/newskeep demo

# More processes than four only fight for the same cores; worksteal, since the crawls of one file take minutes.
test: venv ## run the tests
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist worksteal

lint: venv ## check style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-lock: venv ## check that the locks fit pyproject.toml
	@$(PIP) install --quiet --dry-run --no-index --no-build-isolation --editable '.[dev,export,build]' \
		|| { echo "the locks do not fit pyproject.toml: make lock" >&2; exit 1; }

lock: venv ## resolve the locks anew from pyproject.toml, keeping versions that fit
	$(PIP) install --quiet '$(UV)'
	$(LOCK) --extra build --output-file requirements.lock pyproject.toml
	$(LOCK) --extra build --extra dev --extra export --constraint requirements.lock \
		--output-file requirements-dev.lock pyproject.toml

audit: venv ## ask whether an advisory is known of a locked version; says so where none can be reached
	$(BIN)/python -m tests.audit

torture: venv ## crawl under faults on purpose, with SHORT=1 a few of them, and tell what came of it
	$(BIN)/python -m tests.torture.storm $(if $(SHORT),--short)
	$(BIN)/python -m tests.torture.hostile $(if $(SHORT),--short)
	$(if $(SHORT),,$(BIN)/python -m tests.torture.unbound)

fuzz: venv ## feed every parser of foreign input damaged samples, SECONDS=60 each; with SHORT=1 two seconds each
	$(BIN)/python -m tests.fuzz $(if $(SHORT),--short) $(if $(SECONDS),--seconds $(SECONDS))

quality: venv ## how good extraction is on the corpus in NEWSKEEP_CORPUS; with WORST="20 body" its worst pages
	$(BIN)/python -m tests.quality $(if $(WORST),--worst $(WORST))

bench: venv ## what a page costs, beside its goals; with SHORT=1 that all of it runs, with LONG=1 also whether memory is flat
	$(BIN)/python -m benchmarks.bench $(if $(SHORT),--short) $(if $(LONG),--long) $(if $(RUNS),--runs $(RUNS))

wordpress: venv ## crawl a real WordPress, made on this machine (what it wants: tests/wordpress/setup.sh)
	@folder=$$(mktemp -d)/site; \
	PYTHON="$(abspath $(BIN))/python" tests/wordpress/setup.sh "$$folder" 127.0.0.33:8933 || exit; \
	NEWSKEEP_WORDPRESS="$$folder" $(BIN)/pytest tests/wordpress; code=$$?; \
	"$$folder/stop"; exit $$code

replay: venv ## open a WACZ in a browser, through pywb and ReplayWeb.page (what it wants: tests/replay/setup.sh)
	@folder=$$(mktemp -d); \
	PYTHON="$(abspath $(BIN))/python" tests/replay/setup.sh "$$folder" || exit; \
	NEWSKEEP_REPLAY="$$folder" $(BIN)/pytest tests/replay; code=$$?; \
	rm -rf "$$folder"; exit $$code

clean: ## remove .venv, caches and build results; output/ stays
	rm -rf $(VENV) .audit build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
