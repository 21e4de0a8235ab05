"""Figures that are reported since the year began: the column of the period, and of the year so far.

Tả Van reports every month, Y Tý leaves February out, Sa Pa comes in March.
"""

from collections.abc import Mapping

import pytest

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.documents.reporting.report_tables import main_table
from giaoban.models import CarriedTotal, Period, Regime, Unit
from giaoban.queries.register.proofs import proofs_of
from giaoban.queries.reporting.arisen import figures_shown
from giaoban.queries.reporting.consolidation import consolidated_facts
from giaoban.queries.reporting.cumulative import figures_so_far
from giaoban.queries.reporting.explorer import explore, pasts_of
from giaoban.queries.reporting.measures import Measures, measures_of
from giaoban.queries.reporting.origin import origin_of
from giaoban.queries.reporting.totals import NOTHING
from giaoban.queries.reporting.verification import verify
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.consolidated_facts import digest, kept, restored
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.conftest import QueryCheck
from tests.factories import NOW, TODAY, make_period, make_regime, make_unit, make_version
from tests.obligations import make_body, make_document, make_obligation

INDICATORS = [
    {"code": "done", "name": "Hồ sơ", "over_time": "cumulative"},
    {"code": "spent", "name": "Kinh phí", "kind": "amount", "over_time": "cumulative"},
    {"code": "staff", "name": "Cán bộ", "over_time": "last"},
    {"code": "each", "name": "Mỗi hồ sơ", "kind": "ratio", "numerator": "spent",
     "denominator": "staff"},
]  # fmt: skip
SAID = {
    "2025-12": {"ta_van": 900, "y_ty": 800, "sa_pa": 700},
    "2026-01": {"ta_van": 10, "y_ty": 20},
    "2026-02": {"ta_van": 25},
    "2026-03": {"ta_van": 40, "y_ty": 50, "sa_pa": 7},
    "2026-04": {"ta_van": 45, "sa_pa": 9},
}


@pytest.fixture
def regime(cast: Cast) -> Regime:
    regime = make_regime(cast.lao_cai, indicators=INDICATORS)
    for key, said in SAID.items():
        period = make_period(regime, key)
        asked = [cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk]
        append_marks_for(unit_ids=asked, period=period)
        for name, number in said.items():
            say(getattr(cast, name), period, number)
    fold_all()
    return regime


def say(unit: Unit, period: Period, number: float) -> None:
    values = {"done": number, "spent": number * 3.0, "staff": 5}
    make_version(unit, period, values=values, state=ReportState.ACCEPTED)
    append_marks_for(unit_ids=[unit.pk], period=period)


def period_of(regime: Regime, key: str) -> Period:
    return Period.objects.select_related("regime").get(regime=regime, key=key)


def shown(cast: Cast, regime: Regime, key: str, code: str = "done") -> Mapping[str, object]:
    """By unit: what arose, how many units it lacks, and the year so far."""
    measures = measures_of(regime)
    period = period_of(regime, key)
    found = explore(measures, measures[code], period, cast.lao_cai.pk)
    names = {cast.lao_cai.pk: "top", cast.ta_van.pk: "tv", cast.y_ty.pk: "yt",
             cast.sa_pa.pk: "sp"}  # fmt: skip
    return {
        names[row.unit_id]: (row.now.value, row.now.without_before, row.cumulative)
        for row in found.rows
        if row.now != NOTHING or row.cumulative is not None
    }


@pytest.mark.parametrize(
    "key, expected",
    [
        # January begins on 15 December under nd09: December's 900 is last year's.
        ("2026-01", {"top": (30, 0, 30), "tv": (10, 0, 10), "yt": (20, 0, 20)}),
        ("2026-02", {"top": (15, 0, 45), "tv": (15, 0, 25), "yt": (None, 0, 20)}),
        # Y Tý and Sa Pa were silent in February: what arose in March alone is not known.
        (
            "2026-03",
            {"top": (15, 2, 97), "tv": (15, 0, 40), "yt": (None, 1, 50), "sp": (None, 1, 7)},
        ),
        # The year's first quarter is what came together by its end.
        ("2026Q1", {"top": (97, 0, 97), "tv": (40, 0, 40), "yt": (50, 0, 50), "sp": (7, 0, 7)}),
        (
            "2026-04",
            {"top": (7, 0, 104), "tv": (5, 0, 45), "yt": (None, 0, 50), "sp": (2, 0, 9)},
        ),
        ("2026Q2", {"top": (7, 0, 104), "tv": (5, 0, 45), "yt": (None, 0, 50), "sp": (2, 0, 9)}),
        ("2026", {"top": (104, 0, 104), "tv": (45, 0, 45), "yt": (50, 0, 50), "sp": (9, 0, 9)}),
    ],
)  # fmt: skip
def test_a_period_shows_what_arose_in_it_beside_the_year_so_far(
    cast: Cast, regime: Regime, key: str, expected: Mapping[str, object]
) -> None:
    assert shown(cast, regime, key) == expected
    assert verify().differences == []


def test_a_missing_report_that_comes_late_completes_the_period_after_it(
    cast: Cast, regime: Regime
) -> None:
    say(cast.y_ty, period_of(regime, "2026-02"), 31)
    fold_all()
    assert shown(cast, regime, "2026-02")["yt"] == (11, 0, 31)
    assert shown(cast, regime, "2026-03")["yt"] == (19, 0, 50)
    assert shown(cast, regime, "2026-03")["top"] == (34, 1, 97)


def test_a_correction_of_an_earlier_period_moves_what_arose_and_no_later_total(
    cast: Cast, regime: Regime
) -> None:
    say(cast.ta_van, period_of(regime, "2026-02"), 28)
    fold_all()
    assert shown(cast, regime, "2026-02")["tv"] == (18, 0, 28)
    assert shown(cast, regime, "2026-03")["tv"] == (12, 0, 40)
    assert shown(cast, regime, "2026")["tv"] == (45, 0, 45)
    assert verify().differences == []


def test_a_ratio_divides_what_was_reported_and_the_line_over_time_shows_what_arose(
    cast: Cast, regime: Regime
) -> None:
    assert shown(cast, regime, "2026-02", "each")["tv"] == (15, 0, 15)
    measures, period = measures_of(regime), period_of(regime, "2026-04")
    rows = explore(measures, measures["done"], period, cast.lao_cai.pk).rows
    past = pasts_of(rows, measures, measures["done"], period)
    assert past[cast.ta_van.pk].series[-5:] == (None, 10, 15, 15, 5)


def test_the_origin_of_a_figure_is_what_arose_in_each_unit(cast: Cast, regime: Regime) -> None:
    measures = measures_of(regime)
    found = origin_of(measures, measures["done"], cast.lao_cai, period_of(regime, "2026-04"))
    assert found.figure.value == 7
    assert {row.unit_id: row.figure.value for row in found.children} == {
        cast.ta_van.pk: 5,
        cast.sa_pa.pk: 2,
    }


def test_the_consolidated_report_has_the_period_and_the_year_so_far_side_by_side(
    cast: Cast, regime: Regime
) -> None:
    facts = consolidated_facts(cast.lao_cai, period_of(regime, "2026-03"))
    table = main_table(facts)
    assert [cell.text for cell in table.rows[0].cells][1:6] == ["Hồ sơ", "", "15", "15", "97"]
    note = "“Hồ sơ” trong kỳ chưa gồm 2 đơn vị chưa có số lũy kế của kỳ trước."
    assert note in table.notes
    assert digest(restored(kept(facts))) == digest(facts)


def carry(regime: Regime, key: str, numbers: Mapping[Unit, float]) -> None:
    last_month = {"2024Q1": "2024-03", "2024Q2": "2024-06", "2024": "2024-12"}.get(key, key)
    make_period(regime, last_month)
    period = period_of(regime, key)
    indicator = regime.indicators.get(code="done")
    for unit, number in numbers.items():
        CarriedTotal.objects.create(
            unit=unit,
            period=period,
            indicator=indicator,
            number=number,
            source="Báo cáo cũ",
            loaded_at=NOW,
        )


@pytest.mark.parametrize(
    "carried, key, expected",
    [
        # Three months of a year before: each is the difference from the one before it.
        ({"2024-01": 100, "2024-02": 130}, "2024-02", (30, 0, 130)),
        ({"2024-01": 100}, "2024-01", (100, 0, 100)),
        ({"2024-02": 130}, "2024-02", (None, 1, 130)),
        ({"2024Q1": 150, "2024Q2": 190}, "2024Q2", (40, 0, 190)),
        ({"2024": 700}, "2024", (700, 0, 700)),
        # Two units were silent in February; a document says what had come together by then.
        ({"2026-02": 60}, "2026-03", (15, 2, 97)),  # one unit reported: the live total stands
        ({"2025-11": 1900}, "2025-12", (500, 0, 2400)),  # nobody reported in November
    ],
)
def test_a_total_that_was_carried_over_is_cumulative_too(
    cast: Cast,
    regime: Regime,
    carried: Mapping[str, float],
    key: str,
    expected: tuple[float | None, int, float],
) -> None:
    for carried_key, number in carried.items():
        carry(regime, carried_key, {cast.lao_cai: number})
    assert shown(cast, regime, key)["top"] == expected


@pytest.mark.parametrize(
    "carried, said, expected",
    [
        # Nobody reported live in October. All three units do in November: the document is held
        # against them; one of three: what arose is not known, however large the document is.
        ({"10": 100}, {"11": [40, 50, 30]}, (20, 0, 120)),
        ({"10": 100}, {"11": [36]}, (None, 1, 36)),
        ({"10": 20}, {"11": [36]}, (None, 1, 36)),
        ({"10": 100}, {"11": [36, 40]}, (None, 2, 76)),
        # Now from a document, one unit of three live before: against the document of before.
        ({"10": 100, "11": 120}, {"10": [30]}, (20, 0, 120)),
        ({"11": 120}, {"10": [30]}, (None, 1, 120)),
        # All three live before: their total is what pages showed.
        ({"11": 120}, {"10": [30, 40, 35]}, (15, 0, 120)),
        ({"10": 100, "11": 120}, {"10": [30, 40, 35]}, (15, 0, 120)),
    ],
)
def test_a_document_is_held_against_reports_only_where_every_unit_reported(
    cast: Cast,
    regime: Regime,
    carried: Mapping[str, float],
    said: Mapping[str, list[float]],
    expected: tuple[float | None, int, float],
) -> None:
    units = [cast.ta_van, cast.y_ty, cast.sa_pa]
    for month in ("10", "11"):
        make_period(regime, f"2025-{month}")
    for month, number in carried.items():
        carry(regime, f"2025-{month}", {cast.lao_cai: number})
    for month, numbers in said.items():
        for unit, number in zip(units, numbers, strict=False):
            say(unit, period_of(regime, f"2025-{month}"), number)
    fold_all()
    assert shown(cast, regime, "2025-11")["top"] == expected


def test_a_unit_that_began_in_march_is_held_against_its_own_document_of_february(
    cast: Cast, regime: Regime
) -> None:
    carry(regime, "2026-02", {cast.y_ty: 31, cast.sa_pa: 5})
    assert shown(cast, regime, "2026-02")["yt"] == (11, 0, 31)
    assert shown(cast, regime, "2026-03") == {
        "top": (36, 0, 97),
        "tv": (15, 0, 40),
        "yt": (19, 0, 50),
        "sp": (2, 0, 7),
    }


@pytest.mark.parametrize(
    "documents, arisen, so_far",
    [
        # Of a unit that nothing hangs under a document is its own figure: it is held against its
        # report, and the difference is added up to every level above.
        (
            {"ta_van": 30, "y_ty": 31, "sa_pa": 5},
            [(19, 0), (54, 0), (54, 0)],
            [31, None, None],
        ),
        ({"y_ty": 31}, [(19, 0), (19, 2), (19, 2)], [31, None, None]),
        # That of a province speaks of the province alone: no document is added up (0005), and the
        # country's figure says of how many units it is not known.
        ({"lao_cai": 100}, [(None, 1), (20, 0), (None, 3)], [None, 100, None]),
        ({"vietnam": 101}, [(None, 1), (None, 3), (19, 0)], [None, None, 101]),
        (
            {"lao_cai": 100, "vietnam": 101},
            [(None, 1), (20, 0), (19, 0)],
            [None, 100, 101],
        ),
    ],
)
def test_a_document_speaks_of_its_own_unit_and_is_added_up_to_none_above_it(
    cast: Cast,
    regime: Regime,
    documents: Mapping[str, float],
    arisen: list[tuple[float | None, int]],
    so_far: list[float | None],
) -> None:
    """Tả Van, Y Tý and Sa Pa report in November, nobody does in October; levels from below."""
    levels = [cast.y_ty.pk, cast.lao_cai.pk, cast.vietnam.pk]
    october, november = make_period(regime, "2025-10"), make_period(regime, "2025-11")
    carry(regime, "2025-10", {getattr(cast, name): said for name, said in documents.items()})
    for unit, number in {cast.ta_van: 40, cast.y_ty: 50, cast.sa_pa: 30}.items():
        say(unit, november, number)
    fold_all()
    measures = measures_of(regime)
    found = figures_shown(measures, [measures["done"]], november, levels)
    figures = [found.figure("done", unit_id, november.pk) for unit_id in levels]
    assert [(figure.value, figure.without_before) for figure in figures] == arisen
    assert together(measures, november, levels) == [50, 120, 120]
    assert together(measures, october, levels) == so_far


def together(measures: Measures, period: Period, unit_ids: list[int]) -> list[float | None]:
    """What has come together since the year began, of each unit."""
    by_key = {each.key: each for each in Period.objects.filter(regime=period.regime_id)}
    tree = load_dated_tree().for_totals(period.ends_on)
    done = [measures["done"]]
    found = figures_so_far(measures, done, period, by_key, tree, unit_ids).get("done", {})
    return [found.get(unit_id) for unit_id in unit_ids]


def test_more_units_are_no_more_queries(
    cast: Cast, regime: Regime, constant_queries: QueryCheck
) -> None:
    measures, period = measures_of(regime), period_of(regime, "2026-04")
    numbers = iter(range(10))

    def add() -> None:
        number = next(numbers)
        unit = make_unit(f"x{number}", f"Xã {number}", under=cast.lao_cai)
        say(unit, period, number)
        fold_all()

    constant_queries(add, lambda: explore(measures, measures["done"], period, cast.lao_cai.pk))


def test_what_proves_an_obligation_is_the_year_so_far(cast: Cast, regime: Regime) -> None:
    document = make_document(make_body(cast.lao_cai))
    indicator = regime.indicators.get(code="done")
    obligation = make_obligation(
        document, cast.lao_cai, proof="total", indicator=indicator, target=104.0
    )
    proof = proofs_of([obligation], TODAY)[obligation.pk]
    *_ignored, so_far = shown(cast, regime, "2026-04")["top"]  # type: ignore[misc]
    assert (proof.figure, proof.is_so_far, proof.is_reached) == (so_far, True, True)
    assert so_far == 104.0
