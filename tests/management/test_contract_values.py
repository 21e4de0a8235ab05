"""What a script may rely on when it sends values: refusals by place, versions, periods."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from giaoban.actions.reporting.periods import lock_period
from giaoban.exchange.reporting.workbook_reader import read_workbook
from giaoban.models import Period, Regime, SourceFile, Version
from tests.factories import NOW
from tests.management.shell import UNIT_COLUMNS, VALUE_COLUMNS, Said, giaoban, must, table

UNITS = [
    ("A", "Tỉnh A", "tỉnh", "", "", ""),
    ("A1", "Xã một", "xã", "A", "", ""),
    ("A2", "Xã hai", "xã", "A", "", ""),
    ("A3", "Xã ba cũ", "xã", "A", "", "2026-02-01"),
    ("A3", "Xã ba mới", "xã", "A", "2026-02-10", ""),
    ("A4", "Xã bốn", "xã", "A", "2026-03-01", "2026-03-10"),
]
REGIME = """
code = "m"
name = "Tháng"
frequency = "month"
calendar = "calendar"
reporters = "all"
[[indicators]]
code = "c"
name = "Hồ sơ"
kind = "count"
required = true
[[indicators]]
code = "a"
name = "Kinh phí"
kind = "amount"
max = 1e20
[[indicators]]
code = "yn"
name = "Có tổ"
kind = "yes_no"
[[indicators]]
code = "ch"
name = "Mức"
kind = "choice"
choices = ["Khá, tốt", "Đạt"]
[[indicators]]
code = "tx"
name = "Lời"
kind = "text"
[[indicators]]
code = "fi"
name = "Tệp"
kind = "file"
[[indicators]]
code = "ra"
name = "Tỷ lệ"
kind = "ratio"
numerator = "a"
denominator = "c"
[[checks]]
formula = "c <= 10"
level = "warning"
message = "Nhiều quá"
[[checks]]
formula = "c != 13"
message = "Không thể là 13"
"""


@pytest.fixture
def folder(db: None, tmp_path: Path, settings: Any) -> Path:
    """Units and a monthly regime, imported into an empty database."""
    settings.MEDIA_ROOT = str(tmp_path / "kept")
    must("import_units", table(tmp_path / "units.csv", UNIT_COLUMNS, UNITS))
    regime = tmp_path / "m.toml"
    regime.write_text(REGIME, encoding="utf-8")
    must("import_regime", regime)
    return tmp_path


def send(folder: Path, *rows: Sequence[object], options: Sequence[str] = ()) -> Said:
    file = table(folder / "v.csv", VALUE_COLUMNS, rows)
    return giaoban("import_submissions", "--regime", "m", file, *options)


def rows_named(said: Said) -> list[int]:
    """The row in each line of stderr but the last, which counts the refused files."""
    assert said.code == 1
    found = [re.search(r"(?:row|dòng) (\d+)", line) for line in said.errors[:-1]]
    return [int(match[1]) for match in found if match]


@pytest.mark.parametrize(
    "unit, period, indicator, value",
    [
        ("ZZ", "2026-01", "c", "1"),
        ("A1", "2026-13", "c", "1"),
        ("A1", "2026Q1", "c", "1"),
        ("A1", "2026-1", "c", "1"),
        ("A1", "2999-01", "c", "1"),
        ("A1", "2026-01", "zz", "1"),
        ("A1", "2026-01", "ra", "0.5"),
        ("A1", "2026-01", "fi", "a.pdf"),
        ("A1", "2026-01", "a", "x"),
        ("A1", "2026-01", "a", "nan"),
        ("A1", "2026-01", "a", "-inf"),
        ("A1", "2026-01", "a", "1e999"),
        ("A1", "2026-01", "a", "1,5"),
        ("A1", "2026-01", "a", ""),
        ("A1", "2026-01", "a", "1e21"),
        ("A1", "2026-01", "yn", "2"),
        ("A1", "2026-01", "ch", "Khá"),
        ("A4", "2026-01", "c", "1"),
        ("A4", "2026-03", "c", "1"),
        ("A2", "2026-01", "c", "7"),
    ],
)
def test_a_bad_row_is_named_and_nothing_of_its_file_stays(
    folder: Path, unit: str, period: str, indicator: str, value: str
) -> None:
    good = [("A2", "2026-01", "c", "5"), ("A1", "2026-01", "c", "5")]
    said = send(folder, *good, (unit, period, indicator, value))
    assert rows_named(said) == [4]
    assert (Version.objects.count(), Period.objects.count(), SourceFile.objects.count()) == (0,) * 3


def test_a_required_value_that_cannot_be_read_is_named_once(folder: Path) -> None:
    said = send(folder, ("A1", "2026-01", "c", "x"), ("A1", "2026-01", "a", "1"))
    assert rows_named(said) == [2]


def test_a_value_that_is_lacking_is_named_at_its_report(folder: Path) -> None:
    said = send(folder, ("A2", "2026-01", "c", "1"), ("A1", "2026-01", "a", "1"))
    assert rows_named(said) == [3]


@pytest.mark.parametrize(
    "header",
    [
        ("unit", "period", "indicator", "value", "note"),
        ("unit", "period", "indicator"),
        ("unit;period;indicator;value",),
        ("unit", "period", "indicator", "Value"),
    ],
)
def test_other_columns_are_refused_by_name(folder: Path, header: tuple[str, ...]) -> None:
    file = table(folder / "v.csv", header, [["1"] * len(header)])
    said = giaoban("import_submissions", "--regime", "m", file)
    odd = sorted(set(header) ^ set(VALUE_COLUMNS))
    assert said.code == 1
    assert sorted(line.split("“")[1].split("”")[0] for line in said.errors[:-1]) == odd


def test_every_kind_of_value_is_taken_from_a_table(folder: Path) -> None:
    file = folder / "v.csv"
    file.write_text(
        "\ufeffvalue,indicator,period,unit\r\n3,c,2026-01,A1\r\n2.5e15,a,2026-01,A1\r\n"
        '1.0,yn,2026-01,A1\r\n"Khá, tốt",ch,2026-01,A1\r\n"Hai ""dòng""\nđây",tx,2026-01,A1\r\n\n',
        encoding="utf-8",
        newline="",
    )
    must("import_submissions", "--regime", "m", file)
    version = Version.objects.get()
    assert version.state == "accepted"
    assert version.submitted_by is None
    assert {
        value.indicator.code: value.number if value.number is not None else value.text
        for value in version.values.select_related("indicator")
    } == {"c": 3.0, "a": 2.5e15, "yn": 1.0, "ch": "Khá, tốt", "tx": 'Hai "dòng"\nđây'}


def test_only_other_values_make_a_version_and_it_names_the_file(folder: Path) -> None:
    both = [("A1", "2026-01", "c", "5"), ("A1", "2026-01", "a", "1.50")]
    for rows in (both, both[::-1], both[:1]):
        assert send(folder, *rows).code == 0
    assert list(Version.objects.order_by("pk").values_list("number", "reason", "state")) == [
        (1, "", "accepted"),
        (2, "import of v.csv", "accepted"),
    ]
    lines = must("export_totals", "--regime", "m", "--period", "2026-01", "--unit", "A1")
    assert lines.splitlines()[1:] == ["A1,2026-01,c,5,5,1,5,5"]


def test_a_warning_needs_a_reason_and_an_error_cannot_be_explained(folder: Path) -> None:
    many, wrong = ("A1", "2026-01", "c", "11"), ("A1", "2026-01", "c", "13")
    reason = ("--reason", "Đợt cao điểm")
    assert rows_named(send(folder, many)) == [2]
    assert rows_named(send(folder, wrong, options=reason)) == [2]
    assert send(folder, many, options=reason).code == 0
    assert Version.objects.get().explanations.get().text == "Đợt cao điểm"


def test_a_locked_period_is_refused_even_with_the_same_values(folder: Path) -> None:
    row = ("A1", "2026-01", "c", "5")
    assert send(folder, row).code == 0
    lock_period(period=Period.objects.get(key="2026-01"), by=None, now=NOW)
    assert rows_named(send(folder, row)) == [2]
    assert rows_named(send(folder, ("A2", "2026-02", "c", "1"), ("A2", "2026-01", "c", "1"))) == [3]


def test_a_code_means_its_bearer_on_the_last_day_of_the_period(folder: Path) -> None:
    months = [("A3", "2026-01", "c", "1"), ("A3", "2026-02", "c", "2"), ("A3", "2026-03", "c", "4")]
    assert send(folder, *months).code == 0
    words = ("export_totals", "--regime", "m", "--period")
    assert must(*words, "2026-01", "2026Q1", "--unit", "A3").splitlines()[1:] == [
        "A3,2026-01,c,1,1,1,1,1",
        "A3,2026Q1,c,6,6,1,6,6",
    ]
    assert must(*words, "2026Q1").splitlines()[1:] == [
        "A,2026Q1,c,7,7,2,1,6",
        "A3,2026Q1,c,6,6,1,6,6",
    ]


@pytest.mark.parametrize(
    "regime, key",
    [
        ('frequency = "week"', "2020W53"),
        ('frequency = "once"', "once:Kiểm kê 2025"),
        ('frequency = "nine_months"', "2025-9M"),
        ('frequency = "year"', "2025"),
    ],
)
@pytest.mark.parametrize("kind", ["nd09", "calendar"])
def test_the_least_a_regime_can_say_is_enough_for_every_frequency(
    folder: Path, regime: str, key: str, kind: str
) -> None:
    file = folder / "least.toml"
    file.write_text(
        f'code = "l"\nname = "Ít nhất"\n{regime}\ncalendar = "{kind}"\n'
        '[[indicators]]\ncode = "c"\nname = "C"\nkind = "count"\n',
        encoding="utf-8",
    )
    must("import_regime", file)
    values = table(folder / "l.csv", VALUE_COLUMNS, [("A1", key, "c", 0), ("A2", key, "c", 4)])
    must("import_submissions", "--regime", "l", values)
    must("import_submissions", "--regime", "l", values)
    assert Version.objects.count() == 2
    assert must("export_totals", "--regime", "l", "--period", key).splitlines()[1:] == [
        f"A,{key},c,4,4,2,0,4",
        f"A2,{key},c,4,4,1,4,4",
        f"A1,{key},c,0,0,1,0,0",
    ]
    assert not Period.objects.exclude(key=key).exists()


def test_every_bad_cell_of_a_workbook_is_named_at_once(folder: Path) -> None:
    must("make_templates", "--regime", "m", "--period", "2026-10", "--to", folder / "out")
    file = folder / "out" / "A1-2026-10.xlsx"
    places = {cell.code: cell.cell for cell in read_workbook(file.read_bytes()).cells}
    book = load_workbook(file)
    for code, value in {"a": "nhiều", "yn": "có lẽ", "ch": "Kém", "tx": "ổn"}.items():
        book.worksheets[0][places[code]] = value
    book.save(file)
    said = giaoban("import_submissions", "--regime", "m", file)
    assert said.code == 1
    named = {code for code in places for line in said.errors if f" {places[code]}:" in line}
    assert named == {"a", "yn", "ch", "c"}
    assert Regime.objects.get(code="m").periods.get(key="2026-10").submissions.count() == 0
