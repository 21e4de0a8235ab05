"""The consolidated report by command, on nothing but imports and where one was drafted."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from giaoban.actions.reporting.consolidation import draft_report
from giaoban.actions.reporting.consolidation_heading import set_particulars
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.workbook_maps import begin_map, mark_cell, use_map
from giaoban.models import Regime
from giaoban.rules.reporting.workbook_marks import Mark, MarkKind
from tests.cast import Cast
from tests.factories import NOW, make_period, make_regime, make_version
from tests.management.shell import giaoban, must
from tests.own_workbook import SERVICES, workbook_in_use


@pytest.fixture
def regime(cast: Cast) -> str:
    """A regime of a province that has no committee, reported by its one commune."""
    made = make_regime(cast.tuyen_quang, code="dich", name="Sốt xuất huyết", calendar="calendar")
    for key, number in (("2025-10", 7.0), ("2026-10", 9.0)):
        period = make_period(made, key)
        make_version(cast.dong_van, period, values={"processed": number})
        append_marks_for(unit_ids=[cast.dong_van.pk], period=period)
    return made.code


def wanted(to: Path, **changes: str) -> list[object]:
    asked = {"--regime": "dich", "--period": "2026-10", "--unit": "08", "--to": str(to)} | changes
    return ["consolidate", *(word for pair in asked.items() for word in pair)]


def text_of(file: Path) -> str:
    pages = [page.extract_text() for page in PdfReader(file).pages]
    return "".join(" ".join(pages).split())


@pytest.mark.parametrize(("ending", "start"), [("docx", b"PK"), ("pdf", b"%PDF-"), ("xlsx", b"PK")])
def test_a_unit_without_a_committee_gets_its_report(
    regime: str, tmp_path: Path, ending: str, start: bytes
) -> None:
    to = tmp_path / f"bao-cao.{ending}"
    assert must(*wanted(to)) == ""
    assert to.read_bytes().startswith(start)


def test_what_waits_is_added_up_and_last_year_stands_beside(regime: str, tmp_path: Path) -> None:
    must(*wanted(tmp_path / "a.pdf"))
    told = text_of(tmp_path / "a.pdf")
    assert "TỈNHTUYÊNQUANG" in told
    assert "Tìnhhìnhsốtxuấthuyếttháng10năm2026" in told
    assert "+28,6%" in told


def test_a_report_that_was_drafted_on_the_page_is_the_one_written(
    regime: str, cast: Cast, tmp_path: Path
) -> None:
    period = cast.dong_van.submissions.get(period__key="2026-10").period
    report = draft_report(unit=cast.tuyen_quang, period=period, by=None, now=NOW)
    set_particulars(
        report=report,
        title="Báo cáo nhanh",
        place="",
        typed={},
        charts=(),
        has_unit_tables=False,
        by=None,
        now=NOW,
    )
    must(*wanted(tmp_path / "a.pdf"))
    assert "Báocáonhanh" in text_of(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    "changes",
    [{"--regime": "x"}, {"--period": "2026-11"}, {"--unit": "99"}, {"--to": "report.odt"},
     {"--to": "no-such-folder/report.pdf"}],
)  # fmt: skip
def test_what_is_not_there_is_said_in_one_line(
    regime: str, tmp_path: Path, changes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = giaoban(*wanted(tmp_path / "a.pdf", **changes))
    assert (said.code, len(said.errors)) == (1, 1)
    assert list(tmp_path.iterdir()) == []


def test_the_figures_come_in_the_committee_s_own_workbook(
    regime: str, cast: Cast, tmp_path: Path
) -> None:
    to = tmp_path / "phu-luc.xlsx"
    refused = giaoban(*wanted(to), "--layout", "workbook")
    assert refused.code == 1
    held = begin_map(
        regime=Regime.objects.get(code=regime),
        unit=None,
        name="bieu.xlsx",
        content=workbook_in_use(),
        by=cast.chi,
        now=NOW,
    )
    mark = Mark(MarkKind.FIGURE, SERVICES, "D9", "processed", "B9")
    held = mark_cell(held=held, mark=mark, revision=0, by=cast.chi, now=NOW)
    use_map(held=held, revision=1, by=cast.chi, now=NOW)
    must(*wanted(to), "--layout", "workbook")
    sheet = load_workbook(to, data_only=True)[SERVICES]
    assert (sheet["D9"].value, sheet["A2"].value) == (9, "Đơn vị báo cáo: Tỉnh Tuyên Quang")
    refused = giaoban(*wanted(tmp_path / "phu-luc.pdf"), "--layout", "workbook")
    assert refused.code == 1
