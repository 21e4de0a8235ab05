"""A file of units goes in whole or not at all."""

import time
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from giaoban.models import Event, Placement, Unit
from giaoban.queries.units.lineage import subtree_ids
from tests.cast import Cast

HEADER = "code,name,kind,parent_code,opened_on,closed_on\n"


def imported(path: Path, *args: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    with override("en"):
        call_command("import_units", str(path), *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def file_of(folder: Path, rows: str, *, encoding: str = "utf-8") -> Path:
    path = folder / "units.csv"
    path.write_bytes((HEADER + rows).encode(encoding))
    return path


@pytest.mark.django_db
def test_the_map_of_vietnam_goes_in_quickly_and_twice_changes_nothing() -> None:
    started = time.perf_counter()
    out, _ = imported(Path("vietnam"))
    assert time.perf_counter() - started < 10  # 1.5 s on two idle cores; tests share them
    assert out == "Units added: 3356. Already there: 0.\n"
    root = Unit.objects.get(code="VN")
    assert len(subtree_ids([root.pk], date(2025, 7, 1))) == 3356
    again, _ = imported(Path("vietnam"))
    assert again == "Units added: 0. Already there: 3356.\n"
    assert Event.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_is_accepted(tmp_path: Path, encoding: str) -> None:
    path = file_of(tmp_path, "A,Tỉnh A,tỉnh,,,\nB,Xã B,xã,A,2025-07-01,\n", encoding=encoding)
    assert imported(path)[0] == "Units added: 2. Already there: 0.\n"
    below = Placement.objects.get(unit__code="B")
    assert (below.parent.code, below.since) == ("A", date(2025, 7, 1))  # type: ignore[union-attr]


@pytest.mark.django_db
def test_every_bad_row_is_named_and_nothing_goes_in(tmp_path: Path) -> None:
    path = file_of(tmp_path, "A,Tỉnh A,tỉnh,,,\nB,,xã,A,2025-7-1,\nC,Xã C,xã,Q,,\n")
    err = StringIO()
    with override("en"), pytest.raises(CommandError, match="Rows to mend: 3"):
        call_command("import_units", str(path), stderr=err)
    assert err.getvalue().splitlines() == [
        "row 3, column name: There is no name: give one.",
        "row 3, column opened_on: “2025-7-1” is no date: write it as year-month-day, such as "
        "2025-07-01.",
        "row 4, column parent_code: No unit above bears that code: add it to the file, or correct "
        "the code.",
    ]
    assert Unit.objects.count() == 0


def test_rows_without_a_parent_hang_under_the_unit_that_is_named(
    cast: Cast, tmp_path: Path
) -> None:
    path = file_of(tmp_path, "X,Xã X,xã,,2026-01-01,\nY,Xã Y,xã,,2026-01-01,\n")
    imported(path, "--under", "15")
    parents = Placement.objects.filter(unit__code__in=["X", "Y"]).values_list(
        "parent_id", flat=True
    )
    assert list(parents) == [cast.lao_cai.pk] * 2
    assert Event.objects.get().after["added"] == 2  # type: ignore[index]


@pytest.mark.django_db
def test_a_file_in_another_encoding_says_how_to_save_it(tmp_path: Path) -> None:
    path = file_of(tmp_path, "A,Đà Nẵng,tỉnh,,,\n", encoding="utf-16")
    with override("en"), pytest.raises(CommandError, match="CSV UTF-8"):
        call_command("import_units", str(path))
