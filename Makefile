# Two commands to begin with: `make letter` and `make test`. `make help` lists all.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3

help: ## List what make can do here
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sort | while IFS="$$(printf '\t')" read -r name about; do \
	  printf '%-10s %s\n' "$$name" "$$about"; done

.PHONY: help letter test windows narrowed hunt check lint types tools texts bench prose golden picture dist lock licences man clean

letter: $(VENV)/run ## Draft the example reply, as Word and as Markdown
	@mkdir -p out
	@$(BIN)/drafter draft $$(cat examples/request.txt) --to "Mrs Asha Patel" \
	  --address "1 Long Row, Westmere, WV1 9ZZ" -o out/reply.docx --force
	@$(BIN)/drafter draft $$(cat examples/request.txt) --to "Mrs Asha Patel" \
	  --address "1 Long Row, Westmere, WV1 9ZZ" -o out/reply.md --force 2>/dev/null

# By file, since what a file makes once for its tests is then made by one process.
test: $(VENV)/dev ## Run the test suite, on all cores
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

windows: $(VENV)/dev ## Run it again where the system is as narrow as Windows; tests/narrowed.py says what that is
	PYTHONPATH=tests $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -p as_windows

narrowed: $(VENV)/dev ## The same with the whole suite, which takes as long as 'make test'
	DRAFTER_WHOLE=1 $(MAKE) windows

hunt: $(VENV)/dev ## The laws, held with examples that were never tried before; what fails becomes a test of its own
	$(BIN)/pytest -n auto --hypothesis-profile=hunt $$(grep -l '@given' tests/test_*.py)

check: lint types ## Lint, types, and the shipped facts and templates; nothing that was remembered counts
	DRAFTER_NO_CACHE=1 $(BIN)/drafter check

lint: $(VENV)/dev ## Lint and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev ## Types
	$(BIN)/mypy

tools: $(VENV)/dev ## The tests that drive LibreOffice, pandoc, Chromium, PostgreSQL, the Open XML SDK; a missing one fails
	cd tests/tools && npm install --no-audit --no-fund --loglevel=error
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -m tools

texts: $(VENV)/dev ## The tests that need the texts of the shipped documents, in the folder TEXTS
	DRAFTER_TEXTS="$(abspath $(TEXTS))" $(BIN)/pytest -m texts $$(grep -l mark.texts tests/test_*.py)

bench: $(VENV)/dev ## Ratios, each measured side by side in this one run
	$(BIN)/python tests/bench.py
	$(BIN)/python tests/bench_batches.py

prose: $(VENV)/dev ## How the shipped letters read, in figures
	cd tests && ../$(BIN)/python prose.py

golden: $(VENV)/dev ## Write the golden files and the examples anew; then read the difference
	$(BIN)/pytest -q --update-golden tests

picture: $(VENV)/dev ## Draw the pictures of the docs (LibreOffice, poppler, Chromium; Xvfb and ImageMagick for a window)
	$(BIN)/python docs/tools/letter_picture.py
	$(BIN)/python docs/tools/sheet_picture.py
	$(BIN)/python docs/tools/walk_pictures.py

$(VENV)/run: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

dist: $(VENV)/dev ## The wheel and the source archive, the same bytes whoever builds them: their time is the last commit's
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation -o dist .
	cd dist && sha256sum *

lock: $(VENV)/dev ## Write requirements-dev.lock anew, with what is newest within the bounds of pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade --quiet \
	  --generate-hashes --no-emit-index-url --custom-compile-command "make lock" -o requirements-dev.lock

man: $(VENV)/dev ## Write the manual pages anew, from the commands' help
	$(BIN)/python docs/tools/man_pages.py

licences: $(VENV)/dev ## Write docs/licences.md anew, from what the packages say of themselves
	$(BIN)/python docs/tools/licences.py

# What it installs is what the lock says, each file by its hash; only what builds drafter itself is fetched besides.
$(VENV)/dev: pyproject.toml requirements-dev.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@ $(VENV)/run

clean: ## Remove what make has made
	rm -rf $(VENV) out dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
