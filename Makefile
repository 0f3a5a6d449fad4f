# returns: statistical returns and exception reports from spreadsheets.
#
#   make returns PERIOD=2024Q4   install what is missing, build, run the pipeline on inputs/, say where to look
#   make test                    everything that .ci/run does
#   make help                    the other targets

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PIPELINE ?= pipelines/innovation
INPUTS   ?= inputs
OUTPUTS  ?= outputs
# More words for the program, e.g. ARGS="--jobs 1 --strict".
ARGS     ?=

# `swift build` has been seen to hang after a compile error: nothing runs without a limit.
BUILD := timeout --foreground 1800 swift build
TEST  := timeout --foreground 1800 swift test
PROGRAM := .build/release/returns

# pkg-config's name of a library = the Debian package that brings it.
LIBRARIES      := libxml-2.0=libxml2-dev zlib=zlib1g-dev libzip=libzip-dev xlsxwriter=libxlsxwriter-dev
TEST_LIBRARIES := sqlite3=libsqlite3-dev
# A program = the Debian packages that bring it: the browser that pages are clicked through in, with letters to show.
TEST_PROGRAMS  := xmllint=libxml2-utils chromium=chromium,fonts-noto-cjk java=openjdk-17-jre-headless
# Who reads our files in the tests, with what PyPI calls it.
CLIENTS := sdmx1=sdmx1==2.28.0 'pysdmx=pysdmx[all]==1.21.0' frictionless=frictionless==5.21.0 openpyxl=openpyxl==3.1.5 banff=banff==3.1.3 spark=pyspark==4.0.1

.PHONY: help deps test-deps build returns samples test test-quick lint bench bench-formats bench-impact clean

help:
	@echo "make returns PERIOD=2024Q4   install what is missing, build, and make the return from $(INPUTS)/"
	@echo "make test                    lint and every test (as .ci/run); make test-quick leaves the linter out"
	@echo "make samples                 write the sample deliveries in inputs/ again (the same bytes)"
	@echo "make bench                   the job by others and by us, table by table (SUITE="csv=200000 xml" for some)"
	@echo "make bench-formats           a sheet of a million rows in every format, other readers beside us"
	@echo "make bench-impact            seeded errors: how much of them the first exceptions of a review remove"
	@echo "make build | deps | lint | clean"

deps:
	@.ci/install-libraries $(LIBRARIES)

test-deps: deps
	@.ci/install-libraries $(TEST_LIBRARIES)
	@.ci/install-programs $(TEST_PROGRAMS)
	@.ci/install-clients $(CLIENTS)

build: deps
	@$(BUILD) -c release --product returns

returns:
	@if [ -z "$(PERIOD)" ]; then \
	  echo "Which period? Say for example: make returns PERIOD=2024Q4" >&2; \
	  echo "Others: 2024, 2024H2, 2024M11, and ranges such as 2023Q1..2024Q4." >&2; exit 64; fi
	@$(MAKE) build
	@$(PROGRAM) run --period "$(PERIOD)" --pipeline "$(PIPELINE)" --inputs "$(INPUTS)" --outputs "$(OUTPUTS)" $(ARGS)

samples:
	@$(BUILD) --product SampleInputs
	@.build/debug/SampleInputs

test: test-deps lint
	@$(TEST)

test-quick: test-deps
	@$(TEST)

lint:
	@swift format lint --strict --parallel --recursive Package.swift Sources Tests

bench: build
	@Tests/Benchmarks/run $(SUITE)

bench-formats: build
	@Tests/Benchmarks/formats $(or $(ROWS),1000000)

bench-impact: build
	@python3 Tests/Benchmarks/impact/run.py

clean:
	@rm -rf .build
