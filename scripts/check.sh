#!/bin/sh
# Is the code in order? Runs every check, shows what each failing one says, fails if any did.
set -u
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
# Loading the settings makes an installation's folder: not the developer's own one.
GIAOBAN_HOME=$(mktemp -d)
output=$(mktemp)
export GIAOBAN_HOME PATH
unset DATABASE_URL
trap 'rm -rf "$GIAOBAN_HOME" "$output"' EXIT
failed=

check() { # check "what is right when this passes" command…
    name=$1
    shift
    if "$@" >"$output" 2>&1 </dev/null; then
        echo "ok      $name"
    else
        failed="$failed
  $name"
        echo "FAILED  $name:  $*"
        sed 's/^/        /' "$output"
    fi
}

check "code keeps to the style"              ruff check --quiet .
check "code is formatted"                    ruff format --check .
check "files are small and plainly named"    python scripts/check_shape.py
check "rules and actions are fully typed"    mypy --no-error-summary src/giaoban/rules src/giaoban/actions
check "imports only point down"              lint-imports --no-logo
check "no migration is missing"              giaoban makemigrations --check --dry-run
check "no translation is missing"            python scripts/check_translations.py

if [ -n "$failed" ]; then
    echo "Not in order:$failed"
    exit 1
fi
echo "All in order."
