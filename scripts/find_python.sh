#!/bin/sh
# Which Python of 3.11 or newer does this machine have? Prints its path.
set -eu
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    path=$(command -v "$name" 2>/dev/null) || continue
    # A version manager's stand-in exists for versions that are not switched on: so ask it.
    if real=$("$path" -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1); print(sys.executable)' 2>/dev/null); then
        echo "$real"
        exit 0
    fi
done
echo "Giaoban needs Python 3.11 or newer, and this machine has none." >&2
if command -v apt-get >/dev/null 2>&1; then
    echo "Type:  sudo apt-get install python3" >&2
elif command -v brew >/dev/null 2>&1; then
    echo "Type:  brew install python@3.13" >&2
fi
exit 1
