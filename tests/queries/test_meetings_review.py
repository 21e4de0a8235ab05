"""What a span has brought: figures with carried totals, meetings, conclusions kept."""

from datetime import date

import pytest

from giaoban.documents.meetings.next_tasks import suggested_tasks
from giaoban.documents.meetings.review_report import review_report, review_sections
from giaoban.models import CarriedTotal, Period, Target
from giaoban.queries.meetings.review import review_of
from giaoban.queries.meetings.review_series import series_choices
from giaoban.rules.reporting.periods import Calendar, span
from giaoban.rules.tasks.spans import Span
from tests.factories import NOW, TODAY, make_period, make_regime
from tests.outline_scene import report_in
from tests.papers_scene import LIMITED, make_held

FIVE_YEARS = Span(date(2022, 1, 1), date(2026, 12, 31))
THIS_YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
SOURCE = "Báo cáo số 12/BC-BCĐ"


@pytest.fixture
def regime(cast):
    """Reported in 2026; of 2022 and 2024 only the totals are known."""
    regime = make_regime(
        cast.lao_cai,
        indicators=[
            {"code": "online", "name": "Hồ sơ trực tuyến", "measure": "hồ sơ"},
            {"code": "errors", "name": "Hồ sơ sai sót", "better": "lower"},
        ],
        committee=cast.committee,
    )
    for key, online in (("2026-09", 30.0), ("2026-10", 50.0)):
        report_in(cast.ta_van, make_period(regime, key), {"online": online, "errors": 4.0})
    for year, number in ((2022, 900.0), (2024, 40.0)):
        carry(cast, regime, year, number)
    Target.objects.create(
        unit=cast.lao_cai, indicator=regime.indicators.get(code="online"), year=2026, number=100
    )
    return regime


def carry(cast, regime, year, number):
    days = span(str(year), Calendar(regime.calendar), None, regime.year_starts)
    period, _is_new = Period.objects.get_or_create(
        regime=regime,
        key=str(year),
        defaults={
            "kind": days.kind,
            "starts_on": days.starts_on,
            "ends_on": days.ends_on,
            "is_reported": False,
            "opened_at": NOW,
        },
    )
    CarriedTotal.objects.create(
        unit=cast.lao_cai,
        period=period,
        indicator=regime.indicators.get(code="online"),
        number=number,
        source=SOURCE,
        loaded_at=NOW,
    )


def test_a_span_of_years_has_a_point_for_each_with_what_was_carried_over(cast, regime):
    review = review_of(cast.committee, FIVE_YEARS, today=TODAY)
    [online, errors] = review.series
    assert [(point.key, point.value, point.source) for point in online.points] == [
        ("2022", 900.0, SOURCE),
        ("2023", None, ""),
        ("2024", 40.0, SOURCE),
        ("2025", None, ""),
        ("2026", 80.0, ""),
    ]
    out = online.stands_out
    assert [point.key for point in (out.first, out.last, out.best, out.worst)] == [
        "2022",
        "2026",
        "2022",
        "2024",
    ]
    assert (online.target, online.target_year, online.is_target_reached) == (100.0, 2026, False)
    assert errors.stands_out.last.value == 8.0


def test_a_year_has_its_reported_periods(cast, regime):
    review = review_of(cast.committee, THIS_YEAR, today=TODAY)
    assert [(point.key, point.value) for point in review.series[0].points] == [
        ("2026-09", 30.0),
        ("2026-10", 50.0),
    ]
    assert not review.series[0].is_by_year


def test_only_chosen_figures_are_shown(cast, regime):
    keys = [choice.key for choice in series_choices(cast.committee)]
    assert keys == ["chuyen-doi-so/online", "chuyen-doi-so/errors"]
    review = review_of(cast.committee, THIS_YEAR, today=TODAY, chosen=keys[1:])
    assert [each.key for each in review.series] == keys[1:]


def test_meetings_attendance_and_conclusions_kept(cast):
    held = make_held(cast)
    review = review_of(cast.committee, THIS_YEAR, today=TODAY)
    [one] = review.meetings
    assert (one.meeting, one.seats, one.present, one.conclusions) == (held.meeting, 5, 4, 2)
    assert review.attendance == (4, 5)
    assert review.kept == (0, 2)
    before = Span(date(2025, 1, 1), date(2025, 12, 31))
    assert review_of(cast.committee, before, today=TODAY).kept == (0, 0)


def test_the_report_says_what_the_review_found_and_nothing_that_is_limited(cast, regime):
    make_held(cast)
    review = review_of(cast.committee, FIVE_YEARS, today=TODAY)
    said = str(review_report(review))
    for words in (
        "Hồ sơ trực tuyến: từ 900 hồ sơ (Năm 2022) đến 80 hồ sơ (Năm 2026)",
        "100 (chưa đạt)",
        SOURCE,
        "Các phiên họp đã giao 2 nhiệm vụ; đã hoàn thành 0",
        "giai đoạn 2022-2026",
    ):
        assert words in said
    assert LIMITED not in said
    assert len(review_sections(review)) == 4


def test_targets_that_were_missed_are_suggested_for_the_next_period(cast, regime):
    review = review_of(cast.committee, FIVE_YEARS, today=TODAY)
    assert [(each.text, each.unit_id) for each in suggested_tasks(review)] == [
        (
            "Phấn đấu đạt chỉ tiêu Hồ sơ trực tuyến 100 hồ sơ (kết quả Năm 2026: 80 hồ sơ).",
            None,
        )
    ]


def test_nothing_is_invented_for_a_committee_without_figures_or_meetings(cast):
    review = review_of(cast.committee, THIS_YEAR, today=TODAY)
    assert (review.series, review.progress, review.meetings, review.kept) == ([], None, [], (0, 0))
    said = str(review_report(review))
    assert "Trong kỳ chưa có số liệu." in said
    assert "Trong kỳ không có phiên họp nào." in said
