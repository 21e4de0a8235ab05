#!/bin/sh
# Choose exact versions, with hashes, for everything in requirements/*.in; `--upgrade` for newer.
set -eu
cd "$(dirname "$0")/.."
uv=$(scripts/get_uv.sh)
export UV_CUSTOM_COMPILE_COMMAND="make lock"
for name in runtime development build uv; do # development is bound to what runtime chose
    echo "Locking requirements/$name.txt ..." >&2
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
        --no-emit-index-url --no-emit-find-links "$@" \
        "requirements/$name.in" --output-file "requirements/$name.txt"
done
