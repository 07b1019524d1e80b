# Everything that a person or a CI machine does with this repository is a
# target here; `make help` lists them. Needs Go (see go.mod), Node 20.19 or
# newer, and for `unit` a C compiler (the race detector links with it).

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

# One set of flags for every go command, so that build, vet, lint and tests
# share what the compiler has cached.
export GOFLAGS := -trimpath $(filter-out -trimpath,$(GOFLAGS))

WEB_SOURCES := $(shell find web/src web/public -type f 2>/dev/null) \
	web/index.html web/package.json web/tsconfig.json web/vite.config.ts
MODULES     := web/node_modules/.package-lock.json
STEP        := scripts/step.sh
FUZZTIME    ?= 10s

##@ Use

run: build ## Build everything and start the demo on http://127.0.0.1:8080
	bin/headgate demo

build: web bin/headgate ## Build web/dist and bin/headgate

web: web/dist/index.html ## Build the web application into web/dist

##@ Check

test: format lint vet arch unit web-test build e2e ## Run every check in order, as CI does
	@scripts/summary.sh unit web-test e2e

format: bin/gofumpt $(MODULES) ## Fail if a file is not formatted
	@$(STEP) format scripts/format.sh

lint: bin/golangci-lint ## Run the linters of .golangci.yaml
	@$(STEP) lint bin/golangci-lint run ./...

vet: ## Run go vet
	@$(STEP) vet go vet ./...

arch: ## Check layers, purity and package comments
	@$(STEP) arch go test -count=1 -run '^Test(Architecture|Layers)' .

unit: ## Run the Go tests with the race detector
	@scripts/need.sh 'gcc libc6-dev' gcc cc >/dev/null
	@$(STEP) unit env CGO_ENABLED=1 go test -race -vet=off -timeout 8m ./...

web-test: $(MODULES) ## Type-check the web application and run its unit tests
	@$(STEP) web-types npm --prefix web run --silent types
	@$(STEP) web-test npm --prefix web run --silent test

e2e: build ## Run the browser tests in Chromium; pictures land in artefacts/
	@chromium="$$(scripts/chromium.sh)"; \
		HEADGATE_CHROMIUM="$$chromium" HEADGATE_BIN="$(CURDIR)/bin/headgate" $(STEP) e2e npm --prefix web run --silent e2e

##@ Check at length

bench: ## Run the benchmarks; compare two runs with bin/benchstat
	@mkdir -p artefacts
	go test -run '^$$' -bench . -benchmem ./... | tee artefacts/bench.txt

test-faults: ## Run the tests that kill, cut and corrupt (TestFaults…)
	HEADGATE_LONG=1 go test -count=1 -timeout 30m -run '^TestFaults' ./...

test-long: ## Run the tests that take minutes (TestLong…)
	HEADGATE_LONG=1 go test -count=1 -timeout 60m -run '^TestLong' ./...

fuzz: ## Fuzz every target for FUZZTIME (10s)
	scripts/fuzz.sh $(FUZZTIME)

##@ Care

fmt: bin/gofumpt $(MODULES) ## Format all Go and web sources
	scripts/format.sh --write

zoneinfo: ## Take the time zone database of the Go in use (decision 0007)
	install -m 644 "$$(go env GOROOT)/lib/time/zoneinfo.zip" calendar/zoneinfo.zip

clean: ## Remove build output and artefacts, keep downloads
	rm -rf bin artefacts
	find web/dist -mindepth 1 ! -name .keep -delete

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Files. The Go commands are left to go's own cache, which knows best what is
# stale; the tools change only with their pins.

bin/headgate: FORCE
	go build -o $@ ./cmd/headgate

bin/golangci-lint: tools/go.mod tools/go.sum
	go -C tools build -o ../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

bin/gofumpt: tools/go.mod tools/go.sum
	go -C tools build -o ../$@ mvdan.cc/gofumpt

bin/benchstat: tools/go.mod tools/go.sum
	go -C tools build -o ../$@ golang.org/x/perf/cmd/benchstat

$(MODULES): web/package.json web/package-lock.json
	npm --prefix web ci --no-progress
	@touch $@

web/dist/index.html: $(WEB_SOURCES) $(MODULES)
	npm --prefix web run --silent build

FORCE:
.PHONY: run build web test format lint vet arch unit web-test e2e bench test-faults test-long fuzz fmt zoneinfo clean help FORCE
