#!/usr/bin/env bash
# Set-up: .venv with the locked packages and an editable install of the kit.
#
#   scripts/setup.sh run    what `make demo` needs (requirements.txt)
#   scripts/setup.sh dev    what `make test` needs (requirements-dev.txt)
#
# Uses uv where it is on the PATH, else the standard library's venv and pip. Nothing is installed outside of .venv, so a
# system Python that refuses `pip install` (PEP 668) does not matter. Does nothing when nothing has changed since.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kind=${1:-run}
case $kind in
    run) lock=requirements.txt ;;
    dev) lock=requirements-dev.txt ;;
    *) echo "scripts/setup.sh: '$kind' is neither run nor dev" >&2; exit 2 ;;
esac
python=.venv/bin/python
stamp=.venv/set-up-$kind

say() { echo "set-up: $*"; }
give_up() { echo "set-up: $*" >&2; exit 3; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# The digest of everything that the environment is made from, and the version of its Python.
wanted() { cat "$lock" pyproject.toml setup.py | sha256sum | cut -d' ' -f1; "$python" --version; pwd; }

find_python() {
    local name
    for name in ${KIT_PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if command -v "$name" >/dev/null && is_new_enough "$name"; then echo "$name"; return; fi
    done
}

make_environment() {
    local found
    found=$(find_python)
    if command -v uv >/dev/null; then
        say "making .venv with uv"
        # Without a Python of its own on the machine, uv brings one.
        uv venv --quiet --clear --python "${found:-3.11}" .venv
        return
    fi
    [ -n "$found" ] || give_up "no Python 3.11 or later found; on Debian or Ubuntu: apt-get install make python3-venv"
    "$found" -c 'import venv, ensurepip' 2>/dev/null ||
        give_up "$found has no venv module; on Debian or Ubuntu: apt-get install make python3-venv"
    say "making .venv with $found"
    "$found" -m venv --clear .venv
}

install() {
    if command -v uv >/dev/null; then
        uv pip install --quiet --python "$python" "$@"
    else
        "$python" -m pip install --quiet --disable-pip-version-check "$@"
    fi
}

# An environment that uv made holds no pip, and the commands of one that was moved point to where it was: both are made
# anew where they would not work.
is_usable() {
    [ -x "$python" ] && is_new_enough "$python" || return 1
    [ ! -f .venv/made-in ] || [ "$(cat .venv/made-in)" = "$PWD" ] || return 1
    command -v uv >/dev/null || "$python" -m pip --version >/dev/null 2>&1
}

if [ -x "$python" ] && [ -f "$stamp" ] && [ "$(wanted)" = "$(cat "$stamp")" ]; then
    exit 0
fi
is_usable || { make_environment; pwd > .venv/made-in; }
say "installing the packages of $lock (some minutes the first time)"
install -r "$lock"
install --no-deps -e .
wanted > "$stamp"
# The development environment holds everything that the other one does.
[ "$kind" = run ] || { lock=requirements.txt; wanted > .venv/set-up-run; }
say "done: .venv is ready ($("$python" --version))"
