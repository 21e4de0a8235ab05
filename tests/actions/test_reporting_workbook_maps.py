"""A workbook that was marked and taken into use: files are read by it ever after."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from giaoban.actions.reporting.draft_workbooks import fill_draft_from_workbook
from giaoban.actions.reporting.drafts import Cell, begin_version, save_cells
from giaoban.actions.reporting.import_outcomes import FileRefused
from giaoban.actions.reporting.importing import IncomingFile
from giaoban.actions.reporting.workbook_maps import (
    begin_map,
    change_map,
    unmark_cell,
    use_map,
)
from giaoban.models import Period, Regime, Version, WorkbookMap
from giaoban.queries.reporting.workbook_maps import maps_to_read_by
from giaoban.rules.reporting.states import Channel
from giaoban.rules.reporting.workbook_marks import MarkKind, figures, read
from tests.actions.test_reporting_importing import take
from tests.cast import Cast
from tests.conftest import QueryCheck
from tests.factories import NOW, make_period, make_regime, make_unit, make_version
from tests.own_workbook import ASKED, FIGURES, SERVICES, typed_into
from tests.own_workbook import workbook_in_use as sample


@pytest.fixture
def regime(cast: Cast, settings: Any, tmp_path: Path) -> Regime:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_regime(cast.lao_cai, indicators=ASKED)


@pytest.fixture
def period(regime: Regime) -> Period:
    return make_period(regime, "2026-10")


@pytest.fixture
def own(cast: Cast, regime: Regime) -> WorkbookMap:
    """Tả Van's own spreadsheet, marked and in use."""
    held = begin_map(
        regime=regime,
        unit=cast.ta_van,
        name="so-theo-doi.xlsx",
        content=sample(),
        by=cast.an,
        now=NOW,
    )
    return use_map(held=held, revision=0, by=cast.an, now=NOW)


def filled(change: Any = None, **cells: object) -> bytes:
    """The spreadsheet with these cells of its first sheet, and then changed."""
    content = typed_into(sample(), {(SERVICES, cell): value for cell, value in cells.items()})
    if change is None:
        return content
    book = load_workbook(BytesIO(content))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def load(cast: Cast, period: Period, content: bytes) -> Version:
    return fill_draft_from_workbook(
        unit=cast.ta_van,
        period=period,
        file=IncomingFile("thang-10.xlsx", content),
        by=cast.an,
        now=NOW,
    )


def values(version: Version) -> dict[str, tuple[float | None, str]]:
    rows = version.values.values_list("indicator__code", "number", "cell")
    return {code: (number, cell) for code, number, cell in rows}


def refused(cast: Cast, period: Period, content: bytes) -> tuple[str, Any, Any]:
    with pytest.raises(FileRefused) as caught:
        load(cast, period, content)
    (problem,) = caught.value.problems
    params = problem.problem.params
    return (
        problem.problem.code,
        problem.sheet or params.get("sheet"),
        problem.cell or params.get("cell"),
    )


def test_an_own_spreadsheet_proposes_only_what_the_form_asks(own: WorkbookMap) -> None:
    marks = figures(read(own.marks))
    assert {code: mark.place for code, mark in marks.items()} == {
        "received": FIGURES["tong_so_ho_so"],
        "online": FIGURES["nop_truc_tuyen"],
        "paper": FIGURES["nop_truc_tiep"],
        "cost": FIGURES["kinh_phi_da_chi"],
    }
    assert marks["received"].sums == ("online", "paper")


def test_an_own_spreadsheet_is_read_ever_after_with_its_file_and_cells(
    cast: Cast, own: WorkbookMap, period: Period
) -> None:
    version = load(cast, period, filled(D9=30, D10="1.250", D13=12.5, D8=1280))
    assert values(version) == {
        "received": (1280, f"{SERVICES}!D8"),
        "online": (30, f"{SERVICES}!D9"),
        "paper": (1250, f"{SERVICES}!D10"),
        "cost": (12.5, f"{SERVICES}!D13"),
    }
    assert version.source is not None
    assert (version.source.name, version.channel) == ("thang-10.xlsx", "workbook")


def test_a_number_typed_as_text_is_read_in_the_country_s_language(
    cast: Cast, own: WorkbookMap, period: Period, settings: Any
) -> None:
    settings.COUNTRY = replace(settings.COUNTRY, languages=("en",))
    version = load(cast, period, filled(D9=30, D10="1,250", D13="12.5", D8=1280))
    assert [values(version)[code][0] for code in ("paper", "cost")] == [1250, 12.5]


def test_what_a_map_does_not_cover_stays_as_it_was_typed(
    cast: Cast, own: WorkbookMap, period: Period
) -> None:
    version = begin_version(
        unit=cast.ta_van, period=period, by=cast.an, now=NOW, channel=Channel.PAGE
    )
    save_cells(version=version, cells={"remark": Cell(text="Mạng yếu")}, by=cast.an, now=NOW)
    version = load(cast, period, filled(D9=30, D10=10))
    assert version.values.get(indicator__code="remark").text == "Mạng yếu"
    assert values(version)["received"] == (40, f"{SERVICES}!D8")


def test_outcomes_of_a_changed_spreadsheet(cast: Cast, own: WorkbookMap, period: Period) -> None:
    def two_rows_above(book: Any) -> None:
        book[SERVICES].insert_rows(4, amount=2)

    def renamed(book: Any) -> None:
        book[SERVICES].title = "T10"

    def a_row_between(book: Any) -> None:
        book[SERVICES].insert_rows(10)
        book[SERVICES]["B10"], book[SERVICES]["D10"] = "Nộp qua bưu chính", 7

    def another_label(book: Any) -> None:
        book[SERVICES]["B9"] = "Qua mạng"

    moved = load(cast, period, filled(two_rows_above, D9=30))
    assert values(moved)["online"] == (30, f"{SERVICES}!D11")
    assert values(load(cast, period, filled(renamed, D9=31)))["online"] == (31, "T10!D9")
    assert refused(cast, period, filled(a_row_between, D9=30)) == (
        "workbook_row_added",
        SERVICES,
        "D10",
    )
    assert refused(cast, period, filled(another_label)) == ("workbook_label_moved", SERVICES, "B9")
    assert refused(cast, period, filled(D9="1,5,0")) == ("not_a_number", SERVICES, "D9")


def test_a_spreadsheet_that_says_another_unit_or_period_is_refused(
    cast: Cast, own: WorkbookMap, period: Period
) -> None:
    assert refused(cast, period, filled(A2="Đơn vị báo cáo: Xã Y Tý"))[0] == (
        "workbook_of_another_unit"
    )
    assert refused(cast, period, filled(A3="Tháng 9 năm 2026"))[0] == "workbook_of_another_period"
    load(cast, period, filled(A2="Đơn vị báo cáo: UBND xã Tả Van", A3="Tháng 10/2026", D9=1))


def test_a_bulk_import_takes_the_unit_of_the_map_and_the_period_of_the_file(
    cast: Cast, regime: Regime, own: WorkbookMap, period: Period
) -> None:
    content = filled(A3="(Tháng 10 năm 2026)", D8=40, D9=30, D10=10)
    (outcome,) = take(regime, [IncomingFile("a.xlsx", content)])
    assert (outcome.problems, outcome.unit_code, outcome.period) == ([], "03037", "2026-10")
    assert values(Version.objects.get())["online"] == (30, f"{SERVICES}!D9")


def test_a_bulk_import_keeps_what_the_map_does_not_cover(
    cast: Cast, regime: Regime, own: WorkbookMap, period: Period
) -> None:
    make_version(
        cast.ta_van, period, values={"received": 1, "remark": "Mạng yếu"}, state="submitted"
    )
    content = filled(A3="(Tháng 10 năm 2026)", D8=40, D9=30, D10=10)
    (outcome,) = take(regime, [IncomingFile("a.xlsx", content)])
    assert (outcome.problems, outcome.changed) == ([], 1)
    version = Version.objects.latest("pk")
    assert version.values.get(indicator__code="remark").text == "Mạng yếu"
    assert values(version)["received"] == (40, f"{SERVICES}!D8")
    (outcome,) = take(regime, [IncomingFile("a.xlsx", content)])
    assert outcome.unchanged == 1


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"A3": "(Tháng …… năm 2026)"}, "workbook_period_unsaid"),
        ({"A2": "Đơn vị báo cáo: Xã Y Tý", "A3": "T10/2026"}, "workbook_unit_unsaid"),
    ],
)
def test_a_bulk_import_refuses_what_says_too_little(
    cast: Cast, regime: Regime, own: WorkbookMap, cells: dict[str, object], code: str
) -> None:
    (outcome,) = take(regime, [IncomingFile("a.xlsx", filled(**cells))])
    assert [problem.problem.code for problem in outcome.problems] == [code]


def test_the_committee_s_workbook_filled_without_a_template_names_its_unit(
    cast: Cast, regime: Regime, period: Period
) -> None:
    held = begin_map(
        regime=regime, unit=None, name="mau.xlsx", content=sample(), by=cast.chi, now=NOW
    )
    use_map(held=held, revision=0, by=cast.chi, now=NOW)
    content = filled(A2="Đơn vị báo cáo: phường Sa Pa", A3="Tháng 10/2026", D8=2, D9=1, D10=1)
    (outcome,) = take(regime, [IncomingFile("a.xlsx", content)])
    assert (outcome.problems, outcome.unit_code) == ([], "03006")


def test_a_file_that_fits_two_units_is_refused(
    cast: Cast, regime: Regime, own: WorkbookMap, period: Period
) -> None:
    other = begin_map(
        regime=regime, unit=cast.y_ty, name="b.xlsx", content=sample(), by=cast.chi, now=NOW
    )
    use_map(held=other, revision=0, by=cast.chi, now=NOW)
    (outcome,) = take(regime, [IncomingFile("a.xlsx", filled(A3="Tháng 10/2026", D8=1))])
    assert [problem.problem.code for problem in outcome.problems] == ["workbook_fits_several"]
    named = filled(A2="Đơn vị báo cáo: Xã Y Tý", A3="Tháng 10/2026", D8=1)
    (outcome,) = take(regime, [IncomingFile("a.xlsx", named)])
    assert (outcome.problems, outcome.unit_code) == ([], "02701")


@pytest.fixture
def unnamed(cast: Cast, own: WorkbookMap) -> WorkbookMap:
    """Tả Van's own spreadsheet, in which no cell is marked for the unit."""
    held = change_map(in_use=own, by=cast.an, now=NOW)
    held = unmark_cell(held=held, sheet=SERVICES, cell="A2", revision=0, by=cast.chi, now=NOW)
    assert MarkKind.UNIT not in {mark.kind for mark in read(held.marks)}
    return use_map(held=held, revision=1, by=cast.an, now=NOW)


@pytest.fixture
def committee_s(cast: Cast, regime: Regime) -> WorkbookMap:
    """The committee's workbook in use, of the same layout as Tả Van's own."""
    held = begin_map(
        regime=regime, unit=None, name="mau.xlsx", content=sample(), by=cast.chi, now=NOW
    )
    return use_map(held=held, revision=0, by=cast.chi, now=NOW)


def imported(regime: Regime, unit: str) -> tuple[list[str], str]:
    """What was refused, and the unit that was found, of a file that says this unit."""
    content = filled(A2=f"Đơn vị báo cáo: {unit}", A3="Tháng 10/2026", D8=2, D9=1, D10=1)
    (outcome,) = take(regime, [IncomingFile("a.xlsx", content)])
    return [problem.problem.code for problem in outcome.problems], outcome.unit_code


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("Xã Y Tý", ([], "02701")),
        ("Xã Tả Van", ([], "03037")),
        ("Xã Không Có", (["workbook_unit_unsaid"], "")),
        ("……………", (["workbook_unit_unsaid"], "")),
    ],
)
def test_a_unit_that_marked_the_committee_s_layout_as_its_own_gets_no_file_of_others(
    regime: Regime,
    unnamed: WorkbookMap,
    committee_s: WorkbookMap,
    period: Period,
    unit: str,
    found: tuple[list[str], str],
) -> None:
    assert imported(regime, unit) == found


def test_a_file_that_names_no_unit_is_of_the_one_whose_map_alone_fits(
    regime: Regime, unnamed: WorkbookMap, period: Period
) -> None:
    assert imported(regime, "……………") == ([], "03037")


def test_a_unit_s_map_takes_no_file_of_a_unit_with_a_longer_name(
    cast: Cast, regime: Regime, period: Period
) -> None:
    short = make_unit("99001", "Xã Tả", under=cast.lao_cai)
    held = begin_map(
        regime=regime, unit=short, name="a.xlsx", content=sample(), by=cast.chi, now=NOW
    )
    use_map(held=held, revision=0, by=cast.chi, now=NOW)
    assert imported(regime, "Xã Tả Van") == (["workbook_unit_unsaid"], "")


def test_maps_are_asked_for_once_however_many_there_are(
    cast: Cast, regime: Regime, own: WorkbookMap, constant_queries: QueryCheck
) -> None:
    units = iter([cast.y_ty, cast.sa_pa, cast.lao_cai])

    def more() -> None:
        unit = next(units)
        other = begin_map(
            regime=regime, unit=unit, name="b.xlsx", content=sample(), by=cast.chi, now=NOW
        )
        use_map(held=other, revision=0, by=cast.chi, now=NOW)

    constant_queries(more, lambda: maps_to_read_by(regime.pk))
