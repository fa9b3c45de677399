# Each target is one step into .venv, which `setup` makes from the locked requirements.

.PHONY: setup demo serve test check bench docs
.DEFAULT_GOAL := setup

messages := $(wildcard src/ubada/locale/*/LC_MESSAGES/*.po)

setup: .venv/messages.stamp ## the virtual environment with .venv/bin/ubada

demo: setup ## everything from nothing, then the site
	@.venv/bin/ubada demo

serve: setup ## the site
	@.venv/bin/ubada serve

test: setup .venv/dev.stamp ## the test suite, with a real browser where one can be had
	sh .ci/browser
	.venv/bin/python -m pytest -n 3 --no-loadscope-reorder --hypothesis-profile=repeatable

check: setup .venv/dev.stamp ## lint, format, types, layers
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/python -m mypy
	.venv/bin/lint-imports

bench: setup .venv/dev.stamp .venv/bench.stamp ## measurements
	.venv/bin/python -m bench

docs: setup ## the pages of the reference that are made from the code
	.venv/bin/ubada reference docs/reference

.venv/runtime.stamp: requirements/runtime.txt pyproject.toml .ci/setup
	@sh .ci/setup
	@touch $@

.venv/messages.stamp: .venv/runtime.stamp $(messages)
	@.venv/bin/python -m ubada.cli messages compile
	@touch $@

.venv/dev.stamp: .venv/runtime.stamp requirements/dev.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.venv/bench.stamp: .venv/runtime.stamp requirements/bench.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@
