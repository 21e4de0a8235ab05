"""Does every text of screens and documents have its Vietnamese, and are the compiled files fresh?

The texts are gathered again in a temporary copy, so that a check changes no file.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "giaoban"
REMEDY = "Type:  make translations   and fill in what is empty in the .po file"
SHOWN = 40
Key = tuple[str | None, str]


def catalogue_path(package: Path, language: str) -> Path:
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def texts_in_the_code() -> dict[Key, str]:
    """Every text that the code asks to have translated, with the file it stands in."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "giaoban"
        shutil.copytree(
            PACKAGE, copy, ignore=shutil.ignore_patterns("locale", "migrations", "__pycache__")
        )
        (copy / "locale").mkdir()
        subprocess.run(
            [
                Path(sys.executable).with_name("django-admin"),
                *("makemessages", "--locale", "vi", "--add-location", "file", "--verbosity", "0"),
            ],
            cwd=copy,
            check=True,
        )
        path = catalogue_path(copy, "vi")
        if not path.exists():
            return {}
        return {
            (entry.msgctxt, entry.msgid): entry.occurrences[0][0] if entry.occurrences else ""
            for entry in polib.pofile(str(path))
            if not entry.obsolete
        }


def untranslated(wanted: dict[Key, str]) -> list[str]:
    """The texts without a Vietnamese that counts: absent, empty or only guessed ("fuzzy")."""
    path = catalogue_path(PACKAGE, "vi")
    entries = polib.pofile(str(path)) if path.exists() else []
    translated = {
        (entry.msgctxt, entry.msgid) for entry in entries if entry.translated() and not entry.fuzzy
    }
    return [
        f"no Vietnamese: {text!r}" + (f" [{context}]" if context else "") + f"  ({where})"
        for (context, text), where in sorted(wanted.items(), key=lambda item: item[1])
        if (context, text) not in translated
    ]


def stale(language: str) -> list[str]:
    """What is wrong with a language's files: placeholders that differ, or an old compiled file."""
    po_path = catalogue_path(PACKAGE, language)
    if not po_path.exists():
        return [f"{po_path.relative_to(PACKAGE)} is not there"]
    checked = subprocess.run(
        ["msgfmt", "--check-format", "--output-file=/dev/null", po_path],
        capture_output=True,
        text=True,
        check=False,
    )
    faults = checked.stderr.splitlines() if checked.returncode else []
    mo_path = po_path.with_suffix(".mo")
    if not mo_path.exists():
        return [*faults, f"{mo_path.relative_to(PACKAGE)} is not there"]

    def content(entries: list[polib.POEntry] | list[polib.MOEntry]) -> dict[Key, object]:
        return {
            (entry.msgctxt or None, entry.msgid): entry.msgstr_plural or entry.msgstr
            for entry in entries
        }

    said = content(
        [entry for entry in polib.pofile(str(po_path)).translated_entries() if not entry.fuzzy]
    )
    if said != content(polib.mofile(str(mo_path)).translated_entries()):
        faults.append(f"{mo_path.relative_to(PACKAGE)} is older than its .po file")
    return faults


def main() -> int:
    if not shutil.which("xgettext"):
        print("gettext is missing. Type:  scripts/install_test_parts.py gettext", file=sys.stderr)
        return 1
    faults = [*stale("vi"), *stale("en"), *untranslated(texts_in_the_code())]
    for fault in faults[:SHOWN]:
        print(fault)
    if len(faults) > SHOWN:
        print(f"… and {len(faults) - SHOWN} more")
    if faults:
        print(REMEDY)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
