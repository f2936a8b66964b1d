# The commands of this house. Each one does its own set-up, so this is all that a fresh machine needs:
#     make try        a demo school to click in
#     make test       every test
#     make lint       every check that runs nothing
#     make bench      how fast it is, as ratios

VENV := .venv
PY := $(VENV)/bin/python

# Without bytecode every start costs seconds more: whoever switched it off did not mean us.
unexport PYTHONDONTWRITEBYTECODE
# An environment of somebody else's must not decide where uv installs.
unexport VIRTUAL_ENV

# What is installed is remembered by the content of the file that asked for it. A date says less after a
# checkout, a copy or a restored cache.
fingerprint = $(shell cksum < $(1) | tr ' ' '-')
INSTALLED_RUN := $(VENV)/.installed-run-$(call fingerprint,requirements.txt)
INSTALLED_DEV := $(VENV)/.installed-dev-$(call fingerprint,requirements-dev.txt)

# One more than there are cores, because some tests wait for processes and pages; more than four gain nothing.
CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
WORKERS ?= $(shell expr \( $(CORES) \< 3 \) \* $(CORES) + \( $(CORES) \> 2 \) \* 3 + 1)

# uv where it is there (seconds), else pip (half a minute).
define install
	@if command -v uv >/dev/null 2>&1; then \
	    echo "Installing $(1) with uv"; \
	    uv pip install --quiet --python $(PY) --require-hashes -r $(1); \
	else \
	    echo "Installing $(1) with pip (about half a minute)"; \
	    $(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null; \
	    $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); \
	fi
endef

.PHONY: help try test lint bench pages setup lock clean

help:
	@echo "make try      a demo school on this computer: open the address it prints, Ctrl-C ends it"
	@echo "make test     every test (choose some: PYTEST_ADDOPTS='-k notice' make test)"
	@echo "make lint     every check that runs nothing: style, types, layers, container"
	@echo "make bench    how fast it is, as ratios (longer: BENCH_FULL=1; as a file: BENCH_JSON=...; some: BENCHES=report)"
	@echo "make pages    write docs/protocollen and the tables of docs/rechten.md anew"
	@echo "make setup    install all that the above need, without running anything"
	@echo "make lock     write requirements*.txt anew from pyproject.toml (UPGRADE=1 takes newer versions)"
	@echo "make clean    remove what was installed, built and cached; var/, with the data, stays"

try: $(INSTALLED_RUN)
	@exec $(PY) -m ruggespraak try

test: $(INSTALLED_DEV)
	$(PY) -m pytest -n $(WORKERS) --dist worksteal

lint: $(INSTALLED_DEV)
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/hadolint Dockerfile
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml

bench: $(INSTALLED_DEV)
	@$(PY) -m bench $(BENCHES)

pages: $(INSTALLED_DEV)
	$(PY) -m tests.pages
	$(PY) -m tests.rights_page

setup: $(INSTALLED_DEV)

$(INSTALLED_RUN): | $(PY)
	$(call install,requirements.txt)
	@rm -f $(VENV)/.installed-run-* && touch $@

# The development set holds the other one, in the same versions.
$(INSTALLED_DEV): | $(PY)
	$(call install,requirements-dev.txt)
	@rm -f $(VENV)/.installed-* && touch $@ $(INSTALLED_RUN)

# The first Python that is new enough. PYTHON=... chooses another.
$(PY):
	@if command -v uv >/dev/null 2>&1; then \
	    exec uv venv --quiet --allow-existing --python "$${PYTHON:->=3.11}" $(VENV); \
	fi; \
	for python in $${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do \
	    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	            exec "$$python" -m venv $(VENV); \
	        fi; \
	        echo "$$python has no venv module: install it first (on Debian and Ubuntu: apt-get install python3-venv)." >&2; \
	        exit 1; \
	    fi; \
	done; \
	echo "Ruggespraak needs Python 3.11 or newer, and $${PYTHON:-python3} is $$("$${PYTHON:-python3}" --version 2>/dev/null || echo not there): install one, or name it with PYTHON=..." >&2; \
	exit 1

# Universal (any system, any Python from 3.11), with hashes, and without the address of any registry.
COMPILE = $(VENV)/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
    --generate-hashes --no-annotate --no-header $(if $(UPGRADE),--upgrade)

lock: $(INSTALLED_DEV)
	$(COMPILE) --extra postgres --extra server --output-file requirements.txt
	$(COMPILE) --constraint requirements.txt --all-extras --group test --group browser --group quality \
	    --group build --group lock --output-file requirements-dev.txt
	$(subst compile pyproject.toml,compile --group pyproject.toml:build,$(COMPILE)) \
	    --constraint requirements-dev.txt --output-file requirements-build.txt
	@if grep -n '://' requirements*.txt; then echo "an address has come into a requirements file" >&2; exit 1; fi

clean:
	rm -rf $(VENV) build dist mutants test-results *.egg-info
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
