#!/bin/sh
# Gather the texts of screens and documents into locale/, and compile what is translated.
# The compiled files are kept in git, so that running the product needs no gettext.
set -eu
cd "$(dirname "$0")/../src/giaoban"
admin=../../.venv/bin/django-admin
mkdir -p locale
"$admin" makemessages --locale vi --locale en --no-obsolete --no-wrap --add-location file \
    --verbosity 0
for po in locale/*/LC_MESSAGES/*.po; do
    # The date of gathering would make every merge a conflict and says nothing.
    grep -v '^"POT-Creation-Date:' "$po" >"$po.new" && mv "$po.new" "$po"
done
"$admin" compilemessages --locale vi --locale en --verbosity 0
cd ../..
.venv/bin/python scripts/check_translations.py || true # it says what is still to be translated
