"""The home page and the list of reports: what is owed, by role, with its one next step."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from giaoban.actions.reporting.drafts import begin_version
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.incidents import (
    IncidentText,
    ask_for_due_reports,
    open_incident,
)
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.questions import ask_question
from giaoban.actions.reporting.submitting import submit_report
from giaoban.models import Period, Person, Regime
from giaoban.queries.reporting.reminding import overdue_under
from giaoban.rules.reporting.states import ReportState
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeBlocks, HomeRow, joined
from giaoban.web.reporting.home_rows import reporting_blocks
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import NOW, TODAY, make_period, make_regime, make_version


@pytest.fixture
def regime(cast: Cast) -> Regime:
    return make_regime(cast.lao_cai, indicators=["processed", "online"])


def blocks(person: Person, now: datetime = NOW, *, shows_all: bool = False) -> HomeBlocks:
    with override("en"):
        return reporting_blocks(Acting(person, None, now), shows_all=shows_all)


def told(rows: object) -> list[tuple[str, str, str]]:
    return [(row.title, row.state, row.action) for row in rows]  # type: ignore[attr-defined]


def test_the_officer_sees_what_is_owed_the_overdue_first(cast: Cast, regime: Regime) -> None:
    for key in ("2026-12", "2026-11", "2026-10"):
        make_period(regime, key)
    begin_version(unit=cast.ta_van, period=Period.objects.get(key="2026-12"), by=cast.an, now=NOW)
    found = blocks(cast.an)
    assert told(found.owed) == [
        (
            "Báo cáo chuyển đổi số, October 2026",
            "overdue by 25 working days",
            "Fill in",
        ),
        ("Báo cáo chuyển đổi số, November 2026", "overdue by 3 working days", "Fill in"),
        (
            "Báo cáo chuyển đổi số, December 2026",
            "17 working days left",  # 24 November is a holiday
            "Go on filling in",
        ),
    ]
    assert (found.late, found.this_week) == (2, 0)


def test_a_returned_report_says_how_many_cells_are_to_be_mended(cast: Cast, regime: Regime) -> None:
    version = make_version(cast.ta_van, make_period(regime, "2026-10"), state=ReportState.RETURNED)
    version.mend_by = NOW + timedelta(days=3)
    version.save()
    for indicator in regime.indicators.all():
        version.remarks.create(indicator=indicator, text="?")
    version.remarks.create(text="Rà soát lại.")
    expected = [("Báo cáo chuyển đổi số, October 2026", "mend by 23/11", "Mend 2 cells")]
    assert told(blocks(cast.an).owed) == expected
    begin_version(unit=cast.ta_van, period=version.submission.period, by=cast.an, now=NOW)
    assert told(blocks(cast.an).owed) == expected  # until it is sent again
    assert blocks(cast.an).this_week == 1


def test_what_was_sent_waits_for_others_and_is_owed_no_more(cast: Cast, regime: Regime) -> None:
    make_version(cast.ta_van, make_period(regime, "2026-10"))
    found = blocks(cast.an)
    assert told(found.owed) == []
    assert told(found.waiting) == [
        ("Báo cáo chuyển đổi số, October 2026", "sent", "See or withdraw")
    ]


def test_a_locked_period_is_owed_by_nobody(cast: Cast, regime: Regime) -> None:
    make_period(regime, "2026-10", is_locked=True)
    assert told(blocks(cast.an).owed) == []


def test_the_head_sees_what_waits_for_approval(cast: Cast, regime: Regime) -> None:
    regime.needs_approval = True
    regime.save()
    make_version(cast.ta_van, make_period(regime, "2026-10"))
    approval = ("Báo cáo chuyển đổi số, October 2026", "to be approved", "Approve")
    assert told(blocks(cast.binh).owed) == [approval]
    assert told(blocks(cast.an).owed) == []


def test_the_secretariat_sees_what_waits_and_who_is_missing(cast: Cast, regime: Regime) -> None:
    period = make_period(regime, "2026-10")
    make_version(cast.ta_van, period)
    make_version(cast.y_ty, period, state=ReportState.RETURNED)
    units = [cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk]
    append_marks_for(unit_ids=units, period=period)
    fold_all()
    found = blocks(cast.chi)
    title = "Báo cáo chuyển đổi số, October 2026"
    assert told(found.owed) == [
        (title, "1 unit has not sent", "See which"),
        (title, "1 report waits to be accepted", "Review"),
    ]
    assert told(found.waiting) == [(title, "1 unit is mending", "See which")]
    assert told(blocks(cast.dung).owed) == []


def everything_overdue(person: Person) -> list[tuple[str, str, str]]:
    return [row for row in told(blocks(person).owed) if row[0].startswith("Everything overdue")]


def test_how_much_is_missing_in_all_says_the_page_that_chases_it(
    cast: Cast, regime: Regime
) -> None:
    """That page counts what was returned too, and an extension of a single unit."""
    units = [cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk]
    for each in (regime, make_regime(cast.lao_cai, code="other")):
        period = make_period(each, "2026-10")
        make_version(cast.y_ty, period, state=ReportState.RETURNED)
        append_marks_for(unit_ids=units, period=period)
    fold_all()
    title = f"Everything overdue under {cast.lao_cai.name}"
    assert everything_overdue(cast.chi) == [(title, "", "Chase all")]


@pytest.mark.parametrize(
    "keys, is_offered", [(("2026-05", "2026-06"), True), (("2025-09", "2026-10"), False)]
)
def test_what_is_chased_at_once_goes_as_far_back_as_the_page_that_does_it(
    cast: Cast, regime: Regime, keys: tuple[str, str], is_offered: bool
) -> None:
    units = [cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk]
    for key in keys:
        append_marks_for(unit_ids=units, period=make_period(regime, key))
    fold_all()
    chased = {period.key for period, _unit in overdue_under(cast.lao_cai, NOW)}
    assert (len(chased) > 1, bool(everything_overdue(cast.chi))) == (is_offered, is_offered)


def test_reports_of_one_incident_are_not_several_to_chase(cast: Cast) -> None:
    storm = make_regime(cast.lao_cai, code="storm", frequency="incident")
    began = NOW - timedelta(days=4)
    text = IncidentText(code="BAO", name="Bão", began_at=began, areas=[cast.lao_cai])
    incident = open_incident(regime=storm, incident=text, by=None, now=began)
    for days in range(3):
        ask_for_due_reports(now=began + timedelta(days=days + 1))
    units = [cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk]
    rounds = list(incident.periods.filter(is_reported=True, due_at__lt=NOW))
    assert len(rounds) > 1
    for period in rounds:
        append_marks_for(unit_ids=units, period=period)
    fold_all()
    assert everything_overdue(cast.chi) == []


def test_a_question_lands_with_the_unit_and_waits_with_the_one_who_asked(
    cast: Cast, regime: Regime
) -> None:
    period = make_period(regime, "2026-10", is_locked=True)
    ask_question(
        unit=cast.ta_van,
        period=period,
        indicator=None,
        text="Vì sao giảm?",
        due_on=TODAY + timedelta(days=1),
        by=cast.dung,
        today=TODAY,
        now=NOW,
    )
    assert told(blocks(cast.an).owed) == [
        ("Question about a figure: Vì sao giảm?", "answer by 21/11", "Answer")
    ]
    assert told(blocks(cast.dung).waiting) == [
        ("Question to Xã Tả Van: Vì sao giảm?", "answer by 21/11", "")
    ]
    assert told(blocks(cast.lan).owed) == []


def test_of_many_questions_the_first_are_listed_and_the_others_are_one_click_away(
    cast: Cast, regime: Regime
) -> None:
    period = make_period(regime, "2026-10", is_locked=True)
    for number in range(23):
        ask_question(
            unit=cast.ta_van,
            period=period,
            indicator=None,
            text=f"Vì sao {number}?",
            due_on=TODAY + timedelta(days=1),
            by=cast.dung,
            today=TODAY,
            now=NOW,
        )
    answering, asking = blocks(cast.an), blocks(cast.dung)
    assert (len(answering.owed), answering.more, answering.this_week) == (20, 3, 23)
    assert (len(asking.waiting), asking.more_waiting) == (8, 15)
    every = [blocks(who, shows_all=True) for who in (cast.an, cast.dung)]
    assert [(len(one.owed), one.more) for one in every] == [(23, 0), (0, 0)]
    assert [(len(one.waiting), one.more_waiting) for one in every] == [(0, 0), (23, 0)]


def test_what_others_did_lately_is_told_in_sentences(cast: Cast, regime: Regime) -> None:
    version = begin_version(
        unit=cast.ta_van, period=make_period(regime, "2026-10"), by=cast.an, now=NOW
    )
    submit_report(version=version, by=cast.an, now=NOW)
    sentence = "Xã Tả Van sent its report: Báo cáo chuyển đổi số, October 2026"
    assert [row.title for row in blocks(cast.chi).changed] == [sentence]
    assert [row.title for row in blocks(cast.an).changed] == []  # one's own deeds are known
    assert [row.title for row in blocks(cast.lan).changed] == []
    assert [row.title for row in blocks(cast.chi, NOW + timedelta(days=20)).changed] == []


@pytest.mark.parametrize("who", ["an", "binh", "chi", "dung", "ha", "minh"])
def test_the_home_page_is_there_for_every_role(
    cast: Cast, regime: Regime, sign_in: SignIn, who: str
) -> None:
    make_period(regime, "2025-10")
    assert sign_in(getattr(cast, who)).get("/").status_code == 200


def test_home_asks_as_often_for_three_periods_as_for_one(
    cast: Cast, regime: Regime, constant_queries: QueryCheck
) -> None:
    keys = iter(["2026-08", "2026-09", "2026-10"])

    def one_more() -> None:
        period = make_period(regime, next(keys))
        make_version(cast.y_ty, period)
        begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)

    constant_queries(one_more, lambda: (blocks(cast.an), blocks(cast.chi)))


def test_the_list_shows_a_units_own_reports_and_narrows_them(
    cast: Cast, regime: Regime, sign_in: SignIn
) -> None:
    make_period(regime, "2025-09")
    make_version(cast.ta_van, make_period(regime, "2025-10"), state=ReportState.ACCEPTED)
    client = sign_in(cast.an)

    def keys(**query: str) -> list[tuple[str, str | None]]:
        found = client.get(reverse("reports"), query).context["found"]
        return [(row.period.key, row.state) for each in found for row in each.rows]

    assert keys() == [("2025-10", "accepted"), ("2025-09", None)]
    assert keys(state="unsent") == [("2025-09", None)]
    assert keys(state="accepted", year="2025") == [("2025-10", "accepted")]
    assert keys(state="returned") == []
    assert client.get(reverse("reports"), {"regime": "nowhere"}).status_code == 404
    assert client.get(reverse("reports"), {"unit": str(cast.dong_van.pk)}).status_code == 404


def test_the_list_asks_as_often_for_three_periods_as_for_one(
    cast: Cast, regime: Regime, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    keys = iter(["2025-08", "2025-09", "2025-10"])
    client = sign_in(cast.an)
    constant_queries(
        lambda: make_version(cast.ta_van, make_period(regime, next(keys))),
        lambda: client.get(reverse("reports")),
    )


@pytest.mark.parametrize(
    "areas, order",
    [
        ([[("section", 120, "term")], [("storm", 4, "term")]], ["storm", "section"]),
        ([[("storm", 4, "term")], [("late section", -24, "late")]], ["late section", "storm"]),
        ([[("late", -1, "late")], [("later", -48, "late")]], ["later", "late"]),
        ([[("draft", None, "neutral")], [("report", 900, "term")]], ["report", "draft"]),
        ([[("one", None, "neutral")], [("other", None, "neutral")]], ["one", "other"]),
        ([[("to mend", 30, "returned")], [("question", 20, "term")]], ["question", "to mend"]),
    ],
)
def test_the_most_urgent_comes_first_whichever_area_it_is_of(
    areas: list[list[tuple[str, int | None, str]]], order: list[str]
) -> None:
    found = joined(
        *(
            HomeBlocks(
                owed=[
                    HomeRow(
                        title,
                        "/",
                        tone=tone,
                        due_at=None if hours is None else NOW + timedelta(hours=hours),
                    )
                    for title, hours, tone in rows
                ]
            )
            for rows in areas
        )
    )
    assert [row.title for row in found.owed] == order


def test_questions_and_a_report_stand_in_the_order_of_their_days(
    cast: Cast, regime: Regime
) -> None:
    period = make_period(regime, "2026-11")
    now = NOW - timedelta(days=10)  # before the deadline of November
    for text, days in (("Sau?", 20), ("Trước?", 1)):
        ask_question(
            unit=cast.ta_van,
            period=period,
            indicator=None,
            text=text,
            due_on=now.date() + timedelta(days=days),
            by=cast.dung,
            today=now.date(),
            now=now,
        )
    assert [row.title for row in blocks(cast.an, now).owed] == [
        "Question about a figure: Trước?",
        "Báo cáo chuyển đổi số, November 2026",
        "Question about a figure: Sau?",
    ]
