"""Lists of a report: saved row by row, counted and summed, carried on, and never typed over."""

from dataclasses import replace

import pytest

from giaoban.actions.reporting.drafts import Cell, begin_version, save_cells, say_nothing_arose
from giaoban.actions.reporting.list_rows import save_list_rows
from giaoban.models import Form, Period, Version
from giaoban.queries.reporting.findings import findings_of
from giaoban.queries.reporting.forms import form_text
from giaoban.queries.reporting.list_rows import rows_of
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.list_rows import typed_row
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import NOW, make_period, make_regime
from tests.structured_form import CODES, COURSES, STRUCTURED, publish_structured

ROWS = (
    {"topic": "Chữ ký số", "held_on": "2026-10-05", "people": 30.0, "cost": 12.5, "online": 1.0},
    {"topic": "An toàn thông tin", "people": 25.0, "online": 0.0, "level": "Xã"},
)
SUMS = {
    "courses__rows": 2.0,
    "courses__people": 55.0,
    "courses__cost": 12.5,
    "courses__online": 1.0,
}


@pytest.fixture
def form(cast: Cast) -> Form:
    return publish_structured(make_regime(cast.vietnam), NOW)


@pytest.fixture
def period(form: Form) -> Period:
    return make_period(form.regime, "2026-10")


@pytest.fixture
def version(cast: Cast, period: Period) -> Version:
    return begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)


def numbers(version: Version) -> dict[str, float | None]:
    return dict(version.values.order_by("indicator").values_list("indicator__code", "number"))


def test_a_form_is_stored_with_an_item_for_everything_it_asks(form: Form) -> None:
    assert tuple(form.items.values_list("indicator__code", flat=True)) == CODES
    assert form_text(form) == STRUCTURED


def test_saved_rows_are_counted_and_summed(cast: Cast, version: Version) -> None:
    saved = save_list_rows(version=version, list_code="courses", rows=ROWS, by=cast.an, now=NOW)

    assert rows_of(saved) == {"courses": [dict(row) for row in ROWS]}
    assert numbers(saved) == SUMS
    assert saved.revision == version.revision + 1


def test_a_list_saved_without_rows_says_that_there_were_none(cast: Cast, version: Version) -> None:
    saved = save_list_rows(version=version, list_code="courses", rows=ROWS, by=cast.an, now=NOW)
    saved = save_list_rows(version=saved, list_code="courses", rows=[{}], by=cast.an, now=NOW)

    assert rows_of(saved) == {}
    assert numbers(saved) == dict.fromkeys(SUMS, 0.0)


@pytest.mark.parametrize(
    "list_code, rows, code",
    [
        ("courses", [{"topic": 5.0}], "wrong_row_cell"),
        ("courses", [{"people": "nhiều"}], "wrong_row_cell"),
        ("courses", [{"people": float("nan")}], "wrong_row_cell"),
        ("courses", [{"held_on": "05/10/2026"}], "wrong_row_cell"),
        ("courses", [{"teacher": "Bình"}], "unknown_column"),
        ("courses", [{"topic": "x"}] * 2001, "too_many_rows"),
        ("works", [], "unknown_list"),
    ],
)
def test_what_no_list_can_hold_is_refused(
    cast: Cast, version: Version, list_code: str, rows: list[dict[str, float | str]], code: str
) -> None:
    with pytest.raises(RuleError) as refused:
        save_list_rows(version=version, list_code=list_code, rows=rows, by=cast.an, now=NOW)

    assert refused.value.code == code
    assert rows_of(version) == {}


def test_a_sum_is_not_typed(cast: Cast, version: Version) -> None:
    with pytest.raises(RuleError) as refused:
        save_cells(version=version, cells={"courses__people": Cell(9)}, by=cast.an, now=NOW)

    assert refused.value.code == "computed_from_list"


def test_rows_that_somebody_else_saved_are_not_overwritten(cast: Cast, version: Version) -> None:
    save_list_rows(version=version, list_code="courses", rows=ROWS[:1], by=cast.an, now=NOW)

    def save(rows: tuple[dict[str, float | str], ...], known: tuple[dict[str, float | str], ...]):
        return save_list_rows(
            version=version, list_code="courses", rows=rows, known=known, by=cast.an, now=NOW
        )

    with pytest.raises(RuleError) as refused:
        save(ROWS, ())
    assert refused.value.code == "list_changed_meanwhile"
    save(ROWS[:1], ())  # the same rows sent twice are no conflict
    save(ROWS, ROWS[:1])
    assert len(rows_of(version)["courses"]) == 2


def test_a_correction_begins_with_the_rows_there_are(cast: Cast, version: Version) -> None:
    save_list_rows(version=version, list_code="courses", rows=ROWS, by=cast.an, now=NOW)
    Version.objects.filter(pk=version.pk).update(state=ReportState.RETURNED)

    again = begin_version(unit=cast.ta_van, period=version.submission.period, by=cast.an, now=NOW)

    assert again.number == 2
    assert rows_of(again) == rows_of(version)
    assert numbers(again) == SUMS


def test_nothing_arose_empties_the_lists(cast: Cast, version: Version) -> None:
    save_list_rows(version=version, list_code="courses", rows=ROWS, by=cast.an, now=NOW)

    said = say_nothing_arose(version=version, cells={"trained": Cell(0)}, by=cast.an, now=NOW)

    assert rows_of(said) == {}
    assert numbers(said) == {"trained": 0.0, **dict.fromkeys(SUMS, 0.0)}


def test_a_row_is_held_to_what_its_columns_ask(cast: Cast, version: Version) -> None:
    rows = [{"people": -1.5, "level": "Thôn", "online": 1.0}, {"topic": "Đủ"}]
    saved = save_list_rows(version=version, list_code="courses", rows=rows, by=cast.an, now=NOW)

    found = [
        (one.level, one.indicator, one.params["row"], one.params["column"], one.params["problem"])
        for one in findings_of(saved, is_draft=True)
    ]

    assert found == [
        ("missing", "courses__rows", 1, "Nội dung", "required_missing"),
        ("error", "courses__rows", 1, "Số học viên", "negative"),
        ("error", "courses__rows", 1, "Số học viên", "not_whole"),
        ("error", "courses__rows", 1, "Cấp", "not_a_choice"),
    ]


def test_a_new_version_of_the_form_drops_the_rows_of_a_list_it_does_not_ask(
    cast: Cast, version: Version
) -> None:
    save_list_rows(version=version, list_code="courses", rows=ROWS, by=cast.an, now=NOW)

    publish_structured(version.form.regime, NOW, replace(STRUCTURED, lists=()))

    assert (rows_of(version), numbers(version)) == ({}, {})


@pytest.mark.parametrize(
    "typed, day",
    [("5/10/2026", "2026-10-05"), ("05-10-2026", "2026-10-05"), ("2026-10-05", "2026-10-05")],
)
def test_a_day_is_read_as_a_clerk_types_it(typed: str, day: str) -> None:
    assert typed_row(COURSES, {"held_on": typed}, "vi") == ({"held_on": day}, {})


@pytest.mark.parametrize("typed", ["31/02/2026", "10/2026", "mai", "２/3/2026"])
def test_what_is_no_day_is_named_beside_its_column(typed: str) -> None:
    cells, problems = typed_row(COURSES, {"held_on": typed, "people": "1.234"}, "vi")

    assert (cells, {code: p.code for code, p in problems.items()}) == (
        {"people": 1234.0},
        {"held_on": "not_a_date"},
    )
