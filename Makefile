# `make setup` makes a bare checkout runnable, `make run` starts wfdesk, `make test` runs every gate.
# Words for a target's program go into ARGS: make run ARGS="--help".

PYTHON ?= $(firstword $(shell command -v python3 python3.11 python3.12 python3.13))
BIN := .venv/bin
UV ?= $(firstword $(wildcard $(BIN)/uv) uv)
READY := .venv/.ready
ARGS ?=

# The tests start hundreds of processes: where bytecode may not be kept, each compiles all anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup run test test-windows test-starts test-model test-model-more test-engine test-outside test-rest \
  test-monkey soak coverage bench screenshots package audit lint format lock clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml packaging/bootstrap.py
	$(PYTHON) packaging/bootstrap.py setup
	@touch $@

run: $(READY)
	$(BIN)/python -m wfdesk $(ARGS)

test: $(READY)
	@$(PYTHON) packaging/bootstrap.py test-programs
ifeq ($(ARGS),)
	$(MAKE) --no-print-directory --jobs=9 --output-sync=target \
	  lint test-windows test-starts test-model test-model-more test-engine test-outside test-rest test-monkey
else
	$(MAKE) --no-print-directory lint
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(ARGS)
endif

# Side by side: what drives windows waits most of the time, and what is played in one thread never
# does. The first two and the last search for tokens in the end.
WINDOWS := tests/gui/form
# The monkey waits for its time to pass, not for a processor, and steps back for the others.
MONKEY := tests/convergence/test_monkey.py

test-windows: export QT_QPA_PLATFORM = offscreen
test-windows:
	$(BIN)/python -m pytest --durations=10 $(WINDOWS) tests/test_canary.py

# The program in a process of its own, seen and handled from outside.
STARTS := tests/e2e

test-starts: export QT_QPA_PLATFORM = offscreen
test-starts:
	$(BIN)/python -m pytest --durations=10 $(STARTS) tests/test_canary.py

# The model that plays all promises of the engine at once, twenty thousand times: one process with
# all of them would be the last one by far, and leave the other core with nothing to do.
MODEL := tests/convergence/test_scenarios.py

test-model test-model-more: export QT_QPA_PLATFORM = offscreen
test-model test-model-more: export WFDESK_SCENARIOS = 10000
test-model:
	$(BIN)/python -m pytest --durations=10 $(MODEL)

test-model-more: export WFDESK_FIRST_SEED = 10000
test-model-more:
	$(BIN)/python -m pytest --durations=10 $(MODEL)

# The promises one by one, and the model step by step.
ENGINE := tests/unit/sync $(addprefix tests/convergence/test_,stateful.py mutants.py speed.py)

test-engine: export QT_QPA_PLATFORM = offscreen
test-engine:
	$(BIN)/python -m pytest --durations=10 $(ENGINE)

# The practice server, the command line and whole processes: much of it waits for another one.
OUTSIDE := tests/contract tests/cli $(addprefix tests/convergence/test_,sockets.py kills.py power.py)

test-outside: export QT_QPA_PLATFORM = offscreen
test-outside:
	$(BIN)/python -m pytest --durations=10 $(OUTSIDE)

test-rest: export QT_QPA_PLATFORM = offscreen
test-rest:
	$(BIN)/python -m pytest --durations=10 \
	  $(addprefix --ignore=,$(WINDOWS) $(STARTS) $(MODEL) $(ENGINE) $(OUTSIDE) $(MONKEY))

test-monkey: export WFDESK_MONKEY_SECONDS ?= 300
test-monkey: export QT_QPA_PLATFORM = offscreen
test-monkey:
	nice -n 10 $(BIN)/python -m pytest -s $(MONKEY) tests/test_canary.py

# What a release is put through: the tests of make test that are made of chance, many more times.
# It takes hours and says how much it was. ARGS names a part: ARGS=tests/convergence/test_power.py
SOAKED := tests/convergence tests/unit/store/test_kills.py \
  tests/unit/domain/test_merge_properties.py tests/unit/domain/test_plan_properties.py \
  tests/unit/richtext/test_blocks.py tests/unit/richtext/test_document.py \
  tests/unit/richtext/test_pasting_properties.py tests/gui/richtext/test_lossless.py \
  tests/unit/fuzz \
  tests/e2e/test_bad_input.py::test_who_types_on_loses_the_last_second_to_a_kill_at_the_most

soak: export WFDESK_SCENARIOS = 1000000
soak: export WFDESK_STATEFUL = 5000
soak: export WFDESK_STATEFUL_STEPS = 100
soak: export WFDESK_SCENES = 10000
soak: export WFDESK_KILLS = 2000
soak: export WFDESK_STORE_KILLS = 1000
soak: export WFDESK_CUTS = 10000
soak: export WFDESK_PROPERTIES = 200000
soak: export WFDESK_FUZZ = 1000000
soak: export WFDESK_TYPING = 10
soak: export WFDESK_RICHTEXTS = 13400
soak: export WFDESK_WRITERS = 200
soak: export WFDESK_MONKEY_SECONDS = 28800
soak: export QT_QPA_PLATFORM = offscreen
soak: $(READY)
	$(BIN)/python -m pytest -s -o timeout=0 --durations=0 --durations-min=10 $(or $(ARGS),$(SOAKED))

# How much of the engine its own tests go through, branch by branch: all of what decides, and nearly
# all of the rest.
CORE := wfdesk/domain/*,wfdesk/sync/*,wfdesk/store/*
DECIDING := wfdesk/domain/merge.py,wfdesk/*/journal.py,wfdesk/store/acknowledge.py,wfdesk/sync/reconcile.py

coverage: export QT_QPA_PLATFORM = offscreen
coverage: $(READY)
	$(BIN)/coverage run -m pytest -o timeout=0 tests/unit/domain tests/unit/sync tests/unit/store
	$(BIN)/coverage report --skip-covered --show-missing --include='$(CORE)' --fail-under=95
	$(BIN)/coverage report --include='$(DECIDING)' --fail-under=100

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks $(ARGS)

screenshots: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/screenshots.py $(ARGS)

package: $(READY)
	$(BIN)/python packaging/build.py

# Asks PyPI whether a pinned version has a known hole; pip-audit runs in an environment of its own.
audit: $(READY)
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/pip install --quiet pip-audit
	.venv/audit/bin/pip-audit --require-hashes --disable-pip --requirement requirements.lock $(ARGS)

# Keeps the pinned versions where they still fit; ARGS=--upgrade moves them.
lock:
	$(UV) pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-emit-index-url --quiet $(ARGS) \
	  --output-file requirements.lock

clean:
	rm -rf .venv build dist screenshots .coverage .hypothesis .mypy_cache .pytest_cache \
	  .ruff_cache .import_linter_cache tests/contract/javascript/node_modules
	find wfdesk tests benchmarks packaging -name __pycache__ -prune -exec rm -rf {} +
