#!/bin/sh
# Where is uv, which installs everything else? Prints its path; gets it into .tools/ if need be.
set -eu
cd "$(dirname "$0")/.."
python=$(scripts/find_python.sh)

works() { # an old uv may lack what is used here
    "$1" pip install --help 2>/dev/null | grep -q -- '--build-constraints'
}

installed=$(command -v uv 2>/dev/null || true)
for uv in "$installed" "$PWD/.tools/bin/uv" "$PWD/.tools/packages/bin/uv"; do
    if [ -n "$uv" ] && [ -x "$uv" ] && works "$uv"; then
        echo "$uv"
        exit 0
    fi
done

echo "Getting uv into .tools/ ..." >&2
rm -rf .tools
log=$(mktemp)
trap 'rm -f "$log"' EXIT
wanted="--quiet --disable-pip-version-check --no-input --require-hashes -r requirements/uv.txt"

venv=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')

# Debian's Python can make no environment before python3-venv is there; its pip, if any, still can
# put packages into a folder. As root the missing package is simply installed.
if "$python" -m venv .tools >"$log" 2>&1 && .tools/bin/python -m pip install $wanted >&2; then
    uv=.tools/bin/uv
elif rm -rf .tools && "$python" -m pip --version >/dev/null 2>&1 &&
    "$python" -m pip install $wanted --target .tools/packages >&2; then
    uv=.tools/packages/bin/uv
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $venv ..." >&2
    { apt-get update && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$venv"; } >"$log" 2>&1 </dev/null ||
        { tail -n 5 "$log" >&2; exit 1; }
    rm -rf .tools
    "$python" -m venv .tools && .tools/bin/python -m pip install $wanted >&2
    uv=.tools/bin/uv
else
    rm -rf .tools
    echo "$python can neither make an environment nor run pip." >&2
    if command -v apt-get >/dev/null 2>&1; then
        echo "Type:  sudo apt-get install $venv" >&2
    else
        echo "Type:  $python -m ensurepip" >&2
    fi
    exit 1
fi
echo "$PWD/$uv"
