"""The steps of a consolidated report, its gaps, its kept figures and what changed between two."""

import json
from dataclasses import replace

import pytest

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidated_facts import (
    Compared,
    Correction,
    DrawnFacts,
    digest,
    kept,
    restored,
)
from giaoban.rules.reporting.consolidation import (
    ReadinessFacts,
    ReportStep,
    Stage,
    gaps,
    may_be_fixed,
    stage_after,
)
from giaoban.rules.reporting.figure_changes import UnitChange, figure_changes
from giaoban.rules.reporting.prose import Token
from giaoban.rules.reporting.report_content import content_of, heading_with, stored
from giaoban.rules.reporting.report_figures import FigureKind, resolved
from tests.report_samples import content, facts, unit

READY = ReadinessFacts(
    missing_units=0,
    unaccepted_reports=0,
    unexplained_warnings=0,
    prose_problems=0,
    empty_sections=(),
    is_stale=False,
    has_number=True,
    has_date=True,
    has_figures=True,
)


@pytest.mark.parametrize(
    ("stage", "step", "after"),
    [
        (Stage.DRAFT, ReportStep.FIX, Stage.FIXED),
        (Stage.FIXED, ReportStep.REOPEN, Stage.DRAFT),
        (Stage.FIXED, ReportStep.APPROVE, Stage.APPROVED),
        (Stage.APPROVED, ReportStep.ADD_ISSUED_COPY, Stage.ISSUED),
        (Stage.ISSUED, ReportStep.ADD_ISSUED_COPY, Stage.ISSUED),
        (Stage.APPROVED, ReportStep.SEND, Stage.APPROVED),
        (Stage.ISSUED, ReportStep.SEND, Stage.ISSUED),
    ],
)
def test_a_report_goes_from_draft_to_issued(stage: Stage, step: ReportStep, after: Stage) -> None:
    assert stage_after(stage, step) is after


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        (Stage.DRAFT, ReportStep.APPROVE),
        (Stage.FIXED, ReportStep.SEND),
        (Stage.FIXED, ReportStep.FIX),
        (Stage.FIXED, ReportStep.ADD_ISSUED_COPY),
        (Stage.APPROVED, ReportStep.REOPEN),
        (Stage.ISSUED, ReportStep.REOPEN),
    ],
)
def test_no_step_is_left_out_and_none_is_taken_back_after_approval(
    stage: Stage, step: ReportStep
) -> None:
    with pytest.raises(RuleError) as refused:
        stage_after(stage, step)
    assert refused.value.code == "report_step_not_allowed"


@pytest.mark.parametrize(
    ("changed", "codes", "may_go"),
    [
        ({}, [], True),
        ({"missing_units": 3}, ["gap_units"], True),
        ({"unaccepted_reports": 1, "unexplained_warnings": 2}, ["gap_unaccepted", "gap_warnings"],
         True),
        ({"empty_sections": ("Khó khăn",)}, ["gap_sections"], True),
        ({"has_number": False, "has_date": False}, ["gap_number", "gap_date"], True),
        ({"open_comments": 2}, ["gap_comments"], True),
        ({"open_sections": 1, "undrawn_regimes": ("thang",)}, ["gap_authors", "gap_regimes"], True),
        ({"prose_problems": 1}, ["gap_prose"], False),
        ({"is_stale": True}, ["gap_stale"], False),
        ({"has_figures": False, "missing_units": 99}, ["gap_no_figures", "gap_units"], False),
    ],
)  # fmt: skip
def test_what_is_missing_is_listed_and_only_wrong_figures_stop_a_report(
    changed: dict[str, object], codes: list[str], may_go: bool
) -> None:
    found = gaps(replace(READY, **changed))  # type: ignore[arg-type]
    assert [gap.code for gap in found] == codes
    assert may_be_fixed(found) is may_go


def test_kept_facts_come_back_the_same_through_json() -> None:
    made = facts(corrections=(Correction("Xã Tả Van", "2026Q3", 2, "đếm lại", "2026-10-03"),))
    assert restored(json.loads(json.dumps(kept(made)))) == made


def test_the_digest_does_not_depend_on_how_a_database_writes_whole_numbers() -> None:
    stored_facts = json.loads(json.dumps(kept(facts())).replace("1000.0", "1000"))
    assert digest(restored(stored_facts)) == digest(facts())
    assert digest(facts(late=())) != digest(facts())


def test_figures_of_other_regimes_are_kept_and_digested_with_the_rest() -> None:
    drawn = DrawnFacts("Báo cáo tháng", "2026-09-14", False, facts(regime="thang"))
    made = facts(others=(drawn,))
    assert restored(json.loads(json.dumps(kept(made)))) == made
    assert digest(made) != digest(facts())


def test_without_other_regimes_nothing_new_is_kept_so_that_older_digests_stay_true() -> None:
    assert "others" not in kept(facts())


def test_written_content_comes_back_the_same_through_json() -> None:
    made = content(charts=("online",), typed={"recipients": ("A", "B"), "filing": "VT"})
    assert content_of(json.loads(json.dumps(stored(made)))) == made
    assert content_of({}).sections == ()


def test_typed_particulars_replace_the_committees_and_empty_ones_do_not() -> None:
    heading = heading_with(facts().heading, {"filing": "VT", "signer_name": "", "grounds": ()})
    assert (heading.filing, heading.signer_name) == ("VT", "Trần Văn Dũng")
    assert heading.grounds == ("Căn cứ Nghị định số 09/2019/NĐ-CP",)


@pytest.mark.parametrize(
    ("held", "share"),
    [
        (Compared(now=30.0, so_far=75.0, target=100.0), 0.75),
        (Compared(now=30.0, target=100.0), 0.3),
        (Compared(now=30.0, target=0.0), None),
        (Compared(now=30.0), None),
        (Compared(target=100.0), None),
    ],
)
def test_a_target_is_held_against_the_year_so_far(held: Compared, share: float | None) -> None:
    assert held.share_of_target == share


@pytest.mark.parametrize(
    ("name", "view", "place", "kind", "value"),
    [
        ("online", "now", "", FigureKind.NUMBER, 1234.5),
        ("online", "previous", "", FigureKind.NUMBER, 1000.0),
        ("online", "last_year", "", FigureKind.NUMBER, 1300.0),
        ("online", "change", "", FigureKind.CHANGE, 0.2345),
        ("rate", "change", "", FigureKind.POINTS, 0.25),
        ("rate", "change_from_last_year", "", FigureKind.POINTS, None),
        ("online", "target", "", FigureKind.NUMBER, 4000.0),
        ("online", "percent_of_target", "", FigureKind.PERCENT, 0.75),
        ("online", "cumulative", "", FigureKind.NUMBER, 3000.0),
        ("online", "now", "03037", FigureKind.NUMBER, 1000.0),
        ("rate", "last_year", "", FigureKind.NUMBER, None),
        ("coverage", "now", "", FigureKind.COVERAGE, 2.0),
        ("on_time", "now", "", FigureKind.COUNT, 1.0),
        ("missing", "now", "", FigureKind.COUNT, 1.0),
        ("missing", "names", "", FigureKind.NAMES, 1.0),
        ("received", "now", "03006", FigureKind.COUNT, 0.0),
    ],
)
def test_a_figure_in_the_prose_stands_for_a_value(
    name: str, view: str, place: str, kind: FigureKind, value: float | None
) -> None:
    found = resolved(Token("[[…]]", name, view, place), facts())
    assert found is not None
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize(
    ("name", "view", "place"),
    [("nothing", "now", ""), ("online", "never", ""), ("online", "now", "77"),
     ("online", "names", ""), ("coverage", "names", ""), ("coverage", "change", "")],
)  # fmt: skip
def test_a_figure_that_means_nothing_stands_for_no_value(name: str, view: str, place: str) -> None:
    assert resolved(Token("[[…]]", name, view, place), facts()) is None


def test_nothing_changed_between_equal_facts() -> None:
    assert figure_changes(facts(), facts()) == []


def test_a_changed_figure_names_the_units_that_changed_it_the_largest_first() -> None:
    before, after = facts(), facts()
    children = (
        unit(2, "03037", "Xã Tả Van", 1001.0, 400.0),
        unit(3, "02701", "Xã Y Tý", 300.0, 600.0),
        unit(4, "03006", "Phường Sa Pa", None, None),
    )
    own = {**after.unit.figures, "online": replace(after.unit.of("online"), now=1301.0)}
    after = replace(after, unit=replace(after.unit, figures=own), children=children)
    (changed,) = figure_changes(before, after)
    assert (changed.indicator.code, changed.figure) == ("online", "now")
    assert (changed.before, changed.after) == (1234.5, 1301.0)
    assert changed.units == (
        UnitChange("Xã Y Tý", 234.5, 300.0),
        UnitChange("Xã Tả Van", 1000.0, 1001.0),
    )


def test_changes_that_cancel_out_above_are_still_said() -> None:
    children = (
        unit(2, "03037", "Xã Tả Van", 900.0, 400.0),
        unit(3, "02701", "Xã Y Tý", 334.5, 600.0),
        unit(4, "03006", "Phường Sa Pa", None, None),
    )
    (changed,) = figure_changes(facts(), facts(children=children))
    assert (changed.before, changed.after) == (1234.5, 1234.5)
    assert [u.unit for u in changed.units] == ["Xã Tả Van", "Xã Y Tý"]


def test_a_unit_that_is_gone_or_an_indicator_that_is_new_counts_as_changed() -> None:
    found = figure_changes(
        facts(indicators=(facts().indicators[0],)), facts(children=facts().children[:1])
    )
    assert [(change.indicator.code, change.figure) for change in found] == [
        ("online", "now"),
        ("online", "previous"),
    ]
    assert found[0].units == (UnitChange("Xã Y Tý", 234.5, None),)
