# make run: set up, solve Korea, write a plan to out/korea. make test: set up, run the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out/korea
BUDGET ?=
GAP ?= 0.005
.DEFAULT_GOAL := help

.PHONY: help run test coverage test-slow korea credibility bench bench-smoke bench-levers notebooks gallery docs clean

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed: make PYTHON=python3.11 …')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[explore]"
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[bench]"
	touch $@

$(VENV)/.installed-korea: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[korea]"
	touch $@

$(VENV)/.installed-docs: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[docs]"
	touch $@

run: $(VENV)/.installed ## solve the shipped Korean instance, ask what each instrument adds, write to out/korea (plan.html is the page)
	$(BIN)/rooted solve korea $(if $(BUDGET),--budget $(BUDGET)) --gap $(GAP) --instruments --instrument-gap 0.015 --out $(OUT)

test: $(VENV)/.installed-test ## run the tests (about five minutes on two cores), style and types
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow"

coverage: $(VENV)/.installed-test ## the same tests, with the lines they reach (90% at least)
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow" --cov --cov-report=term

test-slow: $(VENV)/.installed-test ## run the long checks too
	$(BIN)/pytest -n 2 --dist worksteal -m slow

korea: $(VENV)/.installed-korea ## rebuild instances/korea from a folder of sources: make korea SOURCES=…
	@test -n "$(SOURCES)" || { echo "give the folder of sources: make korea SOURCES=…"; exit 2; }
	$(BIN)/python data/korea/build.py --sources "$(SOURCES)" --out instances/korea

credibility: $(VENV)/.installed-test ## print the tables of docs/korea/credibility.md
	PYTHONPATH=tests $(BIN)/python -m credibility.page

bench: $(VENV)/.installed-bench ## every case of the benchmark registry, large ones too, beside plainer ways (hours)
	PYTHONPATH=tests $(BIN)/python -m benchmarks.bench --heavy --out out/bench
	PYTHONPATH=tests $(BIN)/python -m benchmarks.run
	PYTHONPATH=tests $(BIN)/python -m benchmarks.sweep --plain
	PYTHONPATH=tests $(BIN)/python -m benchmarks.sweep

bench-smoke: $(VENV)/.installed-test ## the smallest case of the registry (seconds)
	PYTHONPATH=tests $(BIN)/python -m benchmarks.bench --smoke --out out/bench

bench-levers: $(VENV)/.installed-test ## time korea with each lever left out, beside the plain model
	PYTHONPATH=tests $(BIN)/python -m benchmarks.levers

notebooks: $(VENV)/.installed ## run the notebooks of the pages, and write what their cells show
	$(BIN)/python docs/run_notebooks.py

gallery: $(VENV)/.installed ## draw the pictures of docs/gallery.md from the plan in out/korea
	$(BIN)/python docs/make_gallery.py $(OUT) korea

docs: $(VENV)/.installed-docs ## build the pages into out/docs; a warning is an error
	rm -rf out/docs out/docs-pages
	$(BIN)/python docs/generate.py out/docs-pages
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going -c docs out/docs-pages out/docs
	@echo "out/docs/index.html"

clean: ## remove what make made
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .coverage
