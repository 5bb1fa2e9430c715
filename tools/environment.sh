#!/bin/sh
# Make or refresh .venv in the checkout: `tools/environment.sh run` for the program, `tools/environment.sh dev` for
# the tests too. Safe to repeat and to interrupt: the stamp is written last, and an unchanged environment is kept.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
case "$kind" in
    run) wanted=requirements.txt ;;
    dev) wanted=requirements-dev.txt ;;
    *) echo "usage: tools/environment.sh run|dev" >&2; exit 2 ;;
esac

python=
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "iop-finder needs Python 3.11 or later and found none. Install it, or name it: make PYTHON=/path/to/python3.12 app" >&2
    exit 1
fi

# What the environment was made from: the pins, the project file, and where the checkout lies.
sum_of() {
    { pwd; cat "$1" pyproject.toml; } |
        "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'
}
is_ready() {
    [ "$(cat ".venv/ready-$1" 2>/dev/null)" = "$(sum_of "$2")" ]
}
if [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null; then
    # The environment of the tests holds everything that the program needs.
    is_ready dev requirements-dev.txt && exit 0
    [ "$kind" = run ] && is_ready run requirements.txt && exit 0
else
    echo "Making the environment .venv with $("$python" --version) …"
    rm -rf .venv
    if ! "$python" -m venv .venv; then
        rm -rf .venv
        echo "Python could not make an environment. On Debian and Ubuntu install python3-venv, then try again." >&2
        exit 1
    fi
fi
echo "Installing what $wanted pins (a minute or two the first time) …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$wanted"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
sum_of "$wanted" > ".venv/ready-$kind"
