# `make help` lists the targets. Longer steps are programs in scripts/.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

# What loads the reference data, in this order; each may be repeated at any time.
LOADERS := load_units load_agencies load_regimes load_checklist
# Says quickly who may sign in once it has been loaded.
DEMO := $(wildcard demo/management/commands/load_demo.py)

# Files that say a step is done; each is made again when what it comes from changes.
FRONTEND := static/vendor/icons.svg
WORDS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
COLLECTED := staticfiles/staticfiles.json
# A database elsewhere is brought up to date every time, the local one when needed.
LOADED := $(if $(DATABASE_URL),database-elsewhere,db.sqlite3.loaded)
$(if $(wildcard db.sqlite3),,$(shell rm -f db.sqlite3.loaded))

.DELETE_ON_ERROR:
.PHONY: help run install test lint fix check demo-data reset bench lock
.PHONY: database-elsewhere

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: .venv/run.stamp $(COLLECTED) demo-data ## Start the portal here with demo data (PORT=8000)
	@echo "Cổng OCOP: http://127.0.0.1:$(PORT)/   (Ctrl+C để dừng)"
	@DEBUG=0 DJANGO_SETTINGS_MODULE=ocop_portal.settings.dev exec $(BIN)/gunicorn \
		--bind 127.0.0.1:$(PORT) --threads 8 --no-control-socket --log-level warning \
		ocop_portal.wsgi

install: .venv/dev.stamp $(FRONTEND) $(WORDS) ## Install all that run and test need

test: lint check ## Run every test on SQLite and on PostgreSQL, in a browser too
	$(BIN)/python scripts/run_tests.py $(ARGS)

lint: install ## Check the style of code and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --check --lint templates
	$(BIN)/mypy

fix: install ## Put code and templates into the style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --reformat templates

check: install ## Check settings, migrations and the direction of imports
	$(MANAGE) check --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/lint-imports

demo-data: $(LOADED) ## Bring the database up to date, load the data, show the log-ins
	$(if $(DEMO),@$(MANAGE) load_demo)

reset: ## Delete the local database and files, and load the data again
	rm -rf db.sqlite3 db.sqlite3-* db.sqlite3.loaded media
	$(MAKE) demo-data

bench: install ## Measure speed against floors of the same run
	$(BIN)/python -m benchmarks

COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options
lock: install ## Write the lock files anew after a change of versions
	$(BIN)/pip install --quiet pip-tools==7.6.2
	for name in requirements requirements-dev requirements-node; do \
		$(COMPILE) --output-file $$name.txt $$name.in; done
	npm install --package-lock-only
	$(BIN)/python scripts/frontend.py --update

.venv/run.stamp: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it: make PYTHON=…")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(FRONTEND): frontend.json package-lock.json static/icons.txt scripts/frontend.py | .venv/run.stamp
	$(BIN)/python scripts/frontend.py

%.mo: %.po scripts/compile_messages.py | .venv/run.stamp
	$(BIN)/python scripts/compile_messages.py

$(COLLECTED): .venv/run.stamp $(FRONTEND) $(shell find static -type f -not -path 'static/vendor/*')
	DEBUG=0 $(MANAGE) collectstatic --noinput --clear --verbosity 0

$(LOADED): .venv/run.stamp $(WORDS) $(shell find data -type f 2>/dev/null) $(wildcard */migrations/0*.py)
	$(MANAGE) migrate --verbosity 0
	for command in $(LOADERS); do $(MANAGE) $$command || exit 1; done
	@test "$@" = database-elsewhere || touch $@
