# Two commands: `make app` opens the app with something to search, `make test` checks everything.
.DEFAULT_GOAL := help
.PHONY: help app test lint screenshots requirements clean
export PYTHON

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

app: ## Set up and open the app
	@tools/environment.sh run
	@.venv/bin/iop app

test: ## Set up and run every check and test
	@tools/environment.sh dev
	@tools/browser.sh || true
	@$(MAKE) --no-print-directory lint
	@echo "Running the tests …"
	@.venv/bin/python -m pytest -n 2 --dist loadfile

lint: ## Check style, types and floors
	@tools/environment.sh dev
	@echo "Checking style, types and floors …"
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

screenshots: ## Take pictures of every page into screenshots/
	@tools/environment.sh dev
	@tools/browser.sh || true
	@.venv/bin/python -m tools.screenshots

requirements: ## Pin the newest versions with their hashes (needs uv)
	uv pip compile -q --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-header \
		--no-annotate -o requirements.txt requirements.in
	uv pip compile -q --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-header \
		--no-annotate -c requirements.txt -o requirements-dev.txt requirements-dev.in

clean: ## Remove the environment and everything made at run time
	rm -rf .venv data/var screenshots *.egg-info
