# Softmax, Inside Out. `make help` lists what can be done; every target does its own set-up.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
DENO   := DENO_NO_UPDATE_CHECK=1 $(BIN)/deno
SITE   := _build/html/index.html
PORT   ?= 8000
# Tests and benchmarks measure nothing together: two workers are enough for two cores or more.
WORKERS ?= 2

# One thread each: on arrays as small as the tests' more of them only wait for each other.
PYTEST = OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

say = @printf '\n\033[1m%s\033[0m\n' "$(1)"

.DEFAULT_GOAL := help
.PHONY: help book notebooks lab serve test test-package lint format picture bench mutants constraints clean chromium

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(READY): requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "The course needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is `$(PYTHON) --version 2>&1`. Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(call say,Creating the virtual environment $(VENV))
	$(PYTHON) -m venv $(VENV)
	$(call say,Installing the pinned dependencies (once; some minutes and about 1.5 GB, most of it PyTorch))
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt -c constraints.txt
	$(BIN)/python -m pip install --disable-pip-version-check --no-deps -e .
	@touch $@

book: $(READY)  ## build the site into _build/html (seconds when nothing changed)
	$(call say,Building the book: every chapter is executed; a warning is an error)
	$(BIN)/jupyter-book build -n -W --keep-going .
	@printf '\nThe course is built. Open it: file://%s/%s\n' "$(CURDIR)" "$(SITE)"

serve: book  ## build the site and serve it at http://localhost:8000 (PORT=... for another)
	$(call say,Serving the course at http://localhost:$(PORT) (Ctrl+C stops))
	$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

notebooks: book  ## put the chapters as notebooks into _build/notebooks
	@rm -rf _build/notebooks && cp -R _build/html/_notebooks _build/notebooks
	@printf '\nThe notebooks are in %s/_build/notebooks\n' "$(CURDIR)"

lab: notebooks  ## open JupyterLab on the notebooks
	$(call say,Opening JupyterLab on the notebooks (Ctrl+C twice stops))
	$(BIN)/jupyter lab --notebook-dir=_build/notebooks

chromium: $(READY)
	@$(BIN)/python tests/support/chromium.py

test: lint book chromium  ## test all that a change can break (CHAPTER=softmax: that chapter and its widgets alone)
	$(call say,Testing the package$(comma) the sources$(comma) the built site$(comma) and the site in Chromium)
	$(PYTEST) -m "not nightly" --doctest-modules src/softmaxlab tests

test-fast: lint book  ## test what needs no browser and builds nothing, within 90 seconds
	$(call say,Testing the package$(comma) the sources and the built site)
	$(PYTEST) -m "not nightly and not builds" --doctest-modules src/softmaxlab tests --ignore tests/browser

test-all: lint book chromium mutants  ## test everything, also what is slow and rarely breaks
	$(call say,Testing everything)
	$(PYTEST) --doctest-modules src/softmaxlab tests

test-package: $(READY)  ## test the package alone, in seconds
	$(PYTEST) --doctest-modules src/softmaxlab tests/package

lint: $(READY)  ## ruff on all Python, mypy --strict on src, deno on JavaScript and CSS
	$(call say,Checking style and types)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(DENO) fmt --check
	$(DENO) lint

format: $(READY)  ## let ruff and deno fix what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(DENO) lint --fix
	$(DENO) fmt

picture: book chromium  ## take the README's picture from the built site
	$(BIN)/python tests/support/picture.py

bench: $(READY)  ## measure speed as ratios against SciPy and PyTorch
	$(BIN)/python -m pytest tests/bench -o python_files='bench_*.py' --benchmark-only --benchmark-disable-gc -q

mutants: $(READY)  ## plant faults in the package and see that its tests notice each (minutes)
	$(BIN)/python tests/mutants.py

constraints: $(READY)  ## pin anew what requirements.txt brings along, in constraints.txt
	$(BIN)/uv pip compile --no-config --universal --python-version 3.11 --only-binary :all: \
	  --upgrade --quiet --annotation-style line --custom-compile-command "make constraints" \
	  --output-file constraints.txt requirements.txt

clean:  ## remove what was built (the virtual environment stays)
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks

comma := ,
