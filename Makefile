# wordlight's commands. Each does its own set-up: on a fresh machine it installs
# what is missing, on one that has everything it installs nothing.
# `make` alone lists them.

PORT ?= 8080
HOST ?= 127.0.0.1
PYTHON ?= python3
# CHROMIUM=/path/to/browser   the browser that tests drive
# FIREFOX=, WEBKIT_DRIVER=/path/to/it   those in which the main journey is tested as well
# WASM_TOOLCHAIN=rustup|debian   what compiles to WebAssembly (first the one, then the other)
# WASM_OPT_LEVEL=-O3|-Oz|…   passed to wasm-opt
# ARGS=…   more arguments for train, test-native, test-wasm, test-browser, bench, fuzz
# SECONDS=, RUNS=   how long each target is fuzzed, or how often

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

scripts := www/scripts
npm_stamp := www/node_modules/.package-lock.json
pkg_stamp := www/pkg/.stamp
page := dist/index.html
cargo_deny_version := 0.20.2
cargo_deny := target/tools/cargo-deny-$(cargo_deny_version)/bin/cargo-deny
bench_modules := benches/node_modules/.package-lock.json
bench_models := target/bench/models/.stamp
bench_roofline := target/bench/roofline/.stamp
cargo_fuzz := target/tools/cargo-fuzz-0.13.2/bin/cargo-fuzz

# Folders are listed with their files, so that a file's removal is noticed too.
engine_sources := Cargo.toml Cargo.lock $(wildcard rust-toolchain.toml README.md LICENSE*) \
	$(shell find src -not -name '.*') \
	$(addprefix $(scripts)/,build-wasm.sh wasm-toolchain.sh lib.sh package-json.mjs) \
	$(wildcard $(scripts)/bindgen/Cargo.* $(scripts)/bindgen/src/*)
page_sources := www/vite.config.ts www/tsconfig.json www/tsconfig.base.json www/tsconfig.page.json \
	$(wildcard www/index.html www/style.css) \
	$(shell find $(wildcard www/src www/styles www/vite www/examples www/public www/models) -not -name '.*' -not -path '*/__pycache__*')

# Relative to www/. Its colours are for a terminal, not for a log.
biome_folders := . $(addprefix ../,$(wildcard tests/browser tests/wasm tests/fuzz benches))
biome_flags = $$([ -t 2 ] || echo --colors=off)

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

serve: dist ## build what is out of date and serve the page (PORT=8080 HOST=127.0.0.1)
	@exec node $(scripts)/static-server.mjs dist --port "$(PORT)" --host "$(HOST)"

test: test-native test-wasm test-browser ## run every test

dist: $(page) ## build the page (dist/, and in one file dist/wordlight.html) and the npm package (www/pkg)

wasm: $(pkg_stamp) ## build the npm package only (www/pkg)

test-native: ## run the engine's tests, natively
	@$(scripts)/need.sh cargo
	cargo test $(if $(filter true,$(CI)),--locked) $(ARGS)

test-wasm: $(pkg_stamp) target/kernels.wasm ## run the npm package's tests in Node
	@tests=(tests/wasm/*.test.mjs); \
	if [ -e "$${tests[0]}" ]; then set -x; node --test $(ARGS) "$${tests[@]}"; else echo "tests/wasm has no tests"; fi

test-browser: $(page) tests/browser/node_modules ## run the page's tests in Chromium, the main journey in Firefox and WebKit
	@CHROMIUM=$$($(scripts)/chromium.sh --shell); export CHROMIUM; \
	others=$$($(scripts)/other-browsers.sh); eval "$$others"; \
	echo "browsers: $$CHROMIUM $${FIREFOX:-} $${WEBKIT_DRIVER:-}"; \
	cd tests/browser; set -x; node_modules/.bin/playwright test $(ARGS)

bench: $(page) $(bench_modules) $(bench_models) $(bench_roofline) ## measure beside other runtimes (ARGS="forward keystroke …", see benches/)
	@CHROMIUM=$$($(scripts)/chromium.sh); export CHROMIUM; \
	node benches/bench.mjs $(ARGS)

fuzz: $(cargo_fuzz) tests/browser/node_modules ## hand damaged files to each parser (ARGS="hdf5 pickle …" SECONDS=60 or RUNS=100000)
	@node tests/fuzz/run.mjs --cargo-fuzz $(abspath $(cargo_fuzz)) --seconds "$(or $(SECONDS),60)" --runs "$(or $(RUNS),0)" $(ARGS)

lint: $(npm_stamp) $(pkg_stamp) tests/browser/node_modules ## check formatting, lints and types
	@$(scripts)/need.sh cargo
	cargo fmt --check
	cargo fmt --check --manifest-path benches/roofline/Cargo.toml
	cargo fmt --check --manifest-path tests/fuzz/Cargo.toml
	cargo fmt --check --manifest-path $(scripts)/bindgen/Cargo.toml
	cargo clippy $(if $(filter true,$(CI)),--locked) --all-targets -- -D warnings
	$(scripts)/build-wasm.sh --check
	cd www; for part in page worker tests; do node_modules/.bin/tsc --noEmit -p "tsconfig.$$part.json"; done
	cd www; node_modules/.bin/biome ci $(biome_flags) --error-on-warnings $(biome_folders)
	for script in .ci/run $(scripts)/*.sh benches/*/*.sh; do bash -n "$$script"; done

# Both want the network: cargo-deny for its data on advisories, npm for the registry's. The rest is in `make test`.
audit: ## check dependencies: licences, sources, duplicates, known weaknesses
	@$(scripts)/need.sh cargo npm
	@[ -x $(cargo_deny) ] || cargo install cargo-deny --locked --version $(cargo_deny_version) --root $(cargo_deny:/bin/cargo-deny=)
	$(cargo_deny) --locked check licenses bans sources
	@rc=0; set -x; \
	$(cargo_deny) --locked check advisories || rc=1; \
	for folder in www benches; do npm audit --prefix $$folder --package-lock-only || rc=1; done; \
	exit $$rc

fmt: $(npm_stamp) ## format Rust, TypeScript, CSS and JSON
	@$(scripts)/need.sh cargo
	cargo fmt
	cargo fmt --manifest-path benches/roofline/Cargo.toml
	cargo fmt --manifest-path tests/fuzz/Cargo.toml
	cargo fmt --manifest-path $(scripts)/bindgen/Cargo.toml
	cd www; node_modules/.bin/biome check $(biome_flags) --write $(biome_folders)

train: ## train the bundled model anew (www/models/imdb)
	@$(scripts)/venv.sh imdb www/models/imdb/requirements.txt
	target/venvs/imdb/bin/python www/models/imdb/train.py $(ARGS)

train-stars: ## train the second bundled model anew (www/models/imdb-stars)
	@$(scripts)/venv.sh imdb www/models/imdb/requirements.txt
	target/venvs/imdb/bin/python www/models/imdb-stars/train.py $(ARGS)

train-goemotions: ## train the emotions model anew (www/models/goemotions)
	@$(scripts)/venv.sh imdb www/models/imdb/requirements.txt
	target/venvs/imdb/bin/python www/models/goemotions/train.py $(ARGS)

train-zh: ## train the model of Chinese shop reviews anew (www/models/zh-reviews)
	@$(scripts)/venv.sh imdb www/models/imdb/requirements.txt
	target/venvs/imdb/bin/python www/models/zh-reviews/train.py $(ARGS)

soak: soak-day soak-large ## run the long part of the tests: a long day, large models in the page (two hours)

# Random edits under every model, 100,000 edits of one text, 200 switches of models, engines that stop; memory stays flat.
# What `make test` looks at in one colour scheme or width is looked at in both.
soak-day: $(page) tests/browser/node_modules
	@$(scripts)/need.sh cargo; CHROMIUM=$$($(scripts)/chromium.sh); export CHROMIUM; set -x; \
	EDITS=500 cargo test --release --test session -- --nocapture; \
	EDITS=100000 SWITCHES=200 node --test tests/wasm/long-day.test.mjs; \
	cd tests/browser; SOAK=1 SWITCHES=200 KEYS=6000 STEPS=500 node_modules/.bin/playwright test --workers=1 soak.spec restart.spec edits.spec; \
	SOAK=1 node_modules/.bin/playwright test --workers=1 --grep axe\|fit

# A model of 200 MB with a tokenizer of half a million words, written by Keras, in the page.
soak-large: target/large/keras/expected.json $(page) tests/browser/node_modules
	@CHROMIUM=$$($(scripts)/chromium.sh); export CHROMIUM; \
	cd tests/browser; set -x; LARGE=keras node_modules/.bin/playwright test large-model --workers=1

target/large/keras/expected.json: tests/fixtures/large_model.py tests/fixtures/attention_with_context.py
	@$(scripts)/venv.sh keras3 tests/fixtures/requirements-keras3.txt
	target/venvs/keras3/bin/python tests/fixtures/large_model.py $(@D)

# tensorflowjs wants packages that its converter of Keras models does without.
fixtures: ## make tests/fixtures anew, with each Keras that they compare
	@for keras in keras3 keras2 keras2.12; do $(scripts)/venv.sh "$$keras" "tests/fixtures/requirements-$$keras.txt"; done
	target/venvs/keras2/bin/pip install --quiet --disable-pip-version-check --no-deps tensorflowjs==4.22.0
	@for keras in keras3 keras2 keras2.12; do \
		(set -x; "target/venvs/$$keras/bin/python" tests/fixtures/make_fixtures.py); \
	done
	@for script in pickles saved random_texts text_vectorization masks_and_lengths sentence_fixtures random_sentences \
			split_patterns bundled_model bundled_stars bundled_short_texts hostile_hdf5; do \
		(set -x; target/venvs/keras3/bin/python "tests/fixtures/$$script.py"); \
	done
	target/venvs/keras2/bin/python tests/fixtures/text_vectorization.py

clean: ## remove everything that make made
	rm -rf target dist www/pkg www/node_modules tests/browser/{node_modules,results,report} benches/node_modules

$(npm_stamp): www/package.json www/package-lock.json
	@$(scripts)/need.sh node npm
	cd www; npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(bench_modules): benches/package.json benches/package-lock.json
	@$(scripts)/need.sh node npm
	cd benches; npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(bench_models): $(wildcard benches/models/*.mjs) benches/shared/random.mjs www/models/imdb/model.keras www/models/imdb/tokenizer.json | $(bench_modules)
	node benches/models/make.mjs $(@D)
	@touch $@

$(bench_roofline): $(wildcard benches/roofline/*.* benches/roofline/src/*) $(scripts)/wasm-toolchain.sh
	@benches/roofline/build.sh $(@D)
	@touch $@

$(cargo_fuzz):
	@$(scripts)/need.sh cargo
	cargo install --quiet --locked --root $(abspath $(@D)/..) --version 0.13.2 cargo-fuzz

# The browser tests lie outside www/, where their packages are.
tests/browser/node_modules: | $(npm_stamp)
	ln -sfn ../../www/node_modules $@

$(pkg_stamp): $(engine_sources) | $(npm_stamp)
	@$(scripts)/build-wasm.sh

target/kernels.wasm: $(wildcard src/kernels/*.rs tests/kernels/*) | $(pkg_stamp)
	@$(scripts)/build-wasm.sh --kernels

# A build that left the package as it was does not make the page old.
www/pkg/.made-from: $(pkg_stamp)
	@:

$(page): www/pkg/.made-from $(page_sources) $(npm_stamp)
	cd www; node_modules/.bin/vite build
	cd www; node_modules/.bin/vite build --mode one-file
	cd www; node_modules/.bin/vite build --mode element
	@touch $@

.PHONY: help serve test dist wasm test-native test-wasm test-browser bench fuzz lint audit fmt train train-stars train-goemotions train-zh fixtures soak soak-day soak-large clean
