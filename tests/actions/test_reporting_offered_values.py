"""What a unit has said in one report is offered to the others, and taken with its origin."""

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.actions.reporting.drafts import Cell, begin_version, save_cells
from giaoban.actions.reporting.offered_values import (
    TakenValues,
    put_back_sources,
    take_offered_values,
)
from giaoban.actions.reporting.submitting import submit_report
from giaoban.models import (
    Indicator,
    Period,
    Regime,
    SharedIndicator,
    Submission,
    TakenValue,
    Value,
    Version,
)
from giaoban.queries.reporting.forms import form_facts, form_for
from giaoban.queries.reporting.offers import Offered, offered_to
from giaoban.queries.reporting.projects import unasked_codes
from giaoban.queries.reporting.report_page import Line, report_of
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.offers import Offer
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import NOW, make_period, make_regime, make_version
from tests.project_form import make_project_regime

FIGURES = ["files", {"code": "spent", "kind": "amount"}, {"code": "views", "kind": "text"}, "own"]


@dataclass(frozen=True)
class Scene:
    """Two regimes ask the same three things, by the month and by the quarter."""

    cast: Cast
    month: Regime
    quarter: Regime
    asked: Period  # the quarter's

    def months(self) -> list[Period]:
        return [make_period(self.month, key) for key in ("2026-07", "2026-08", "2026-09")]

    def take(self, **wanted: int) -> tuple[str, ...]:
        return take_offered_values(
            unit=self.cast.ta_van,
            period=self.asked,
            wanted=wanted or None,
            by=self.cast.an,
            now=NOW,
        ).codes

    def line(self, code: str) -> Line:
        report = report_of(self.cast.ta_van, self.asked, NOW)
        return next(line for line in report.lines if line.code == code)


def linked(code: str, *regimes: Regime) -> None:
    """One entry for the series of this code in the regimes."""
    first = regimes[0].indicators.get(code=code)
    entry = SharedIndicator.objects.create(
        code=code, name=code, kind=first.kind, over_time=first.over_time, created_at=NOW
    )
    Indicator.objects.filter(regime__in=regimes, code=code).update(shared=entry)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    month = make_regime(cast.lao_cai, code="thang", name="Tháng", indicators=FIGURES)
    quarter = make_regime(
        cast.lao_cai, code="quy", name="Quý", indicators=FIGURES, frequency="quarter"
    )
    for code in ("files", "spent", "views"):
        linked(code, month, quarter)
    return Scene(cast, month, quarter, make_period(quarter, "2026Q3"))


def of_months(scene: Scene, *numbers: float, **options: object) -> list[Version]:
    return [
        make_version(scene.cast.ta_van, period, values={"files": number}, by=scene.cast.an)
        for period, number in zip(scene.months(), numbers, strict=False)
    ]


def offered(scene: Scene) -> Offered:
    items = scene.quarter.forms.get().items.select_related("indicator")
    return offered_to(scene.cast.ta_van.pk, scene.asked, items, None)


def test_three_months_offer_what_the_quarter_asks(scene: Scene) -> None:
    versions = of_months(scene, 3, 4, 5)

    found = offered(scene)

    ids = tuple(version.pk for version in versions)
    assert found.offers == {"files": (Offer(scene.month.pk, ids, 12.0),)}
    last = found.sources[ids[-1]]
    assert (last.regime_name, last.period.key, last.sent_by) == ("Tháng", "2026-09", "Lý A An")


def test_only_what_counts_is_offered(scene: Scene) -> None:
    of_months(scene, 3, 4)
    september = scene.months()[2]
    make_version(scene.cast.ta_van, september, values={"files": 5}, state=ReportState.DRAFT)

    assert offered(scene).offers == {}


def test_the_figures_of_other_units_are_not_offered(scene: Scene) -> None:
    for unit in (scene.cast.y_ty, scene.cast.lao_cai):
        for period in scene.months():
            make_version(unit, period, values={"files": 1})

    assert offered(scene).offers == {}


def test_what_is_not_linked_is_not_offered_though_it_bears_the_same_code(scene: Scene) -> None:
    other = make_regime(scene.cast.lao_cai, code="khac", frequency="quarter", indicators=FIGURES)
    make_version(scene.cast.ta_van, make_period(other, "2026Q3"), values={"own": 1, "files": 2})

    assert offered(scene).offers == {}


def test_a_value_that_is_taken_fills_the_cell_and_says_where_it_came_from(scene: Scene) -> None:
    versions = of_months(scene, 3, 4, 5)

    assert scene.take(files=scene.month.pk) == ("files",)

    line = scene.line("files")
    assert (line.number, line.offers, line.corrected) == (12.0, (), None)
    assert line.taken is not None
    assert line.taken.sources == tuple(version.pk for version in versions)
    assert Submission.objects.get(period=scene.asked).latest.state == ReportState.DRAFT


def test_an_estimate_is_taken_as_an_estimate(scene: Scene) -> None:
    of_months(scene, 3, 4, 5)
    Value.objects.filter(number=5).update(is_estimate=True)

    scene.take(files=scene.month.pk)

    assert scene.line("files").is_estimate


def test_everything_at_once_fills_only_empty_cells_on_which_all_agree(scene: Scene) -> None:
    other = make_regime(
        scene.cast.lao_cai, code="khac", name="Khác", frequency="quarter", indicators=FIGURES
    )
    third = make_regime(
        scene.cast.lao_cai, code="ba", name="Ba", frequency="quarter", indicators=FIGURES
    )
    for code in ("files", "spent", "views"):
        entry = SharedIndicator.objects.get(code=code)
        Indicator.objects.filter(regime__in=(other, third), code=code).update(shared=entry)
    make_version(
        scene.cast.ta_van,
        make_period(other, "2026Q3"),
        values={"files": 12, "spent": 1.5, "views": "Đủ"},
    )
    make_version(
        scene.cast.ta_van, make_period(third, "2026Q3"), values={"spent": 2, "views": "Đủ"}
    )
    draft = begin_version(unit=scene.cast.ta_van, period=scene.asked, by=scene.cast.an, now=NOW)
    save_cells(version=draft, cells={"files": Cell(13)}, by=scene.cast.an, now=NOW)

    assert scene.take() == ("views",)

    assert [
        (scene.line(code).number, scene.line(code).text) for code in ("files", "spent", "views")
    ] == [
        (13.0, ""),
        (None, ""),
        (None, "Đủ"),
    ]
    assert [offer.number for offer in scene.line("spent").offers] == [1.5, 2.0]


def test_what_was_typed_is_not_replaced(scene: Scene) -> None:
    of_months(scene, 3, 4, 5)
    draft = begin_version(unit=scene.cast.ta_van, period=scene.asked, by=scene.cast.an, now=NOW)
    save_cells(version=draft, cells={"files": Cell(13)}, by=scene.cast.an, now=NOW)

    with pytest.raises(RuleError) as refused:
        scene.take(files=scene.month.pk)

    assert (refused.value.code, refused.value.params) == ("cell_not_empty", {"code": "files"})
    assert scene.line("files").number == 13.0


def test_what_is_offered_no_more_cannot_be_taken_and_begins_no_draft(scene: Scene) -> None:
    for wanted in ({}, {"files": scene.month.pk}):
        with pytest.raises(RuleError, match="nothing_offered"):
            scene.take(**wanted)

    assert Submission.objects.filter(period=scene.asked).count() == 0


def test_a_draft_says_that_its_source_was_corrected_and_follows_on_request(scene: Scene) -> None:
    of_months(scene, 3, 4, 5)
    scene.take(files=scene.month.pk)
    make_version(
        scene.cast.ta_van,
        scene.months()[2],
        values={"files": 8},
        state=ReportState.ACCEPTED,
        reason="Đếm thiếu",
    )

    corrected = scene.line("files").corrected
    assert corrected is not None
    assert corrected.number == 15.0
    scene.take(files=scene.month.pk)

    assert (scene.line("files").number, scene.line("files").corrected) == (15.0, None)
    assert TakenValue.objects.count() == 3


def follow_a_correction(scene: Scene) -> TakenValues:
    """Twelve were taken, of three months; the last was corrected, and the fifteen taken."""
    of_months(scene, 3, 4, 5)
    scene.take(files=scene.month.pk)
    make_version(
        scene.cast.ta_van, scene.months()[2], values={"files": 8}, state=ReportState.ACCEPTED
    )
    return take_offered_values(
        unit=scene.cast.ta_van,
        period=scene.asked,
        wanted={"files": scene.month.pk},
        by=scene.cast.an,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (12, (True, 15.0)),  # as it was: it is said again that its source was corrected
        (15, (True, None)),  # it follows the correction still
        (11, (False, None)),  # the unit's own word
    ],
)
def test_a_figure_that_is_put_back_came_from_where_it_came_before(
    scene: Scene, typed: float, says: tuple[bool, float | None]
) -> None:
    taken = follow_a_correction(scene)
    save_cells(version=taken.version, cells={"files": Cell(typed)}, by=scene.cast.an, now=NOW)

    put_back_sources(version=taken.version, taken=taken.replaced, now=NOW)

    line = scene.line("files")
    corrected = line.corrected.number if line.corrected else None
    assert (line.taken is not None, corrected) == says
    assert line.taken is None or len(line.taken.sources) == 3


def test_a_report_that_was_sent_meanwhile_is_not_told_where_a_figure_came_from(
    scene: Scene,
) -> None:
    taken = follow_a_correction(scene)
    submit_report(version=taken.version, by=scene.cast.an, now=NOW)

    with pytest.raises(RuleError, match="not_a_draft"):
        put_back_sources(version=taken.version, taken=taken.replaced, now=NOW)


def test_a_sent_report_says_so_too_and_a_new_version_remembers_the_origin(scene: Scene) -> None:
    of_months(scene, 3, 4, 5)
    scene.take(files=scene.month.pk)
    version = Submission.objects.get(period=scene.asked).latest
    assert version is not None
    submit_report(version=version, by=scene.cast.an, now=NOW)
    Version.objects.filter(pk=version.pk).update(state=ReportState.RETURNED)
    make_version(
        scene.cast.ta_van, scene.months()[2], values={"files": 8}, state=ReportState.ACCEPTED
    )
    assert scene.line("files").corrected is not None

    begin_version(unit=scene.cast.ta_van, period=scene.asked, by=scene.cast.an, now=NOW)

    line = scene.line("files")
    assert line.taken is not None
    assert (line.number, line.corrected is not None) == (12.0, True)


def test_typing_over_a_value_that_was_taken_is_the_units_own_word(scene: Scene) -> None:
    of_months(scene, 3, 4, 5)
    scene.take(files=scene.month.pk)
    draft = begin_version(unit=scene.cast.ta_van, period=scene.asked, by=scene.cast.an, now=NOW)

    save_cells(version=draft, cells={"files": Cell(11)}, by=scene.cast.an, now=NOW)

    assert scene.line("files").taken is None


def test_what_others_said_costs_two_queries_and_nothing_where_nothing_is_linked(
    scene: Scene,
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            report_of(scene.cast.ta_van, scene.asked, NOW)
        return len(caught)

    of_months(scene, 3, 4, 5)
    scene.take()
    few = queries()
    other = make_regime(scene.cast.lao_cai, code="khac", frequency="quarter", indicators=FIGURES)
    for code in ("files", "spent", "views"):
        entry = SharedIndicator.objects.get(code=code)
        Indicator.objects.filter(regime=other, code=code).update(shared=entry)
    make_version(scene.cast.ta_van, make_period(other, "2026Q3"), values={"files": 1, "spent": 2})
    many = queries()
    Indicator.objects.update(shared=None)

    assert (few, many, queries()) == (few, few, few - 2)


def test_nothing_is_taken_for_a_project_that_the_unit_is_not_asked_about(cast: Cast) -> None:
    regime = make_project_regime(cast)
    period = make_period(regime, "2026Q3")
    other = make_regime(
        cast.lao_cai,
        code="khac",
        frequency="quarter",
        calendar=regime.calendar,
        indicators=[
            {"code": one.code, "kind": one.kind, "measure": one.measure}
            for one in regime.indicators.filter(items__breakdown="project").order_by("pk")
        ],
    )
    for series in other.indicators.all():
        linked(series.code, regime, other)
    told = {series.code: 5 for series in other.indicators.all()}
    make_version(cast.y_ty, make_period(other, "2026Q3"), values=told)

    taken = take_offered_values(unit=cast.y_ty, period=period, wanted=None, by=None, now=NOW)

    facts = form_facts(form_for(period))
    unasked = unasked_codes(facts, period, [cast.y_ty.pk])[cast.y_ty.pk]
    assert len(unasked) > 0
    assert set(taken.codes) == set(told) - unasked
