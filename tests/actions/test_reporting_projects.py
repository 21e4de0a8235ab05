"""The register of projects: kept, asked about, and never at odds with what was reported."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.actions.reporting.cells import Cell
from giaoban.actions.reporting.drafts import begin_version, save_cells
from giaoban.actions.reporting.forms import draft_form
from giaoban.actions.reporting.nothing_arose import declare_nothing_arose
from giaoban.actions.reporting.projects import (
    add_project,
    ask_about_project,
    edit_project,
    remove_project,
)
from giaoban.actions.reporting.regime_files import take_regime
from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.actions.reporting.submitting import submit_report
from giaoban.actions.reporting.taking import IncomingReport, take_reports
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.exchange.reporting.regime_file_writer import write_regime
from giaoban.models import Event, Form, Period, Project, Regime
from giaoban.queries.reporting.forms import form_facts, form_for
from giaoban.queries.reporting.projects import (
    asked_projects,
    project_text,
    unasked_codes,
    uses_of,
)
from giaoban.queries.reporting.regimes import regime_facts
from giaoban.queries.reporting.report_page import report_of
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.states import Channel, ReportState
from giaoban.rules.reporting.structure_texts import ProjectText
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime, make_version
from tests.project_form import ROAD, SCHOOL, WATER, make_project_regime


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_project_regime(cast)


@pytest.fixture
def period(regime: Regime) -> Period:
    return make_period(regime, "2026Q3")


@pytest.fixture
def later(regime: Regime) -> Period:
    return make_period(regime, "2026Q4")


def project(code: str) -> Project:
    return Project.objects.get(code=code)


def unasked_of(cast: Cast, period: Period) -> dict[str, list[str]]:
    """By unit the projects that it is not asked about."""
    facts = form_facts(form_for(period))
    found = unasked_codes(facts, period, [cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk])
    names = {cast.ta_van.pk: "Tả Van", cast.y_ty.pk: "Y Tý", cast.sa_pa.pk: "Sa Pa"}
    return {
        names[pk]: sorted({code.rpartition("__")[2] for code in codes})
        for pk, codes in found.items()
    }


def test_each_unit_is_asked_about_its_projects_that_run(
    cast: Cast, period: Period, later: Period
) -> None:
    assert unasked_of(cast, period) == {
        "Tả Van": [],
        "Y Tý": ["water"],
        "Sa Pa": ["road", "water"],
    }
    assert unasked_of(cast, later) == {
        "Tả Van": ["road"],
        "Y Tý": ["road", "water"],
        "Sa Pa": ["road", "water"],
    }


def test_whoever_lies_under_a_unit_that_takes_part_takes_part(cast: Cast, period: Period) -> None:
    edit_project(project=project("water"), text=WATER, units=[cast.lao_cai], by=cast.chi, now=NOW)

    assert unasked_of(cast, period)["Sa Pa"] == ["road"]


def test_who_is_asked_does_not_depend_on_how_the_tree_was_read(cast: Cast, period: Period) -> None:
    facts = form_facts(form_for(period))
    units = [cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk]
    one_by_one = unasked_codes(facts, period, units)
    assert one_by_one == unasked_codes(facts, period, units, load_dated_tree())


def test_asking_who_is_asked_costs_as_many_queries_for_many_units(
    cast: Cast, period: Period, django_assert_num_queries: Callable[[int], object]
) -> None:
    facts = form_facts(form_for(period))
    period = Period.objects.select_related("regime").get(pk=period.pk)
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        unasked_codes(facts, period, [cast.ta_van.pk])
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        unasked_codes(facts, period, [cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk])


def test_a_unit_sees_and_owes_only_what_it_is_asked(cast: Cast, period: Period) -> None:
    report = report_of(cast.sa_pa, period, NOW)

    assert [line.code for line in report.lines] == [
        "people",
        "people__project__school",
        "days",
        "days__project__school",
    ]
    assert (report.progress.asked, report.progress.missing) == (4, 2)


def test_a_report_without_the_other_projects_can_be_sent(cast: Cast, period: Period) -> None:
    version = begin_version(unit=cast.sa_pa, period=period, by=cast.chi, now=NOW)
    cells = {"people": Cell(40), "people__project__school": Cell(40)}
    version = save_cells(version=version, cells=cells, by=cast.chi, now=NOW)

    sent = submit_report(version=version, by=cast.chi, now=NOW)

    assert sent.state == ReportState.SUBMITTED


def test_a_sum_over_the_projects_that_are_asked_is_held_against_the_whole(
    cast: Cast, period: Period
) -> None:
    version = begin_version(unit=cast.sa_pa, period=period, by=cast.chi, now=NOW)
    cells = {"people": Cell(40), "people__project__school": Cell(30)}
    version = save_cells(version=version, cells=cells, by=cast.chi, now=NOW)

    with pytest.raises(RuleError, match="has_errors") as refused:
        submit_report(version=version, by=cast.chi, now=NOW)
    found = [(one.code, one.indicator) for one in refused.value.params["findings"]]  # type: ignore[attr-defined]
    assert found == [("parts_differ", "people")]


def test_a_figure_of_a_project_that_is_not_asked_is_shown_with_an_error(
    cast: Cast, period: Period
) -> None:
    version = begin_version(unit=cast.sa_pa, period=period, by=cast.chi, now=NOW)
    cells = {
        "people": Cell(40),
        "people__project__school": Cell(40),
        "people__project__water": Cell(7),
    }
    save_cells(version=version, cells=cells, by=cast.chi, now=NOW)

    report = report_of(cast.sa_pa, period, NOW)

    assert "people__project__water" in [line.code for line in report.lines]
    assert [(one.code, one.indicator) for one in report.found] == [
        ("not_asked", "people__project__water")
    ]


def test_a_file_with_a_figure_that_is_not_asked_is_refused_by_its_cell(
    cast: Cast, period: Period
) -> None:
    cells = {
        "people": Cell(40.0),
        "people__project__school": Cell(40.0),
        "people__project__water": Cell(0.0),
    }
    taken = take_reports(
        period=period,
        reports=[IncomingReport(cast.sa_pa.pk, cells, "file.csv")],
        channel=Channel.CSV,
        state=ReportState.ACCEPTED,
        by=cast.chi,
        now=NOW,
    )
    assert [(one.problem.code, one.indicator) for one in taken.refusals] == [
        ("not_asked", "people__project__water")
    ]


def test_where_nothing_arose_only_what_is_asked_is_zero(cast: Cast, period: Period) -> None:
    version = declare_nothing_arose(unit=cast.sa_pa, period=period, by=cast.chi, now=NOW)

    assert dict(version.values.values_list("indicator__code", "number")) == {
        "people": 0,
        "people__project__school": 0,
    }


@pytest.mark.parametrize(
    "change, is_refused",
    [
        ({"name": "Nước sạch"}, False),
        ({"donors": ("Renn",)}, False),
        ({"ends_on": date(2026, 7, 1)}, False),  # still runs on one of the quarter's days
        ({"ends_on": date(2026, 6, 30)}, True),
        ({"starts_on": date(2026, 10, 1)}, True),
    ],
)
def test_what_was_reported_stays_asked(
    cast: Cast, period: Period, change: dict[str, object], is_refused: bool
) -> None:
    make_version(cast.ta_van, period, values={"people": 5, "people__project__water": 5})
    wanted = replace(WATER, **change)  # type: ignore[arg-type]

    def edit() -> None:
        edit_project(
            project=project("water"), text=wanted, units=[cast.ta_van], by=cast.chi, now=NOW
        )

    if is_refused:
        with pytest.raises(RuleError, match="project_has_reports") as refused:
            edit()
        assert refused.value.params == {"reports": "Xã Tả Van (2026Q3)"}
    else:
        edit()
        assert project_text(project("water")) == wanted


def test_a_unit_that_reported_is_not_taken_out_of_the_project(cast: Cast, period: Period) -> None:
    make_version(cast.ta_van, period, values={"people__project__water": 5})

    with pytest.raises(RuleError, match="project_has_reports"):
        edit_project(project=project("water"), text=WATER, units=[cast.y_ty], by=cast.chi, now=NOW)
    edit_project(
        project=project("water"), text=WATER, units=[cast.y_ty, cast.ta_van], by=cast.chi, now=NOW
    )
    assert project_text(project("water")).units == ("02701", "03037")


def test_a_project_of_a_form_is_not_removed_but_another_is(cast: Cast, regime: Regime) -> None:
    with pytest.raises(RuleError, match="project_in_a_form"):
        remove_project(project=project("road"), by=cast.chi, now=NOW)
    new = add_project(
        unit=cast.lao_cai, project=ProjectText("new", "Mới"), units=[], by=cast.chi, now=NOW
    )
    remove_project(project=new, by=cast.chi, now=NOW)

    assert sorted(Project.objects.values_list("code", flat=True)) == ["road", "school", "water"]
    assert Event.objects.latest("id").action == "remove_project"


def test_a_code_stands_once_in_a_register(cast: Cast, regime: Regime) -> None:
    with pytest.raises(RuleError, match="project_code_taken"):
        add_project(unit=cast.lao_cai, project=SCHOOL, units=[], by=cast.chi, now=NOW)


def test_who_saves_second_is_told_what_the_first_one_did(cast: Cast, regime: Regime) -> None:
    edit_project(
        project=project("road"), text=replace(ROAD, name="Đường"), units=[], by=cast.chi, now=NOW
    )
    with pytest.raises(ChangedMeanwhile):
        edit_project(project=project("road"), text=ROAD, units=[], by=cast.khanh, now=NOW, seen=0)


def test_the_same_again_is_no_change(cast: Cast, regime: Regime) -> None:
    before = Event.objects.count()
    edit_project(project=project("water"), text=WATER, units=[cast.ta_van], by=cast.chi, now=NOW)
    assert Event.objects.count() == before


@pytest.fixture
def new_project(cast: Cast, regime: Regime) -> Project:
    text = ProjectText("clinic", "Trạm y tế", ("Renn",))
    return add_project(unit=cast.lao_cai, project=text, units=[], by=cast.chi, now=NOW)


def test_a_new_project_is_asked_about_from_the_first_period_without_a_report(
    cast: Cast, regime: Regime, period: Period, new_project: Project
) -> None:
    make_version(cast.ta_van, period, values={"people": 5})
    assert [(use.asks, use.drafts) for use in uses_of(new_project)] == [(False, False)]

    form = ask_about_project(project=new_project, regime=regime, by=cast.chi, now=NOW)

    assert (form.number, form.effective_from) == (2, "2026Q4")
    assert asked_projects(form) == ["water", "school", "road", "clinic"]
    assert asked_projects(form_for(period)) == ["water", "school", "road"]
    assert [(use.asks, use.drafts) for use in uses_of(new_project)] == [(True, False)]


def test_a_form_in_the_making_takes_the_project_and_is_not_published(
    cast: Cast, regime: Regime, new_project: Project
) -> None:
    draft_form(regime=regime, by=cast.chi, now=NOW)

    form = ask_about_project(project=new_project, regime=regime, by=cast.chi, now=NOW)

    assert form.published_at is None
    assert asked_projects(form) == ["water", "school", "road", "clinic"]


FILE = """
code = "tu-tep"
name = "Từ tệp"
unit = "15"
frequency = "quarter"
calendar = "calendar"

[[projects]]
code = "clinic"
name = "Trạm y tế"
donors = ["Renn", "Kova"]
starts_on = 2026-01-01
ends_on = 2027-12-31
units = ["03037"]

[[projects]]
code = "market"
name = "Chợ"

[[breakdowns]]
code = "project"
name = "Dự án"
source = "projects"

[[indicators]]
code = "people"
name = "Số người"
kind = "count"
breakdowns = ["project"]
"""


def taken(content: bytes) -> Form:
    facts, problems = read_regime(content)
    assert (problems, facts is None) == ([], False)
    assert facts is not None
    regime = take_regime(facts=facts, by=None, today=TODAY, now=NOW).regime
    return Form.objects.get(regime=regime)


def test_a_file_alone_rebuilds_a_regime_with_its_projects(cast: Cast) -> None:
    form = taken(FILE.encode())

    assert asked_projects(form) == ["clinic", "market"]
    assert project_text(project("clinic")) == ProjectText(
        "clinic", "Trạm y tế", ("Renn", "Kova"), date(2026, 1, 1), date(2027, 12, 31), ("03037",)
    )
    written = write_regime(regime_facts(form.regime))
    Project.objects.all().delete()
    form.delete()
    form.regime.delete()
    assert write_regime(regime_facts(taken(written).regime)) == written


def test_a_file_leaves_the_projects_that_it_does_not_name(cast: Cast, regime: Regime) -> None:
    taken(FILE.encode())

    codes = ["clinic", "market", "road", "school", "water"]
    assert sorted(Project.objects.values_list("code", flat=True)) == codes


def test_a_category_without_a_project_is_named_by_its_place(cast: Cast) -> None:
    category = '[[breakdowns.categories]]\ncode = "bridge"\nname = "Cầu"\n\n[[indicators]]'
    facts, problems = read_regime(FILE.replace("[[indicators]]", category).encode())
    assert facts is not None
    assert problems == []
    with pytest.raises(RegimeRefused) as refused:
        take_regime(facts=facts, by=None, today=TODAY, now=NOW)
    assert [(p.place, p.problem.code) for p in refused.value.problems] == [
        (("breakdowns", 1, "categories", 1), "project_unknown")
    ]


def test_a_regime_of_another_unit_does_not_ask_about_the_project(
    cast: Cast, regime: Regime
) -> None:
    other = make_regime(cast.tuyen_quang, code="khac")
    with pytest.raises(RuleError, match="project_unknown"):
        ask_about_project(project=project("road"), regime=other, by=cast.chi, now=NOW)
