#!/bin/sh
# Make .venv and install what this version locks: `runtime` to run, `development` to work on it.
# The locked files carry a hash for every package; the project itself is linked, not copied.
set -eu
cd "$(dirname "$0")/.."
kind=$1
uv=$(scripts/get_uv.sh)
# The Python that is there is the Python that is used: nothing else is fetched.
export UV_PYTHON_DOWNLOADS=never

if ! .venv/bin/python -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1)' 2>/dev/null; then
    python=$(scripts/find_python.sh)
    rm -rf .venv
    "$uv" venv --quiet --no-project --python "$python" .venv
fi

set -- -r requirements/runtime.txt
[ "$kind" = runtime ] || set -- "$@" -r requirements/development.txt
echo "Installing the packages for $kind into .venv ..." >&2
"$uv" pip install --quiet --python .venv/bin/python --require-hashes "$@"
"$uv" pip install --quiet --python .venv/bin/python --no-deps \
    --build-constraints requirements/build.txt --editable .
# What is there for development is enough to run as well.
touch .venv/.runtime-ready
[ "$kind" = runtime ] || touch .venv/.development-ready
