# `make run` serves the directory, `make test` checks everything. Both set up what they need; both can be run again.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
LOCAL_URL = $${SITE_URL:-http://127.0.0.1:$(PORT)}
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
# What Python has compiled once it need not compile again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run sign-in-links test quick lint test-changed test-sqlite test-postgresql test-journeys upgrades drills bench bench-large lighthouse wapiti audit topology image-steps browser lock clean

run: .venv/run.stamp
	@exec env SITE_URL="$(LOCAL_URL)" $(BIN)/python manage.py serve --prepare --bind 127.0.0.1:$(PORT)

# New links by which to look around the back office: each works once.
sign-in-links: .venv/run.stamp
	@SITE_URL="$(LOCAL_URL)" $(BIN)/python manage.py print_sign_in_links

# Two processes, the idle one of which takes tests over from the other.
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal -q

test: .venv/test.stamp
	@$(BIN)/python -m tests.parts

# Lint, and the tests of what has changed since main.
quick: .venv/test.stamp
	@$(MAKE) -j 2 lint test-changed

test-changed: .venv/test.stamp
	@echo "== Tests of what has changed, on SQLite"
	@$(PYTEST) -m "not journey and not slow" $$($(BIN)/python -m tests.changed)

lint: .venv/test.stamp
	@echo "== Style, templates, imports, settings, migrations"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/djlint --lint --quiet templates
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/lint-imports --no-cache > var/lint-imports.log || { cat var/lint-imports.log; exit 1; }
	@LCEP_MODE=production SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))") \
	  HSTS_PRELOAD=yes ALLOWED_HOSTS=lcep.org.uk SITE_URL=https://lcep.org.uk DATA_CONTROLLER=LCEP DATABASE_URL=sqlite:///var/check.sqlite3 \
	  EMAIL_URL=submission://mail MAIL_FROM=a@lcep.org.uk NATIONAL_DESK_EMAIL=b@lcep.org.uk ENQUIRY_REPLY_TO=c@lcep.org.uk BACKUP_FOLDER=var/backups \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m tests.rolling_deploy
	@echo "== Types"
	@$(BIN)/mypy

test-sqlite: .venv/test.stamp
	@echo "== Tests of what can differ, on SQLite"
	@TEST_PART=$@ $(BIN)/python -m pytest -q -m "not journey and not upgrade and not no_database" $$($(BIN)/python -m tests.on_both_databases)

test-postgresql: .venv/test.stamp
	@echo "== Tests on PostgreSQL"
	@TEST_PART=$@ $(BIN)/python -m tests.with_postgresql $(PYTEST) -m "not journey and not upgrade"

test-journeys: .venv/test.stamp browser
	@echo "== Journeys in a browser"
	@TEST_PART=$@ $(PYTEST) -m journey tests/journeys

# Every database of an earlier day on either database of today, of which make test has those that take other steps;
# all migrations back and forth.
upgrades: .venv/test.stamp
	@$(PYTEST) tests/upgrades
	@$(BIN)/python -m tests.with_postgresql $(PYTEST) tests/upgrades tests/partnerships/search/text_index/test_index.py

# Faults made on purpose, and whether what must hold did: docs/reliability.md is written anew. DRILLS="killing clock"
# makes these alone.
drills: .venv/test.stamp
	@$(BIN)/python -m tests.drills $(DRILLS)

# The whole site as it is hosted, as processes of this machine: nginx, two web servers, two workers, the scheduler,
# PostgreSQL. TOPOLOGY="--sqlite --redis" for another; see tests/topology/.
topology: .venv/test.stamp
	@exec $(BIN)/python -m tests.topology $(TOPOLOGY)

# How fast the site is beside a bare Django view, in some minutes: docs/performance.md is written anew. BENCH=--wagtail
# also installs Wagtail and measures a list of its; BENCH=--chart draws the chart alone.
bench: .venv/test.stamp
	@$(BIN)/python -m bench $(BENCH)

# The same with 122,000 partnerships, more rounds, Wagtail's list and make run: an hour or two, and 3 GB in var/bench/.
bench-large: .venv/test.stamp
	@$(BIN)/python -m bench --large --whole

# What Lighthouse says of the pages on a phone, while `make run` serves them. It needs Node.
lighthouse: .venv/run.stamp
	@$(BIN)/python -m bench.lighthouse http://127.0.0.1:$(PORT)

# What Wapiti finds that an attacker could use, while `make run` serves the site: in ten minutes at most, in an
# environment of its own. It fails if there is anything. Its attacks on LDAP servers are left out, since the site asks
# none; bench/wapiti.py names those it makes.
wapiti: .venv-wapiti/stamp
	@$(PYTHON) -m bench.wapiti http://127.0.0.1:$(PORT)

# Each step of the Dockerfile without Docker, in an empty folder as an ordinary user, on the Python it names, which must be
# at hand; then the site that comes of it, read-only.
image-steps: .venv/test.stamp
	@$(BIN)/python -m tests.hosting.image

.venv-wapiti/stamp: requirements-wapiti.lock
	@echo "== Installing Wapiti"
	@test -x .venv-wapiti/bin/python || $(PYTHON) -m venv .venv-wapiti
	@.venv-wapiti/bin/python -m pip install --quiet --disable-pip-version-check --progress-bar on --no-deps --require-hashes -r requirements-wapiti.lock
	@touch $@

# Which packages of the locks have a weakness that is known, where the service that knows of them can be reached.
audit: .venv-audit/stamp
	@$(PYTHON) -m bench.audit

.venv-audit/stamp: requirements-audit.lock
	@echo "== Installing pip-audit"
	@test -x .venv-audit/bin/python || $(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check --progress-bar on --no-deps --require-hashes -r requirements-audit.lock
	@touch $@

# The browsers are Debian's: installed where apt is at hand and we may use it, asked for elsewhere. The one without
# windows only saves time. Liberation Sans is as wide as Arial, which pages are first drawn in.
browser:
	@command -v chromium-headless-shell >/dev/null 2>&1 && command -v chromium >/dev/null 2>&1 && \
	  fc-list 2>/dev/null | grep -q -e "Liberation Sans" -e "Arial" && exit 0; \
	if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	  echo "== Installing Chromium"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    chromium chromium-headless-shell fontconfig fonts-liberation >/dev/null; \
	fi; \
	for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null 2>&1 && exit 0; done; \
	echo "The journeys need a browser. Install one with: sudo apt-get install chromium"; exit 1

# The locks are complete, so pip need not work out what depends on what. Python compiles what it uses when it does: half
# of what is installed, and not before the first page.
.venv/run.stamp: requirements.lock
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.11"; exit 1; }
	@echo "== Installing packages"
	@$(PYTHON) lcep_site/virtual_environment.py requirements.lock run.stamp --no-compile
	@mkdir -p var

.venv/test.stamp: requirements-test.lock | .venv/run.stamp
	@echo "== Installing packages for tests"
	@$(PYTHON) lcep_site/virtual_environment.py requirements-test.lock test.stamp
	@mkdir -p var

# For maintainers, with uv: write the locks anew after a change in pyproject.toml.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml
lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --group test -o requirements-test.lock
	$(LOCK) --group hosting -o requirements-hosting.lock
	$(LOCK) --group maps -o requirements-maps.lock
	$(subst pyproject.toml,,$(LOCK)) --group wapiti -o requirements-wapiti.lock
	$(subst pyproject.toml,,$(LOCK)) --group audit -o requirements-audit.lock
	@echo "Now: $(BIN)/python -m tests.licences"

clean:
	rm -rf .venv .venv.lock .venv-wapiti .venv-audit var
