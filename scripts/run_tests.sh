#!/bin/sh
# Run the tests on SQLite and on PostgreSQL side by side: which process runs what is said in
# tests/sharing.py. The last line is pytest's own.
#   scripts/run_tests.sh [pytest's own arguments]
set -eu
cd "$(dirname "$0")/.."
scripts/install_test_parts.py
unset DATABASE_URL
# Tests start many processes: what one has compiled the next must find, or each takes seconds more.
unset PYTHONDONTWRITEBYTECODE
process="--tx popen//env:GIAOBAN_TEST_SHARE"
on_sqlite=
for share in sqlite journeys waiting; do
    on_sqlite="$on_sqlite $process=$share//env:GIAOBAN_TEST_DATABASE=sqlite"
done
if .venv/bin/python -c 'import sys; from tests import parts; sys.exit(not parts.postgresql())'; then
    on_postgresql="$process=postgresql//env:GIAOBAN_TEST_DATABASE=postgresql"
else # With CI=true the line above has already failed.
    on_postgresql=
    export GIAOBAN_TEST_WITHOUT_POSTGRESQL=1 # the summary says so
fi
# shellcheck disable=SC2086 # each of the two is options and their values, or nothing
exec .venv/bin/python -m pytest --dist each --durations 10 --durations-min 5 $on_sqlite $on_postgresql "$@"
