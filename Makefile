# One command per need. `make demo` and `make test` set up everything they use in .venv.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8650
STORE ?= demo-store

.PHONY: help demo test lint format bench docs pictures constraints clean

help:
	@echo "make demo    build the bundled corpus, write its dossier, show it on 127.0.0.1:$(PORT)"
	@echo "make test    run the tests            make lint    ruff, mypy, import contracts"
	@echo "make bench   print the measurements   make docs    build docs/_build/html"

$(VENV)/.run: constraints/run.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Détente needs Python 3.11 or newer; none was found on PATH."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r constraints/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run constraints/dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r constraints/dev.txt
	@touch $@

demo: $(VENV)/.run
	$(BIN)/detente demo --store $(STORE) --port $(PORT)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

docs: $(VENV)/.dev
	$(BIN)/sphinx-build -W -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

pictures: $(VENV)/.dev
	$(BIN)/python benchmarks/screenshots.py

# Pins every package with its hashes; the files name no registry.
constraints: pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		pyproject.toml constraints/build.in -o constraints/run.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--extra dev --extra docs -c constraints/run.txt pyproject.toml constraints/build.in -o constraints/dev.txt

clean:
	rm -rf $(VENV) docs/_build $(STORE)
