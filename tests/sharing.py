"""Which tests does this process run, where several run side by side (scripts/run_tests.sh)?

GIAOBAN_TEST_SHARE names the process:

- `sqlite`: what asks a database;
- `postgresql`: the same but for SHOWN_ON_SQLITE, and what asks none, such as rules;
- `journeys`: on SQLite, tests/journeys, which mostly wait for a browser;
- `waiting`: on SQLite, what else waits for another program, a browser or LibreOffice, and what asks
  a database but says nothing of it (`any_database`).

Without the variable, as with `pytest tests/web`, everything runs on the one database.
The heavy form (`make test-full`) asks both databases everything but journeys and what asks none.
"""

import os
from functools import cache
from pathlib import Path

import pytest

ON_POSTGRESQL = os.environ.get("GIAOBAN_TEST_DATABASE") == "postgresql"
IS_FULL = os.environ.get("GIAOBAN_FULL") == "1"
SHARE = os.environ.get("GIAOBAN_TEST_SHARE", "")
HAS_POSTGRESQL = os.environ.get("GIAOBAN_TEST_WITHOUT_POSTGRESQL") != "1"
# SQLite is asked everything at the same time: a table of roles and addresses may be shorter here.
IS_SHORT = SHARE == "postgresql" and not IS_FULL
# What a browser shows and what LibreOffice makes of a file is the same on every database.
WAITING = ("journey", "libreoffice", "any_database")
# What pages show and withhold, take from forms and files and put into them. On PostgreSQL their
# statements are asked by the table of permissions, which opens every address with what it needs,
# and by the tests of their queries, actions, imports and exports.
SHOWN_ON_SQLITE = {
    f"test_{name}.py"
    for name in (
        "directive_papers",
        "limited_documents",
        "limited_passages",
        "meetings_papers",
        "register_annex_choice",
        "register_import_pages",
        "register_obligation_pages",
        "reporting_carried",
        "reporting_closing_pages",
        "reporting_consolidated",
        "reporting_designer_blocks",
        "reporting_dictionary",
        "reporting_document_templates",
        "reporting_explorer_apart",
        "reporting_incidents",
        "reporting_list_annex",
        "reporting_marking",
        "reporting_offered_figures",
        "reporting_outline_pages",
        "reporting_own_report_pages",
        "reporting_project_pages",
        "reporting_ratio_changes",
        "reporting_refused_workbooks",
        "reporting_regime_pages",
        "reporting_report_page",
        "reporting_report_structure",
    )
}
PAGES = Path(__file__).parent / "web"
JOURNEYS = Path(__file__).parent / "journeys"


def check_names() -> None:
    gone = sorted(name for name in SHOWN_ON_SQLITE if not (PAGES / name).exists())
    if gone:
        raise pytest.UsageError(f"tests/sharing.py names {', '.join(gone)}, gone from tests/web")


def belongs_here(config: pytest.Config, item: pytest.Item) -> bool:
    if item.get_closest_marker("full") and not IS_FULL:
        return "full" in (config.option.markexpr or "")
    if item.get_closest_marker("postgresql"):
        return ON_POSTGRESQL
    if item.get_closest_marker("journey") and ON_POSTGRESQL:
        return False
    if not SHARE:
        return True
    if _waits(item):
        return _share_in(item.path) == SHARE or (ON_POSTGRESQL and IS_FULL)
    if _asks_a_database(item):
        return SHARE == "sqlite" or (ON_POSTGRESQL and not _is_shown_on_sqlite(item))
    return ("postgresql" if HAS_POSTGRESQL else "sqlite") == SHARE


def holds_nothing(file: Path) -> bool:
    """Whether this process need not even read the file's tests."""
    if SHARE not in {"journeys", "waiting"} or file.suffix != ".py":
        return False
    return _share_in(file) != SHARE or not _names_what_waits(file)


def _share_in(file: Path) -> str:
    """Whose the file's tests are that wait."""
    return "journeys" if file.is_relative_to(JOURNEYS) else "waiting"


@cache
def _names_what_waits(file: Path) -> bool:
    text = file.read_text(encoding="utf-8")
    return any(word in text for word in WAITING)


def _waits(item: pytest.Item) -> bool:
    is_marked = any(map(item.get_closest_marker, WAITING))
    fixtures = getattr(item, "fixturenames", ())
    # A marker that stands in another file would be found by neither process.
    return (is_marked or "libreoffice" in fixtures) and _names_what_waits(item.path)


def _is_shown_on_sqlite(item: pytest.Item) -> bool:
    return not IS_FULL and item.path.parent == PAGES and item.path.name in SHOWN_ON_SQLITE


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"}
    markers = ("django_db", "both_databases")
    asked = set(getattr(item, "fixturenames", ()))
    return any(map(item.get_closest_marker, markers)) or bool(fixtures & asked)
