"""What a span has brought: figures with carried totals, meetings, conclusions kept."""

from datetime import date, timedelta

import pytest
from django.db.models import F, Sum

from giaoban.actions.meetings.closing import close_meeting
from giaoban.documents.meetings.next_tasks import suggested_tasks
from giaoban.documents.meetings.review_report import review_report, review_sections
from giaoban.models import CarriedTotal, Conclusion, Period, Target, Value
from giaoban.queries.meetings.review import review_of
from giaoban.queries.meetings.review_series import series_choices
from giaoban.rules.meetings.conclusions import Kept
from giaoban.rules.meetings.reviewing import TargetState
from giaoban.rules.reporting.periods import Calendar, span
from giaoban.rules.tasks.spans import Span
from tests.factories import NOW, TODAY, make_period, make_regime
from tests.meeting_scene import make_sitting
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


def carry(cast, regime, key, number, code="online"):
    days = span(str(key), Calendar(regime.calendar), None, regime.year_starts)
    period, _is_new = Period.objects.get_or_create(
        regime=regime,
        key=str(key),
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
        indicator=regime.indicators.get(code=code),
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
    assert (online.target, online.target_state) == (100.0, TargetState.OPEN)
    assert online.reached.until == date(2026, 10, 14)
    assert errors.stands_out.last.value == 8.0


def test_a_years_target_is_held_against_the_year_and_not_against_its_last_month(cast, regime):
    [online, _errors] = review_of(cast.committee, THIS_YEAR, today=TODAY).series
    assert (online.stands_out.last.value, online.reached.value, online.target) == (50.0, 80.0, 100)
    assert online.target_state is TargetState.OPEN
    said = str(review_report(review_of(cast.committee, THIS_YEAR, today=TODAY)))
    assert "100 (đến 14/10/2026: 80)" in said
    later = review_of(cast.committee, THIS_YEAR, today=date(2027, 3, 1)).series[0]
    assert later.target_state is TargetState.OPEN, "nobody has said anything of December"


def test_each_figure_is_held_against_the_target_of_its_own_last_year(cast, regime):
    carry(cast, regime, 2025, 120.0, "errors")
    Target.objects.create(
        unit=cast.lao_cai, indicator=regime.indicators.get(code="errors"), year=2025, number=100
    )
    span_then = Span(date(2022, 1, 1), date(2025, 12, 31))
    keys = [choice.key for choice in series_choices(cast.committee)]
    [online, errors] = review_of(cast.committee, span_then, today=TODAY, chosen=keys).series
    assert (online.stands_out.last.key, online.target) == ("2024", None)
    assert (errors.target, errors.target_state) == (100.0, TargetState.MISSED)


def test_january_of_the_decree_is_in_its_years_review(cast):
    regime = make_regime(cast.lao_cai, committee=cast.committee, calendar="nd09")
    code = regime.indicators.first().code
    for key in ("2025-12", "2026-01", "2026-02"):
        report_in(cast.ta_van, make_period(regime, key), {code: 7.0})
    [shown] = review_of(cast.committee, THIS_YEAR, today=TODAY).series
    assert [point.key for point in shown.points] == ["2026-01", "2026-02"]
    assert (shown.together.value, shown.together.until) == (14.0, date(2026, 2, 14))
    half = Span(date(2026, 2, 1), date(2026, 6, 30))
    [shown] = review_of(cast.committee, half, today=TODAY).series
    assert ([point.key for point in shown.points], shown.together) == (["2026-02"], None)


def test_quarters_from_documents_fill_the_year_that_reports_do_not(cast):
    """Of 2024 three quarters are known; reports began in the third of 2025; then four of them."""
    regime = make_regime(
        cast.lao_cai,
        frequency="quarter",
        indicators=[{"code": "online"}, {"code": "open", "over_time": "last"}],
        committee=cast.committee,
    )
    for key in ("2024Q1", "2024Q2", "2024Q3", "2025Q1", "2025Q2"):
        carry(cast, regime, key, 100.0)
        carry(cast, regime, key, 5.0, "open")
    for key in ("2025Q3", "2025Q4", "2026Q1", "2026Q2"):
        report_in(cast.ta_van, make_period(regime, key), {"online": 10.0, "open": 3.0})
    three_years = Span(date(2024, 1, 1), date(2026, 12, 31))
    [online, still_open] = review_of(cast.committee, three_years, today=TODAY).series
    assert [(one.value, one.source, one.since, one.until) for one in online.points] == [
        (300.0, SOURCE, None, date(2024, 9, 14)),
        (220.0, SOURCE, None, None),
        (20.0, "", None, date(2026, 6, 14)),
    ]
    assert [(one.value, one.source) for one in still_open.points] == [
        (5.0, SOURCE),
        (3.0, ""),
        (3.0, ""),
    ]
    out = online.stands_out
    assert (out.best.key, out.worst.key) == ("2025", "2025"), "parts of years are not compared"
    [of_2025, _open] = review_of(
        cast.committee, Span(date(2025, 1, 1), date(2025, 12, 31)), today=TODAY
    ).series
    assert [point.value for point in of_2025.points] == [100.0, 100.0, 10.0, 10.0]
    assert of_2025.together.value == 220.0


def test_a_year_in_which_reports_began_says_from_when_unless_a_document_has_all_of_it(cast, regime):
    report_in(cast.ta_van, make_period(regime, "2025-11"), {"online": 20.0})
    report_in(cast.ta_van, make_period(regime, "2025-12"), {"online": 25.0})
    [online, _errors] = review_of(cast.committee, FIVE_YEARS, today=TODAY).series
    assert (online.points[3].value, online.points[3].since) == (45.0, date(2025, 10, 15))
    carry(cast, regime, 2025, 700.0)
    [online, _errors] = review_of(cast.committee, FIVE_YEARS, today=TODAY).series
    assert (online.points[3].value, online.points[3].source) == (700.0, SOURCE)


def test_a_ratio_of_years_divides_what_both_its_parts_come_to(cast):
    regime = make_regime(
        cast.lao_cai,
        frequency="quarter",
        indicators=[
            {"code": "all"},
            {"code": "online"},
            {"code": "share", "kind": "ratio", "numerator": "online", "denominator": "all"},
        ],
        committee=cast.committee,
    )
    for key in ("2025Q1", "2025Q2", "2025Q3"):
        carry(cast, regime, key, 100.0, "all")
        carry(cast, regime, key, 50.0, "online")
    report_in(cast.ta_van, make_period(regime, "2025Q4"), {"all": 100.0, "online": 90.0})
    report_in(cast.ta_van, make_period(regime, "2026Q1"), {"all": 10.0, "online": 9.0})
    two_years = Span(date(2025, 1, 1), date(2026, 12, 31))
    share = review_of(
        cast.committee, two_years, today=TODAY, chosen=[f"{regime.code}/share"]
    ).series[0]
    assert [point.value for point in share.points] == [240 / 400, 0.9]
    assert (share.stands_out.best.key, share.points[0].source) == ("2026", SOURCE)


def test_the_figures_of_a_review_are_the_sums_of_the_reports_themselves(cast, regime):
    """Added up from the values of the counted versions, past every total."""
    values = Value.objects.filter(
        version__submission__period__regime=regime,
        version__submission__period__starts_on__year=2026,
        version=F("version__submission__counted"),
    )
    summed = dict(values.values_list("indicator__code").annotate(Sum("number")))
    review = review_of(cast.committee, FIVE_YEARS, today=TODAY)
    assert {each.indicator.code: each.points[-1].value for each in review.series} == summed


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
    assert review.kept == Kept(done=0, in_time=0, asked=2)
    before = Span(date(2025, 1, 1), date(2025, 12, 31))
    assert review_of(cast.committee, before, today=TODAY).kept == Kept(0, 0, 0)


def test_the_report_says_what_the_review_found_and_nothing_that_is_limited(cast, regime):
    make_held(cast)
    review = review_of(cast.committee, FIVE_YEARS, today=TODAY)
    said = str(review_report(review))
    for words in (
        "từ 900 hồ sơ (năm 2022) đến 80 hồ sơ (năm 2026, từ 15/08/2026 đến 14/10/2026)",
        "100 (đến 14/10/2026: 80)",
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
            "Phấn đấu đạt chỉ tiêu Hồ sơ trực tuyến 100 hồ sơ "
            "(kết quả năm 2026, từ 15/08/2026 đến 14/10/2026: 80 hồ sơ).",
            None,
        )
    ]


def test_nothing_is_invented_for_a_committee_without_figures_or_meetings(cast):
    review = review_of(cast.committee, THIS_YEAR, today=TODAY)
    assert (review.series, review.progress, review.meetings) == ([], None, [])
    said = str(review_report(review))
    assert "Trong kỳ chưa có số liệu." in said
    assert "Trong kỳ không có phiên họp nào." in said


def test_a_review_of_many_meetings_asks_as_often_as_one_of_one(cast, regime, constant_queries):
    days = iter(range(2, 20, 2))

    def hold():
        at = NOW - timedelta(days=next(days))
        sitting = make_sitting(cast, at=at)
        Conclusion.objects.create(
            meeting=sitting.meeting, position=1, text="Rà soát", asks=False, written_at=at
        )
        close_meeting(meeting=sitting.meeting, by=cast.chi, now=at + timedelta(hours=1))

    constant_queries(hold, lambda: review_of(cast.committee, THIS_YEAR, today=TODAY))
    assert review_of(cast.committee, THIS_YEAR, today=TODAY).attendance == (15, 15)
