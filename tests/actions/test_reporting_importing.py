"""Files of reports come in: each is taken whole or refused whole, and every bad cell is named."""

import zipfile
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from giaoban.actions.reporting.draft_workbooks import fill_draft_from_workbook
from giaoban.actions.reporting.drafts import begin_version
from giaoban.actions.reporting.import_outcomes import (
    EVERYTHING_ACCEPTED,
    FileOutcome,
    FileRefused,
    ImportReach,
)
from giaoban.actions.reporting.importing import Import, IncomingFile, import_files
from giaoban.exchange.reporting.template_layout import HIDDEN_SHEET
from giaoban.exchange.reporting.workbook_reader import read_workbook
from giaoban.exchange.reporting.workbook_template import TemplateWriter
from giaoban.models import Event, Mark, Period, Regime, SourceFile, Submission, Unit, Version
from giaoban.queries.reporting.answers import answers_of
from giaoban.queries.reporting.template_facts import form_of_period, template_units
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_form, make_period, make_regime, make_version

HEADER = "unit,period,indicator,value\n"
INDICATORS = (
    {"code": "processed", "is_required": True},
    "online",
    {"code": "staff", "over_time": "last"},
    {"code": "share", "kind": "ratio", "numerator": "online", "denominator": "processed"},
    {"code": "has_team", "kind": "yes_no"},
    {"code": "level", "kind": "choice", "choices": ["Tốt", "Kém"]},
    {"code": "remark", "kind": "text"},
    {"code": "proof", "kind": "file"},
)
CHECKS = (
    "online <= processed",
    {"formula": "processed <= 1000", "level": "warning", "message": "Rất nhiều"},
)


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    """Files that an import keeps are this test's own."""
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(cast.lao_cai, indicators=INDICATORS, checks=CHECKS)


@pytest.fixture
def period(regime: Regime) -> Period:
    return make_period(regime, "2026-10")


def wanted(regime: Regime, **changed: object) -> Import:
    return replace(Import(regime, EVERYTHING_ACCEPTED, None, TODAY, NOW), **changed)  # type: ignore[arg-type]


def take(regime: Regime, files: Iterable[IncomingFile], **changed: object) -> list[FileOutcome]:
    return list(import_files(wanted=wanted(regime, **changed), files=files))


def take_table(regime: Regime, rows: str, **changed: object) -> FileOutcome:
    table = IncomingFile("values.csv", (HEADER + rows).encode())
    return take(regime, [table], **changed)[0]


def workbook(period: Period, unit: Unit, name: str = "a.xlsx", **values: object) -> IncomingFile:
    shared = form_of_period(period)
    facts = template_units(shared, [unit.pk])[unit.pk]
    content = TemplateWriter(shared, "tháng 10/2026", NOW).workbook(facts)
    places = {cell.code: cell.cell for cell in read_workbook(content).cells}
    places |= {"nothing_arose": "D6", "note": f"A{int(places['proof'][1:]) + 3}"}
    book = load_workbook(BytesIO(content))
    for code, value in values.items():
        book.worksheets[0][places[code]] = value
    out = BytesIO()
    book.save(out)
    return IncomingFile(name, out.getvalue())


def problems(outcome: FileOutcome) -> list[tuple[str, str | int, str]]:
    """What is wrong, in which cell or row, and in which column."""
    return [
        (found.problem.code, found.cell or found.row, found.column or found.indicator)
        for found in outcome.problems
    ]


def test_a_workbook_is_taken_as_the_report_of_its_unit(cast: Cast, period: Period) -> None:
    file = workbook(period, cast.ta_van, processed=12, has_team="Có", note="Số tạm tính")
    (outcome,) = take(period.regime, [file])
    assert (outcome.new, outcome.problems) == (1, [])
    assert (outcome.unit_code, outcome.unit_name, outcome.period) == (
        "03037",
        "Xã Tả Van",
        "2026-10",
    )
    version = Version.objects.get()
    assert answers_of(version).numbers == {"processed": 12.0, "has_team": 1.0}
    assert (version.state, version.channel, version.note) == ("accepted", "workbook", "Số tạm tính")
    sheet = read_workbook(file.content).cells[0].sheet
    assert version.values.get(indicator__code="processed").cell == f"{sheet}!D9"
    source = version.source
    assert source is not None
    assert (source.name, source.size) == ("a.xlsx", len(file.content))
    assert source.content.read() == file.content


def test_the_same_workbook_again_leaves_nothing_behind(cast: Cast, period: Period) -> None:
    file = workbook(period, cast.ta_van, processed=12)
    take(period.regime, [file])
    (outcome,) = take(period.regime, [replace(file, name="again.xlsx")])
    assert (outcome.unchanged, Version.objects.count(), SourceFile.objects.count()) == (1, 1, 1)


def test_two_workbooks_of_one_unit_are_taken_in_their_order(cast: Cast, period: Period) -> None:
    first = workbook(period, cast.ta_van, "1.xlsx", processed=12)
    second = workbook(period, cast.ta_van, "2.xlsx", processed=13)
    outcomes = take(period.regime, [first, second])
    assert [(one.new, one.changed) for one in outcomes] == [(1, 0), (0, 1)]
    assert Version.objects.get(number=2).reason == "import of 2.xlsx"


def test_a_bad_workbook_is_refused_by_itself_with_every_cell(cast: Cast, period: Period) -> None:
    bad = workbook(period, cast.ta_van, "bad.xlsx", processed="nhiều", online="1.5")
    good = workbook(period, cast.y_ty, "good.xlsx", processed=3)
    refused, taken = take(period.regime, [bad, good])
    assert problems(refused) == [
        ("not_a_number", "D9", "processed"),
        ("misplaced_grouping", "D10", "online"),
    ]
    assert taken.new == 1
    assert list(Submission.objects.values_list("unit_id", flat=True)) == [cast.y_ty.pk]


def test_a_required_cell_that_is_empty_is_named_too(cast: Cast, period: Period) -> None:
    (outcome,) = take(period.regime, [workbook(period, cast.ta_van, online=1)])
    assert problems(outcome) == [("required_missing", "D9", "processed")]
    assert not SourceFile.objects.exists()


def test_a_check_that_fails_names_the_cell_it_stands_beside(cast: Cast, period: Period) -> None:
    (outcome,) = take(period.regime, [workbook(period, cast.ta_van, processed=1, online=2)])
    assert problems(outcome) == [("check_failed", "D10", "online")]


def test_a_workbook_of_an_older_form_is_refused(cast: Cast, period: Period) -> None:
    file = workbook(period, cast.ta_van, processed=1)
    make_form(period.regime, indicators=["processed"], number=2)
    (outcome,) = take(period.regime, [file])
    assert problems(outcome) == [("workbook_form_outdated", 0, "")]
    assert outcome.problems[0].problem.params == {"form": 1, "present": 2}


def test_a_workbook_of_another_regime_or_unit_or_period_is_refused(
    cast: Cast, period: Period
) -> None:
    file = workbook(period, cast.ta_van, processed=1)
    other = make_regime(cast.lao_cai, code="other")
    assert problems(take(other, [file])[0]) == [("workbook_of_another_regime", 0, "")]
    for cell, value, code in (
        ("B3", "99999", "unit_unknown_in_period"),
        ("B4", "2027-01", "period_not_begun"),
        ("B4", "2026Q3", "period_not_of_frequency"),
        ("B4", "soon", "period_key_unknown_form"),
    ):
        book = load_workbook(BytesIO(file.content))
        book[HIDDEN_SHEET][cell] = value
        out = BytesIO()
        book.save(out)
        (outcome,) = take(period.regime, [IncomingFile("a.xlsx", out.getvalue())])
        assert problems(outcome) == [(code, 0, "")]


def test_a_workbook_with_a_remark_that_the_page_would_refuse_is_refused(
    cast: Cast, period: Period
) -> None:
    file = workbook(period, cast.ta_van, processed=12, has_team="Có", note="x" * 5001)
    (outcome,) = take(period.regime, [file])
    assert problems(outcome) == [("remark_too_long", 0, "")]
    assert not Version.objects.exists()


def test_nothing_arose_gives_zeros_and_keeps_states(cast: Cast, regime: Regime) -> None:
    before = make_period(regime, "2026-09")
    make_version(cast.ta_van, before, values={"processed": 9, "staff": 4, "has_team": 1})
    period = make_period(regime, "2026-10")
    take(regime, [workbook(period, cast.ta_van, nothing_arose="Có")])
    version = Version.objects.get(submission__period=period)
    assert version.nothing_arose
    assert answers_of(version).numbers == {
        "processed": 0.0,
        "online": 0.0,
        "staff": 4.0,
        "has_team": 1.0,
    }


def test_nothing_arose_beside_a_figure_is_refused(cast: Cast, period: Period) -> None:
    file = workbook(period, cast.ta_van, nothing_arose="Có", processed=3)
    (outcome,) = take(period.regime, [file])
    assert problems(outcome) == [("nothing_arose_but_filled", "D9", "processed")]


def test_a_zip_is_looked_into(cast: Cast, period: Period) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xã/a.xlsx", workbook(period, cast.ta_van, processed=1).content)
        archive.writestr("đọc.docx", b"x")
    outcomes = take(period.regime, [IncomingFile("all.zip", out.getvalue())])
    assert {one.name: (one.new, problems(one)) for one in outcomes} == {
        "all.zip/xã/a.xlsx": (1, []),
        "all.zip/đọc.docx": (0, [("file_kind_unknown", 0, "")]),
    }


def test_a_person_brings_in_what_the_reach_allows(cast: Cast, period: Period) -> None:
    reach = ImportReach(accepted={cast.sa_pa.pk}, submitted={cast.ta_van.pk})
    files = [
        workbook(period, unit, f"{unit.code}.xlsx", processed=1)
        for unit in (cast.ta_van, cast.y_ty, cast.sa_pa)
    ]
    outcomes = take(period.regime, files, reach=reach, by=cast.chi)
    assert [problems(one) for one in outcomes] == [[], [("unit_out_of_reach", 0, "")], []]
    assert dict(Version.objects.values_list("submission__unit", "state")) == {
        cast.ta_van.pk: ReportState.SUBMITTED,
        cast.sa_pa.pk: ReportState.ACCEPTED,
    }


def test_a_table_is_taken_whole_period_after_period(cast: Cast, regime: Regime) -> None:
    rows = (
        "03037,2026-10,processed,12\n03037,2026-09,processed,1e1\n"
        '03037,2026-10,has_team,yes\n03037,2026-10,level,Tốt\n03037,2026-10,remark,"a, b"\n'
        "02701,2026-10,processed,0.0\n"
    )
    outcome = take_table(regime, rows)
    assert (outcome.new, outcome.period, outcome.problems) == (3, "2026-09 – 2026-10", [])
    assert list(Period.objects.filter(is_reported=True).values_list("key", flat=True)) == [
        "2026-09",
        "2026-10",
    ]
    version = Version.objects.get(submission__unit=cast.ta_van, submission__period__key="2026-10")
    assert answers_of(version).numbers == {"processed": 12.0, "has_team": 1.0}
    assert answers_of(version).texts == {"level": "Tốt", "remark": "a, b"}
    assert version.values.get(indicator__code="has_team").cell == "row 4"
    assert version.channel == "csv"
    assert SourceFile.objects.count() == 1


def test_every_bad_row_is_named_and_nothing_is_taken(cast: Cast, regime: Regime) -> None:
    rows = (
        "03037,2026-10,processed,1\n"  # row 2
        "99999,2026-10,processed,1\n"
        "03037,2026-13,processed,1\n"
        "03037,2026Q3,processed,1\n"
        "03037,2026-10,nothing,1\n"
        "03037,2026-10,share,0.5\n"
        "03037,2026-10,processed,2\n"
        "03037,2026-10,online,nan\n"
        "03037,2026-10,staff,\n"
        "03037,2026-10,has_team,maybe\n"
        "03037,2026-10,proof,a.pdf\n"
        "00721,2026-10,processed,1\n"
        "03037,2027-01,processed,1\n"
        "03037,2026-10\n"
        "02701,2026-10,level,Vừa\n"
    )
    outcome = take_table(regime, rows)
    assert problems(outcome) == [
        ("unit_unknown_in_period", 3, "unit"),
        ("period_number_out_of_range", 4, "period"),
        ("period_not_of_frequency", 5, "period"),
        ("unknown_indicator", 6, "indicator"),
        ("ratio_is_computed", 7, "value"),
        ("cell_twice", 8, "indicator"),
        ("not_a_number", 9, "value"),
        ("value_missing", 10, "value"),
        ("not_yes_or_no", 11, "value"),
        ("file_not_by_table", 12, "value"),
        ("unit_not_asked", 13, ""),
        ("period_not_begun", 14, "period"),
        ("row_length_differs", 15, ""),
        ("required_missing", 16, "processed"),
        ("not_a_choice", 16, "level"),
    ]
    assert not Version.objects.exists()
    assert not Period.objects.exists()
    assert not SourceFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"unit,period,indicator,value,extra\n", [("column_unknown", 1, "extra")]),
        (b"unit,period,indicator\n", [("column_missing", 1, "value")]),
        (b"unit,unit,period,indicator,value\n", [("column_twice", 1, "unit")]),
        (HEADER.encode(), [("file_without_rows", 1, "")]),
        (HEADER.encode("utf-16"), [("not_utf8", 1, "")]),
        (HEADER.encode() + b'a,"b\n', [("not_csv", 2, "")]),
    ],
)
def test_a_table_that_is_none_is_refused(
    regime: Regime, content: bytes, found: list[tuple[str, int, str]]
) -> None:
    assert problems(take(regime, [IncomingFile("v.csv", content)])[0]) == found


def test_a_warning_needs_the_reason_of_the_import(cast: Cast, regime: Regime) -> None:
    row = "03037,2026-10,processed,5000\n"
    assert problems(take_table(regime, row)) == [("check_failed", 2, "processed")]
    assert take_table(regime, row, reason="Đợt cao điểm").new == 1


def test_a_locked_period_takes_no_table(cast: Cast, regime: Regime) -> None:
    make_period(regime, "2026-10", is_locked=True)
    outcome = take_table(regime, "03037,2026-10,processed,1\n")
    assert problems(outcome) == [("period_locked", 2, "")]


def test_an_officers_workbook_fills_the_draft_and_sends_nothing(cast: Cast, period: Period) -> None:
    begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    file = workbook(period, cast.ta_van, processed=1, online=2, remark="Đang rà")
    version = fill_draft_from_workbook(
        unit=cast.ta_van, period=period, file=file, by=cast.an, now=NOW
    )
    assert (version.state, version.channel, version.number) == ("draft", "workbook", 1)
    assert answers_of(version).numbers == {"processed": 1.0, "online": 2.0}
    emptied = workbook(period, cast.ta_van, processed=1)
    version = fill_draft_from_workbook(
        unit=cast.ta_van, period=period, file=emptied, by=cast.an, now=NOW
    )
    assert (answers_of(version).numbers, answers_of(version).texts) == ({"processed": 1.0}, {})


def test_an_officers_bad_workbook_changes_nothing(cast: Cast, period: Period) -> None:
    def refused(file: IncomingFile) -> list[str]:
        with pytest.raises(FileRefused) as raised:
            fill_draft_from_workbook(
                unit=cast.ta_van, period=period, file=file, by=cast.an, now=NOW
            )
        return [found.problem.code for found in raised.value.problems]

    assert refused(workbook(period, cast.ta_van, processed="x")) == ["not_a_number"]
    assert refused(workbook(period, cast.y_ty, processed=1)) == ["workbook_of_another_unit"]
    assert refused(IncomingFile("a.xlsx", b"x")) == ["workbook_damaged"]
    assert not Version.objects.exists()


def test_each_bad_value_of_a_table_is_named_by_its_row(cast: Cast, regime: Regime) -> None:
    outcome = take_table(regime, "99999,2026-10,processed,1\n03037,2027-01,processed,1\n")
    assert [(f.problem.code, f.row, f.column) for f in outcome.problems] == [
        ("unit_unknown_in_period", 2, "unit"),
        ("period_not_begun", 3, "period"),
    ]


def past_workbook(regime: Regime, unit: Unit, key: str, **values: object) -> IncomingFile:
    """A workbook of a period that nobody has opened."""
    period = Period.objects.get(regime=regime, key="2026-10")
    file = workbook(period, unit, f"{key}.xlsx", **values)
    book = load_workbook(BytesIO(file.content))
    book[HIDDEN_SHEET]["B4"] = key
    out = BytesIO()
    book.save(out)
    return replace(file, content=out.getvalue())


def opened(regime: Regime) -> list[str]:
    reported = Period.objects.filter(regime=regime, is_reported=True).order_by("key")
    return list(reported.values_list("key", flat=True))


@pytest.mark.parametrize("values", [{"processed": "nhiều"}, {"processed": 1, "online": 2}])
def test_a_refused_workbook_does_not_open_the_past_period_it_names(
    cast: Cast, period: Period, values: dict[str, object]
) -> None:
    events, marks = Event.objects.count(), Mark.objects.count()
    file = past_workbook(period.regime, cast.ta_van, "2026-08", **values)
    (outcome,) = take(period.regime, [file])
    assert outcome.is_refused
    assert (Event.objects.count(), Mark.objects.count()) == (events, marks)
    assert (opened(period.regime), SourceFile.objects.count()) == (["2026-10"], 0)


def test_a_workbook_of_a_past_period_opens_it_whatever_came_before(
    cast: Cast, period: Period
) -> None:
    bad = past_workbook(period.regime, cast.ta_van, "2026-08", processed=1, online=2)
    good = past_workbook(period.regime, cast.y_ty, "2026-08", processed=3)
    assert [one.new for one in take(period.regime, [bad])] == [0]
    outcomes = take(period.regime, [bad, good])
    assert [(one.new, one.is_refused) for one in outcomes] == [(0, True), (1, False)]
    assert opened(period.regime) == ["2026-08", "2026-10"]


def test_workbooks_are_compared_with_the_period_before_in_any_order(cast: Cast) -> None:
    regime = make_regime(
        cast.lao_cai,
        indicators=["staff", {"code": "proof", "kind": "file"}],
        checks=["staff <= 2 * previous(staff)"],
    )
    make_period(regime, "2026-10")
    later = past_workbook(regime, cast.ta_van, "2026-08", staff=50)
    earlier = past_workbook(regime, cast.ta_van, "2026-07", staff=10)
    assert [one.is_refused for one in take(regime, [later, earlier])] == [True, False]


def test_a_ratio_that_was_typed_over_refuses_the_workbook_by_its_cell(
    cast: Cast, period: Period
) -> None:
    file = workbook(period, cast.ta_van, processed=4, online=1, share=0.9)
    (outcome,) = take(period.regime, [file])
    assert problems(outcome) == [("ratio_overtyped", "D12", "share")]
    assert not Version.objects.exists()
