#!/bin/sh
# Make sure there is a Chromium for the browser tests: the one on the PATH, else Debian's package (as root), else
# Playwright's own. Where none can be had it says so and exits 1; the browser tests then skip, just as loudly.
set -u
cd "$(dirname "$0")/.."
for name in chromium google-chrome chromium-browser; do
    if command -v "$name" >/dev/null 2>&1; then
        echo "Browser for the tests: $(command -v "$name")"
        exit 0
    fi
done
if .venv/bin/python - <<'PY'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as tool:
    sys.exit(not pathlib.Path(tool.chromium.executable_path).exists())
PY
then
    echo "Browser for the tests: Playwright's own"
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Debian's chromium for the browser tests …"
    if apt-get update -qq >/dev/null 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "Installing Playwright's chromium for the browser tests …"
if .venv/bin/python -m playwright install chromium >/dev/null 2>&1; then
    exit 0
fi
echo "WARNING: no browser could be had: THE BROWSER TESTS WILL BE SKIPPED. Install chromium or google-chrome." >&2
exit 1
