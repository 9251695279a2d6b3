# make plan   Lakeside's exports into a Book, ten years planned, documents in out/lakeside
# make test   the static half (make check) and every test, with branch coverage
# make check  lint, format, types, layers: under a minute
# make bench  the whole Lakeside job, step by step, and the projection of up to 50 million assets
# make docs   the reference pages, generated from the tables, rules and command line
# make lock   new pinned versions and hashes in requirements/
# make clean  remove what the above made, the environment included

PYTHON ?= python3
export VENV ?= .venv
BIN = $(VENV)/bin
OUT = out/lakeside
WORKERS ?= 2

.PHONY: help plan test check bench docs lock clean set-up set-up-dev
.DEFAULT_GOAL = help

help:
	@grep '^# make' Makefile | cut -c3-

set-up:
	@$(PYTHON) tools/set_up.py core

set-up-dev:
	@$(PYTHON) tools/set_up.py dev

plan: set-up
	@rm -rf $(OUT)/book && mkdir -p $(OUT)
	@$(BIN)/techplan init $(OUT)/book --name "Lakeside City School District" --state OH > $(OUT)/import.txt
	@$(BIN)/techplan import auto examples/lakeside/exports --book $(OUT)/book --without-refused \
		>> $(OUT)/import.txt 2>&1 || { cat $(OUT)/import.txt; exit 1; }
	@echo "Imported examples/lakeside/exports; what was read, assumed and refused is in $(OUT)/import.txt."
	@$(BIN)/techplan plan $(OUT)/book --on 2027-01-15 --out $(OUT)

check: set-up-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-branch --cov-report=term

bench: set-up-dev
	$(BIN)/python benchmarks/lakeside.py
	$(BIN)/python benchmarks/projection.py
	$(BIN)/python benchmarks/inventory.py
	$(BIN)/python benchmarks/edit.py
	$(BIN)/python benchmarks/funding.py

docs: set-up-dev
	$(BIN)/python tools/reference.py

LOCK = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate

lock: set-up
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) pyproject.toml -o requirements/core.txt
	$(LOCK) requirements/build.in -c requirements/core.txt -o requirements/build.txt
	$(LOCK) pyproject.toml requirements/build.in --extra dev -c requirements/core.txt -c requirements/build.txt \
		-o requirements/dev.txt
	for extra in web cluster; do \
		$(LOCK) pyproject.toml --extra $$extra -c requirements/core.txt -o requirements/$$extra.txt || exit 1; \
	done

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.*
