#!/usr/bin/env bash
# Lock: requirements.txt and requirements-dev.txt from the ranges of pyproject.toml, for Python 3.11 and later on Linux.
#
# The files hold names, versions and markers only: no index, no host, so that they install from whatever index the
# machine is set to. Needs uv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

uv=$(command -v uv || echo .venv/bin/uv)
[ -x "$uv" ] || { echo "lock: uv is needed; pip install uv" >&2; exit 3; }

compile() {
    local out=$1 made; shift
    # uv keeps the versions that stand in its output file, unless asked to upgrade: make lock ARGS=--upgrade
    "$uv" pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url \
        --no-emit-find-links "$@" --output-file "$out" pyproject.toml
    made=$(grep -v '^#' "$out")
    printf '# Locked versions, made by `make lock` from pyproject.toml; do not edit.\n%s\n' "$made" > "$out"
    echo "lock: $out holds $(grep -vc '^#' "$out") packages"
}

compile requirements.txt --extra postgres "$@"
compile requirements-dev.txt --extra postgres --extra levelling --extra distributed --extra dev --constraint requirements.txt "$@"
