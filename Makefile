# One command for each thing one does with Giaoban. `make` lists them.

# What a command needs is set up first, once: the files below say what has been done.
running     = .venv/.runtime-ready
development = .venv/.development-ready
locked      = requirements/runtime.txt requirements/build.txt pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help demo run setup test test-full check bench translations lock

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

demo: $(running) ## fill a demo workspace and serve it on http://127.0.0.1:8000
	@.venv/bin/giaoban demo

run: $(running) ## serve this machine's own installation, after bringing its database up to date
	@.venv/bin/giaoban migrate --verbosity 0
	@.venv/bin/giaoban runserver

setup: $(development) ## get everything for development into .venv
	@echo "Ready: .venv/bin/giaoban runs. Next: make demo, make test, make check."

test: $(development) ## run every test, on SQLite and on PostgreSQL
	@scripts/run_tests.sh

test-full: $(development) ## run every test in its heavy form as well (long)
	@GIAOBAN_FULL=1 scripts/run_tests.sh

check: $(development) ## style, types, layers, missing migrations, missing translations
	@scripts/install_test_parts.py gettext
	@scripts/check.sh

bench: $(development) ## measure, and write docs/benchmarks.md
	@scripts/install_test_parts.py postgresql
	@.venv/bin/python -m benchmarks

translations: $(development) ## gather the texts to translate, and compile the translations
	@scripts/install_test_parts.py gettext
	@scripts/update_translations.sh

lock: ## choose exact versions for requirements/*.in (make lock UPGRADE=1 for newer ones)
	@scripts/lock_requirements.sh $(if $(UPGRADE),--upgrade)

$(running): $(locked)
	@scripts/install_packages.sh runtime

$(development): $(locked) requirements/development.txt
	@scripts/install_packages.sh development
