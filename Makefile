# Every task of the project. `make` prints this list; `make setup` is the only step that downloads.

VENV := .venv
PYTHON_IN := $(VENV)/bin/python
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE # what every process imports is compiled once
.PHONY: help setup demo test soak thorough check format schemas golden coverage lock wheel clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv from the locks (PYTHON=python3.12 chooses one)

$(READY): pyproject.toml requirements/build.lock requirements/dev.lock .ci/setup
	@.ci/setup
	@touch $@

demo: $(READY) ## assess cell 11 from the shipped evidence, verify the log, sign it, and publish a site of it
	@test -e assessor-demo.db || rm -f assessor-demo.db.key assessor-demo.db.pins
	@$(VENV)/bin/assessor demo
	@echo
	@$(VENV)/bin/assessor log init-key --db assessor-demo.db
	@$(VENV)/bin/assessor log checkpoint --db assessor-demo.db
	@echo
	@$(VENV)/bin/assessor publish assessor-demo-site --db assessor-demo.db

test: $(READY) ## run every test (ARGS="-k edtf" chooses)
	$(PYTHON_IN) -m pytest --numprocesses auto --dist worksteal $(ARGS)

soak: $(READY) ## what comes out differently each time two hundred times, and every value in every column
	$(PYTHON_IN) -m pytest --soak tests/integration/test_store_writers.py tests/integration/test_every_column.py $(ARGS)

thorough: $(READY) ## every property on fifty times as many examples (hours)
	$(PYTHON_IN) -m pytest --numprocesses auto --dist worksteal --hypothesis-profile=thorough tests/property $(ARGS)

check: $(READY) ## formatting, lint, types, floors, schemas and reference up to date
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/ruff check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PYTHON_IN) -m assessor.ruleset.schemas --check schemas
	$(PYTHON_IN) -m assessor.ruleset.reference --check docs/reference.md

format: $(READY) ## format, and fix what can be fixed safely
	$(VENV)/bin/ruff format
	$(VENV)/bin/ruff check --fix

schemas: $(READY) ## write schemas/ and docs/reference.md from the models
	$(PYTHON_IN) -m assessor.ruleset.schemas --write schemas
	$(PYTHON_IN) -m assessor.ruleset.reference --write docs/reference.md

golden: $(READY) ## rewrite tests/golden (read the diff: a verdict may have changed)
	$(PYTHON_IN) -m pytest tests/golden --golden-rewrite

coverage: $(READY) ## run every test and show the lines no test reaches
	$(VENV)/bin/coverage erase
	$(VENV)/bin/coverage run -m pytest $(ARGS)
	$(VENV)/bin/coverage combine --quiet
	$(VENV)/bin/coverage report

lock: $(READY) ## resolve pyproject.toml into requirements/ (ARGS=--upgrade for newer releases)
	@.ci/lock $(ARGS)

wheel: $(READY) ## build dist/assessor-*.whl
	$(PYTHON_IN) -m hatchling build --target wheel

clean: ## remove what was made, .venv included
	rm -rf $(VENV) .make dist build .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests migrations -name __pycache__ -type d -prune -exec rm -rf {} +
