# Two commands matter: `make chat` and `make test`. Both set up what is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed

.PHONY: setup chat test eval bench clean
.DEFAULT_GOAL := chat

setup: $(STAMP)

# Installed anew when the pins change; a no-op otherwise.
$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $(STAMP)

chat: $(STAMP)
	$(BIN)/hemeroteca index corpus --into index
	$(BIN)/hemeroteca chat --index index

test: $(STAMP)
	$(BIN)/ruff check app tests
	$(BIN)/ruff format --check app tests
	$(BIN)/mypy
	$(BIN)/python -m pytest

eval: $(STAMP)
	$(BIN)/hemeroteca index corpus --into index
	$(BIN)/hemeroteca eval evals/corpus.yaml --index index --report evals/report --gate evals/gates.toml
	$(BIN)/hemeroteca eval dates evals/dates.yaml --gate evals/gates.toml
	$(BIN)/hemeroteca eval attribution evals/attribution.yaml --gate evals/gates.toml
	$(BIN)/hemeroteca eval conversations evals/conversations.yaml --gate evals/gates.toml

bench: $(STAMP)
	$(BIN)/python bench/run.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
