"""The commands that write workbooks and take files, as somebody types them."""

import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from openpyxl import load_workbook

from giaoban.exchange.reporting.workbook_reader import read_workbook
from giaoban.models import Mark, Regime, Total, Version
from tests.cast import Cast
from tests.factories import make_regime

HEADER = "unit,period,indicator,value\n"


@pytest.fixture
def regime(cast: Cast, settings: Any, tmp_path: Path) -> Regime:
    settings.MEDIA_ROOT = str(tmp_path / "files")
    return make_regime(cast.lao_cai, checks=["processed <= 100"])


def run(*words: str | Path) -> tuple[str, list[str]]:
    """stdout, and the lines of stderr; a command that fails says so in the last of them."""
    out, error = StringIO(), StringIO()
    try:
        with override("en"):
            call_command(*map(str, words), stdout=out, stderr=error)
    except CommandError as failed:
        error.write(f"{failed}\n")
    return out.getvalue(), error.getvalue().splitlines()


def fill(path: Path, value: object) -> None:
    cell = read_workbook(path.read_bytes()).cells[0].cell
    book = load_workbook(path)
    book.worksheets[0][cell] = value
    book.save(path)


def test_templates_are_written_for_every_unit_that_is_asked(regime: Regime, tmp_path: Path) -> None:
    _, errors = run(
        "make_templates", "--regime", regime.code, "--period", "2026-10", "--to", tmp_path
    )
    assert errors == []
    names = sorted(path.name for path in tmp_path.glob("*.xlsx"))
    assert names == ["02701-2026-10.xlsx", "03006-2026-10.xlsx", "03037-2026-10.xlsx"]


def test_templates_need_a_regime_and_a_period_that_has_begun(
    regime: Regime, tmp_path: Path
) -> None:
    for code, period in (("nothing", "2026-10"), (regime.code, "2099-01"), (regime.code, "soon")):
        out, errors = run("make_templates", "--regime", code, "--period", period, "--to", tmp_path)
        assert (out, len(errors)) == ("", 1)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_folder_a_zip_and_a_table_are_taken_and_folded(regime: Regime, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "deep"
    run("make_templates", "--regime", regime.code, "--period", "2026-10", "--to", folder)
    fill(folder / "02701-2026-10.xlsx", 5)
    fill(folder / "03006-2026-10.xlsx", 6)
    with zipfile.ZipFile(tmp_path / "in" / "all.zip", "w") as archive:
        archive.write(folder / "03006-2026-10.xlsx", "x.xlsx")
    for name in ("03006-2026-10.xlsx", "03037-2026-10.xlsx"):
        (folder / name).unlink()
    table = tmp_path / "t.csv"
    table.write_text(f"{HEADER}03037,2026-10,processed,7\n", encoding="utf-8-sig")
    out, errors = run("import_submissions", "--regime", regime.code, tmp_path / "in", table)
    assert errors == []
    assert out.startswith("Files: 3, refused: 0. Reports: 3 new, 0 changed, 0 unchanged.")
    assert set(Version.objects.values_list("state", flat=True)) == {"accepted"}
    assert not Mark.objects.exists()
    assert Total.objects.get(unit=regime.unit_id, period__key="2026-10").received == 3


def test_every_refusal_is_one_line_and_the_command_fails(regime: Regime, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(f"{HEADER}03037,2026-10,processed,700\n99,2026-10,processed,1\n")
    out, errors = run("import_submissions", "--regime", regime.code, table, tmp_path / "gone.csv")
    assert out.startswith("Files: 2, refused: 2. Reports: 0 new")
    assert [line.partition(":")[0] for line in errors] == [
        "t.csv",
        "t.csv",
        "gone.csv",
        "Files refused",
    ]
    assert not Version.objects.exists()


def test_a_person_imports_with_their_own_permissions(
    cast: Cast, regime: Regime, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"

    def imported(email: str, value: int) -> tuple[str, list[str]]:
        table.write_text(f"{HEADER}03037,2026-10,processed,{value}\n")
        return run("import_submissions", "--regime", regime.code, table, "--as", email)

    assert imported(cast.an.email, 1)[1] == []
    assert Version.objects.get(number=1).state == "submitted"
    assert imported(cast.chi.email, 2)[1] == []
    assert Version.objects.get(number=2).state == "accepted"
    assert Version.objects.get(number=2).submitted_by == cast.chi
    for outsider in (cast.lan.email, cast.dung.email, "nobody@example.vn"):
        assert imported(outsider, 3)[1] != []
    assert Version.objects.count() == 2


@pytest.mark.parametrize(
    "email, words, taken",
    [
        ("", [], []),
        ("", ["--reason", "Ốm"], []),
        ("", ["--over-errors"], []),
        ("", ["--over-errors", "--reason", "Ốm"], [("accepted", "Ốm")]),
        ("chi@example.vn", ["--over-errors", "--reason", "Ốm"], [("accepted", "Ốm")]),
        ("an@example.vn", ["--over-errors", "--reason", "Ốm"], []),
    ],
)
def test_a_file_is_taken_over_an_error_with_a_reason_by_whom_it_is_granted(
    regime: Regime, tmp_path: Path, email: str, words: list[str], taken: list[tuple[str, str]]
) -> None:
    file = tmp_path / "values.csv"
    file.write_text(f"{HEADER}03037,2026-10,processed,101\n")
    actor = ["--as", email] if email else []
    _, errors = run("import_submissions", "--regime", regime.code, file, *actor, *words)
    assert bool(errors) is not bool(taken)
    assert list(Version.objects.values_list("state", "over_error")) == taken


def test_a_value_that_is_not_of_its_kind_is_taken_over_nothing(
    regime: Regime, tmp_path: Path
) -> None:
    file = tmp_path / "values.csv"
    file.write_text(f"{HEADER}03037,2026-10,processed,101.5\n")
    over = ["--over-errors", "--reason", "Ốm"]
    _, errors = run("import_submissions", "--regime", regime.code, file, *over)
    assert errors
    assert Version.objects.count() == 0


def test_the_mark_of_an_estimate_comes_in_by_a_workbook(regime: Regime, tmp_path: Path) -> None:
    run("make_templates", "--regime", regime.code, "--period", "2026-10", "--to", tmp_path)
    path = tmp_path / "03037-2026-10.xlsx"
    raw = read_workbook(path.read_bytes()).cells[0]
    book = load_workbook(path)
    book.worksheets[0][raw.cell], book.worksheets[0][raw.estimate_cell] = 12, "ước"
    book.save(path)
    _, errors = run("import_submissions", "--regime", regime.code, path)
    assert errors == []
    version = Version.objects.get()
    assert version.has_estimates
    assert list(version.values.values_list("number", "is_estimate")) == [(12, True)]
