"""What holds for every command, and the two that check what is stored."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class
from django.db import connection
from django.utils.translation import override

from giaoban.models import Event, Total
from tests.management.shell import UNIT_COLUMNS, VALUE_COLUMNS, giaoban, must, table

COMMANDS = sorted(name for name, app in get_commands().items() if app == "giaoban")
REGIME = """
code = "m"
name = "Tháng"
frequency = "month"
calendar = "nd09"
[[indicators]]
code = "c"
name = "Hồ sơ"
kind = "count"
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself_and_starts_without_the_pages(name: str) -> None:
    command = load_command_class("giaoban", name)
    assert name in command.create_parser("giaoban", name).format_help()
    assert len(command.help.split()) >= 8
    assert command.requires_system_checks == ()


@pytest.fixture
def folder(transactional_db: None, tmp_path: Path, settings: Any) -> Path:
    """Three units, two of which have reported."""
    settings.MEDIA_ROOT = str(tmp_path / "kept")
    units = [("A", "A", "tỉnh", "", "", ""), ("A1", "A1", "xã", "A", "", "")]
    must("import_units", table(tmp_path / "u.csv", UNIT_COLUMNS, units))
    more = [("A2", "A2", "xã", "", "", ""), ("A3", "A3", "xã", "", "", "")]
    must("import_units", table(tmp_path / "v.csv", UNIT_COLUMNS, more), "--under", "A")
    (tmp_path / "m.toml").write_text(REGIME, encoding="utf-8")
    must("import_regime", tmp_path / "m.toml")
    rows = [("A1", "2026-10", "c", "5"), ("A2", "2026-10", "c", "7")]
    must("import_submissions", "--regime", "m", table(tmp_path / "w.csv", VALUE_COLUMNS, rows))
    return tmp_path


def in_the_database(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0


def test_a_value_changed_behind_the_totals_is_named_at_every_level(folder: Path) -> None:
    must("verify_totals")
    in_the_database("UPDATE giaoban_value SET number = 6 WHERE number = 5")
    said = giaoban("verify_totals")
    named = {tuple(line.split()[:3]) for line in said.out.splitlines()}
    keys = ("2026-10", "2026Q4", "2026H2", "2026")
    assert named == {(unit, key, "m") for unit in ("A", "A1") for key in keys}
    assert (said.code, len(said.errors)) == (1, 1)


def test_a_lost_total_comes_back_with_the_next_report_of_its_unit(folder: Path) -> None:
    Total.objects.filter(unit__code__in=["A1", "A"]).delete()
    assert giaoban("verify_totals").code == 1
    file = table(folder / "w.csv", VALUE_COLUMNS, [("A1", "2026-10", "c", "6")])
    must("import_submissions", "--regime", "m", file)
    must("verify_totals")


def test_what_commands_did_is_sealed_when_they_end(folder: Path) -> None:
    assert Event.objects.count() > 0
    assert not Event.objects.filter(number=None).exists()
    must("verify_audit")


@pytest.mark.parametrize(
    "harm",
    [
        ["UPDATE giaoban_event SET action = 'other' WHERE number = 2"],
        ["UPDATE giaoban_event SET digest = 'x' || substr(digest, 2) WHERE number = 2"],
        ["DELETE FROM giaoban_event WHERE number = 2"],
        [
            "UPDATE giaoban_event SET number = -2 WHERE number = 2",
            "UPDATE giaoban_event SET number = 2 WHERE number = 3",
            "UPDATE giaoban_event SET number = 3 WHERE number = -2",
        ],
    ],
)
def test_harm_to_the_second_event_is_found_there(folder: Path, harm: list[str]) -> None:
    for statement in harm:
        in_the_database(statement)
    with override("en"):
        said = giaoban("verify_audit")
    assert (said.code, len(said.errors)) == (1, 1)
    assert said.errors[0].startswith("Event 2 is not")


def test_a_kept_head_shows_that_the_newest_event_was_cut_off(folder: Path) -> None:
    head = must("verify_audit").rsplit("head: ", 1)[1].strip()
    must("verify_audit", "--head", head)
    Event.objects.latest("number").delete()
    must("verify_audit")
    assert giaoban("verify_audit", "--head", head).code == 1
