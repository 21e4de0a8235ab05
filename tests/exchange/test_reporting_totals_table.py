"""The table of totals, line by line, and the check that works it out a second time."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest
from django.core.management import CommandError, call_command

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import Period, Regime, Total, Unit
from tests.cast import Cast, make_cast
from tests.factories import make_period, make_regime, make_version

INDICATORS = [
    {"code": "processed"},
    {"code": "online"},
    {"code": "share", "kind": "ratio", "numerator": "online", "denominator": "processed"},
    {"code": "begun", "kind": "yes_no", "over_time": "last"},
    {"code": "score", "kind": "amount", "over_time": "average", "over_units": "average"},
    {"code": "remark", "kind": "text"},
]


def reported(cast: Cast) -> Regime:
    regime = make_regime(cast.vietnam, indicators=INDICATORS)
    for key in ("2026-07", "2026-08"):
        period = make_period(regime, key)
        append_marks_for(unit_ids=Unit.objects.values_list("pk", flat=True), period=period)
    july, august = (Period.objects.get(key=key) for key in ("2026-07", "2026-08"))
    make_version(
        cast.ta_van,
        july,
        values={"processed": 4, "online": 1, "begun": 0, "score": 0.1, "remark": "không"},
    )
    make_version(cast.ta_van, august, values={"processed": 0, "begun": 1, "score": 0.5})
    make_version(cast.y_ty, july, values={"online": 2.5, "score": 0.9})
    return regime


def exported(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("export_totals", "--regime", "chuyen-doi-so", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_table_of_a_unit_holds_every_figure_that_is_there(cast: Cast) -> None:
    reported(cast)
    assert exported("--period", "2026-07", "2026Q3", "--unit", "15") == [
        "unit,period,indicator,value,sum,count,min,max",
        "15,2026-07,processed,4,4,1,4,4",
        "15,2026-07,online,3.5,3.5,2,1,2.5",
        "15,2026-07,share,0.875,,,,",
        "15,2026-07,begun,0,0,1,0,0",
        "15,2026-07,score,0.5,1,2,0.1,0.9",
        "15,2026Q3,processed,4,4,1,4,4",
        "15,2026Q3,online,3.5,3.5,2,1,2.5",
        "15,2026Q3,share,0.875,,,,",
        "15,2026Q3,begun,1,1,1,1,1",
        "15,2026Q3,score,0.6,1.2,2,0.3,0.9",
    ]


def test_a_ratio_over_zero_has_no_line(cast: Cast) -> None:
    reported(cast)
    assert exported("--period", "2026-08", "--unit", "03037") == [
        "unit,period,indicator,value,sum,count,min,max",
        "03037,2026-08,processed,0,0,1,0,0",
        "03037,2026-08,begun,1,1,1,1,1",
        "03037,2026-08,score,0.5,0.5,1,0.5,0.5",
    ]


@pytest.mark.parametrize(
    "arguments, units",
    [
        ((), {"VN", "15", "03037", "02701"}),
        (("--level", "1"), {"VN"}),
        (("--level", "2"), {"15"}),
        (("--level", "3"), {"03037", "02701"}),
    ],
)
def test_all_units_are_written_or_those_of_a_level(
    cast: Cast, arguments: tuple[str, ...], units: set[str]
) -> None:
    reported(cast)
    lines = exported("--period", "2026-07", *arguments)
    assert {row["unit"] for row in csv.DictReader(lines)} == units


def test_the_same_table_comes_as_a_workbook_and_as_parquet(cast: Cast, tmp_path: Path) -> None:
    reported(cast)
    for form in ("csv", "xlsx", "parquet"):
        exported("--period", "2026-07", "--format", form, "--to", str(tmp_path / f"t.{form}"))
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    parquet = duckdb.read_parquet(str(tmp_path / "t.parquet"))
    with (tmp_path / "t.csv").open(encoding="utf-8") as file:
        rows = [tuple(row) for row in csv.reader(file)][1:]
    plain = [tuple("" if cell is None else str(cell) for cell in row) for row in parquet.fetchall()]
    numbers = [tuple(float(cell) if cell else None for cell in row[3:]) for row in rows]
    assert [row[:3] for row in plain] == [row[:3] for row in rows]
    assert [tuple(row[3:]) for row in parquet.fetchall()] == numbers
    assert [row[3:] for row in list(sheet.values)[1:]] == numbers


@pytest.mark.parametrize(
    "arguments",
    [("--period", "2031-01"), ("--period", "2026-07", "--unit", "99999")],
)
def test_what_does_not_exist_is_refused(cast: Cast, arguments: tuple[str, ...]) -> None:
    reported(cast)
    with pytest.raises(CommandError):
        exported(*arguments)


def verified() -> list[str]:
    out = io.StringIO()
    call_command("verify_totals", stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db(transaction=True)
def test_the_check_finds_right_totals_right() -> None:
    reported(make_cast())
    fold_all()
    assert len(verified()) == 1


def spoil_a_figure() -> None:
    total = Total.objects.get(unit__code="15", period__key="2026-07")
    total.figures = total.figures[:8] + total.figures[:8] + total.figures[16:]
    total.save()


def lose_a_row() -> None:
    Total.objects.get(unit__code="02701", period__key="2026Q3").delete()


def miscount() -> None:
    Total.objects.filter(unit__code="VN", period__key="2026").update(expected=1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "spoil, first",
    [
        (spoil_a_figure, "15 2026-07 chuyen-doi-so processed count"),
        (lose_a_row, "02701 2026Q3 chuyen-doi-so expected"),
        (miscount, "VN 2026 chuyen-doi-so expected"),
    ],
)
def test_the_check_names_what_differs(spoil: Callable[[], None], first: str) -> None:
    reported(make_cast())
    fold_all()
    spoil()
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_totals", stdout=out)
    assert out.getvalue().splitlines()[0].split(":")[0] == first


@pytest.mark.parametrize("level", ["0", "-1", "9"])
def test_a_level_that_no_unit_has_is_refused(cast: Cast, level: str) -> None:
    reported(cast)
    with pytest.raises(CommandError):
        exported("--period", "2026-07", "--level", level)


def test_a_file_that_cannot_be_written_is_refused_in_one_line(cast: Cast, tmp_path: Path) -> None:
    reported(cast)
    with pytest.raises(CommandError) as refused:
        exported("--period", "2026-07", "--to", str(tmp_path / "no" / "t.csv"))
    assert str(refused.value) == f"{tmp_path}/no/t.csv: No such file or directory"
