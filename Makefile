# One command set for people and for CI. `make help` lists the targets.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
endif
PY := $(BIN)/python
# Extra arguments for the program behind a target: make test ARGS='-k signing', make mock ARGS='--port 8080 --seed 1'
ARGS ?=
STAMP := .venv/.installed

# What is formatted and linted; folders appear here once they exist.
SOURCES := $(wildcard codegen connector generated mock tests tools bench)

.PHONY: help
help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' Makefile

.PHONY: install
install: $(STAMP) ## set up .venv with everything for development (uv or pip; hash-checked)

$(STAMP): requirements/dev.txt pyproject.toml
	@sh tools/install
	@touch $(STAMP)

.PHONY: demo
demo: install ## run the main job on the embedded mock exchange
	@$(BIN)/binance-usdm demo $(ARGS)

.PHONY: test
test: install ## run all tests
	@$(PY) -m pytest -n auto $(ARGS)

.PHONY: contract
contract: install ## run the schema-based contract tests against the mock exchange
	@$(PY) -m pytest -n auto tests/contract $(ARGS)

# Other people's clients have an environment of their own: what they pin must not decide what this project uses.
.PHONY: contract-peers
contract-peers: .peers/.installed ## run other people's clients against the mock exchange
	@$(subst .venv,.peers,$(PY)) -m pytest -n auto tests/peers $(ARGS)

.peers/.installed: requirements/peers.txt pyproject.toml tools/install
	@sh tools/install .peers requirements/peers.txt
	@touch $@

.PHONY: soak
soak: install ## the long proofs, some twenty minutes: a million book changes with losses, three times ten thousand orders under faults, two thousand rotations
	@BOOK_SOAK=1 SOAK=1 $(PY) -m pytest -n auto -o faulthandler_timeout=2400 tests/connector/book tests/connector/chaos \
		tests/connector/streams/test_rotation.py tests/connector/streams/test_repair_in_any_order.py \
		tests/connector/streams/test_any_frame_in_any_state.py tests/connector/ws_api/test_any_frame_in_any_state.py $(ARGS)

.PHONY: generate
generate: install ## rebuild the generated client and documents from the catalogue in spec/
	@$(BIN)/binance-usdm-codegen generate $(ARGS)

.PHONY: check
check: lint types imports catalogue ## lint, types, import arrows, catalogue, stale generated code (make -k: all, whatever fails)

.PHONY: lint
lint: install ## ruff: rules and format
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

.PHONY: types
types: install ## mypy --strict and pyright
	$(PY) -m mypy
	$(PY) -m pyright

.PHONY: imports
imports: install ## the import arrows of ARCHITECTURE.md, proved by import-linter
	$(BIN)/lint-imports

.PHONY: catalogue
catalogue: install ## the catalogue is right and the generated code is what it gives
	$(BIN)/binance-usdm-codegen check
	$(BIN)/binance-usdm-codegen generate --check

.PHONY: drift
drift: install ## compare the catalogue with the newest official SDK
	@$(BIN)/binance-usdm-codegen drift $(ARGS)

.PHONY: bench
bench: install ## measure against other clients; prints ratios
	@$(PY) bench/run.py $(ARGS)

.PHONY: mock
mock: install ## serve the mock exchange until Ctrl-C
	@$(BIN)/binance-usdm mock serve $(ARGS)

.PHONY: format
format: install ## let ruff format and mend what it can
	$(BIN)/ruff check --fix-only $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

# Keeps every version it can; UPGRADE=1 takes the newest of all, UPGRADE=name of one package.
UPGRADE ?=
UPGRADE_FLAG := $(if $(UPGRADE),$(if $(filter 1,$(UPGRADE)),--upgrade,--upgrade-package $(UPGRADE)))

.PHONY: lock
lock: ## resolve pyproject.toml into requirements/dev.txt (UPGRADE=1 for newer versions, UPGRADE=name for one package)
	@test -x $(BIN)/uv || sh tools/install
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate \
		--python-version 3.11 --custom-compile-command "make lock" --all-extras --group dev $(UPGRADE_FLAG) \
		--output-file requirements/dev.txt pyproject.toml

.PHONY: lock-peers
lock-peers: install ## resolve requirements/peers.in and this project into requirements/peers.txt (UPGRADE as above)
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate \
		--python-version 3.11 --custom-compile-command "make lock-peers" --extra mock $(UPGRADE_FLAG) \
		--output-file requirements/peers.txt pyproject.toml requirements/peers.in

.PHONY: clean
clean: ## remove .venv, caches and build results
	rm -rf .venv .bench .peers build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .schemathesis
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
