"""An incident asks for reports by the hour, carries the latest figures, and ends."""

from datetime import datetime, timedelta

import pytest

from giaoban.actions.reporting.decisions import accept_reports, return_report
from giaoban.actions.reporting.drafts import Cell, begin_version, save_cells
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.incidents import (
    IncidentText,
    ask_for_due_reports,
    ask_for_next_report,
    end_incident,
    open_incident,
    say_final,
)
from giaoban.actions.reporting.links import send_link
from giaoban.actions.reporting.offered_values import take_offered_values
from giaoban.actions.reporting.reminding import announce_incident_reports, chase_units, remind
from giaoban.actions.reporting.submitting import submit_report, withdraw_report
from giaoban.models import (
    Event,
    FinalReport,
    Incident,
    OutgoingMail,
    Period,
    Person,
    Regime,
    ReminderRule,
    Submission,
    Total,
    Unit,
    UnitContact,
    Version,
)
from giaoban.queries.reporting.deadlines import deadlines_of
from giaoban.queries.reporting.owed import owed_reports
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.verification import verify
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.incidents import Rhythm
from giaoban.rules.reporting.rollup import SUM, unpack
from tests.cast import Cast
from tests.factories import VIETNAM_TIME, make_period, make_regime

BEGAN = datetime(2026, 11, 20, 20, 0, tzinfo=VIETNAM_TIME)
OPENED = BEGAN + timedelta(hours=1)
SECOND = datetime(2026, 11, 21, 20, 0, tzinfo=VIETNAM_TIME)
THIRD = datetime(2026, 11, 22, 17, 0, tzinfo=VIETNAM_TIME)


@pytest.fixture
def regime(cast: Cast) -> Regime:
    indicators = [{"code": "houses", "over_time": "last"}, {"code": "calls"}]
    return make_regime(cast.vietnam, frequency="incident", indicators=indicators)


def opened(regime: Regime, *areas: Unit, code: str = "BAO-13", **given: object) -> Incident:
    text = IncidentText(code=code, name="Bão số 13", began_at=BEGAN, areas=areas, **given)
    return open_incident(regime=regime, incident=text, by=None, now=OPENED)


def send(unit: Unit, period: Period, at: datetime, **values: float) -> None:
    version = begin_version(unit=unit, period=period, by=None, now=at)
    cells = {code: Cell(number=number) for code, number in values.items()}
    save_cells(version=version, cells=cells, by=None, now=at)
    submit_report(version=version, by=None, now=at)


def return_to_mend(version: Version, by: Person, now: datetime) -> None:
    return_report(
        version=version,
        remarks={},
        overall="Mend it",
        mend_by=None,
        by=by,
        today=now.date(),
        now=now,
        site="https://g.example.vn",
    )


def sums(unit: Unit, key: str) -> list[float]:
    total = Total.objects.get(unit=unit, period__key=key)
    return [float(each) for each in unpack([total.figures], 2)[0][:, SUM]]


def test_opening_asks_the_units_of_the_area_within_the_first_hours(
    cast: Cast, regime: Regime
) -> None:
    incident = opened(regime, cast.lao_cai)
    period = incident.periods.get(is_reported=True)
    assert period.key == "incident:BAO-13/01"
    assert expected_units(period) == {cast.ta_van.pk, cast.y_ty.pk, cast.sa_pa.pk}
    assert set(deadlines_of(period, [cast.ta_van.pk]).values()) == {SECOND}
    assert incident.periods.get(is_reported=False).key == "incident:BAO-13"
    event = Event.objects.get(action="open_incident")
    assert (event.after["units"], event.after["areas"]) == (3, [cast.lao_cai.pk])


def test_chosen_units_are_an_area_too(cast: Cast, regime: Regime) -> None:
    incident = opened(regime, cast.ta_van, cast.dong_van)
    period = incident.periods.get(is_reported=True)
    assert expected_units(period) == {cast.ta_van.pk, cast.dong_van.pk}


def test_the_next_report_is_asked_for_once_when_the_one_before_is_due(
    cast: Cast, regime: Regime
) -> None:
    opened(regime, cast.lao_cai)
    assert ask_for_due_reports(now=SECOND - timedelta(seconds=1)) == 0
    assert ask_for_due_reports(now=SECOND) == 1
    assert ask_for_due_reports(now=SECOND) == 0
    period = Period.objects.get(key="incident:BAO-13/02")
    assert period.due_at == THIRD
    assert Period.objects.get(key="incident:BAO-13").ends_on == period.ends_on


def test_what_a_stopped_worker_missed_is_not_asked_for_afterwards(
    cast: Cast, regime: Regime
) -> None:
    incident = opened(regime, cast.lao_cai)
    assert ask_for_due_reports(now=THIRD + timedelta(days=2)) == 1
    keys = [period.key for period in incident.periods.filter(is_reported=True).order_by("due_at")]
    assert keys == ["incident:BAO-13/01", "incident:BAO-13/05"]


def test_the_latest_figures_win_and_who_is_silent_keeps_them(cast: Cast, regime: Regime) -> None:
    incident = opened(regime, cast.lao_cai)
    first = incident.periods.get(is_reported=True)
    send(cast.ta_van, first, OPENED, houses=10, calls=1)
    send(cast.y_ty, first, OPENED, houses=4, calls=2)
    fold_all()
    assert sums(cast.lao_cai, "incident:BAO-13") == [14, 3]
    second = ask_for_next_report(incident=incident, now=SECOND)
    assert second is not None
    send(cast.ta_van, second, SECOND, houses=25, calls=5)
    fold_all()
    # houses: the latest of each; calls: counted for each report, so they add up
    assert sums(cast.lao_cai, "incident:BAO-13") == [29, 8]
    assert sums(cast.vietnam, "incident:BAO-13") == [29, 8]
    assert sums(cast.lao_cai, second.key) == [25, 5]
    coverage = Total.objects.get(unit=cast.lao_cai, period=second)
    assert (coverage.expected, coverage.received) == (3, 1)
    whole = Total.objects.get(unit=cast.lao_cai, period__key="incident:BAO-13")
    assert (whole.expected, whole.received) == (3, 2)  # Y Tý's first figures stand
    assert verify().differences == []


def test_two_incidents_of_a_regime_at_once_are_kept_apart(cast: Cast, regime: Regime) -> None:
    storm = opened(regime, cast.lao_cai)
    flood = opened(regime, cast.tuyen_quang, cast.ta_van, code="LU-1")
    send(cast.ta_van, storm.periods.get(is_reported=True), OPENED, houses=1)
    send(cast.ta_van, flood.periods.get(is_reported=True), OPENED, houses=100)
    ask_for_due_reports(now=SECOND)
    fold_all()
    assert sums(cast.vietnam, "incident:BAO-13")[0] == 1
    assert sums(cast.vietnam, "incident:LU-1")[0] == 100
    assert verify().differences == []


def test_many_reports_are_added_up_as_the_second_opinion_does(cast: Cast, regime: Regime) -> None:
    incident = opened(regime, cast.lao_cai, rhythm=Rhythm(first_hours=2))
    units = [cast.ta_van, cast.y_ty, cast.sa_pa]
    now = OPENED
    for number in range(6):
        period = incident.periods.filter(is_reported=True).latest("due_at")
        for place, unit in enumerate(units):
            if (number + place) % 2:
                send(unit, period, now, houses=number * 7 + place, calls=place)
        now = period.due_at or now
        ask_for_due_reports(now=now)
    fold_all()
    assert verify().differences == []
    last = [max(n for n in range(6) if (n + place) % 2) for place in range(3)]
    houses = sum(last[place] * 7 + place for place in range(3))
    assert sums(cast.lao_cai, "incident:BAO-13") == [houses, 9]


def test_a_unit_that_gave_its_final_report_is_not_asked_again(cast: Cast, regime: Regime) -> None:
    incident = opened(regime, cast.lao_cai)
    first = incident.periods.get(is_reported=True)
    send(cast.ta_van, first, OPENED, houses=10)
    say_final(incident=incident, unit=cast.ta_van, by=None, now=OPENED)
    second = ask_for_next_report(incident=incident, now=SECOND)
    assert second is not None
    assert expected_units(second) == {cast.y_ty.pk, cast.sa_pa.pk}
    assert cast.ta_van.pk in expected_units(first)
    fold_all()
    assert sums(cast.lao_cai, "incident:BAO-13")[0] == 10
    assert verify().differences == []
    with pytest.raises(RuleError) as refused:
        say_final(incident=incident, unit=cast.ta_van, by=None, now=SECOND)
    assert refused.value.problem.code == "final_said_already"
    with pytest.raises(RuleError) as refused:
        say_final(incident=incident, unit=cast.y_ty, by=None, now=SECOND)
    assert refused.value.problem.code == "final_without_report"


@pytest.mark.parametrize("taken_back", ["returned", "withdrawn"])
def test_a_final_report_that_counts_no_more_does_not_close_the_incident(
    cast: Cast, regime: Regime, taken_back: str
) -> None:
    incident = opened(regime, cast.ta_van, cast.y_ty)
    first = incident.periods.get(is_reported=True)
    send(cast.ta_van, first, OPENED, houses=10)
    say_final(incident=incident, unit=cast.ta_van, by=None, now=OPENED)
    second = ask_for_next_report(incident=incident, now=SECOND)
    assert second is not None
    send(cast.y_ty, second, SECOND, houses=4)
    fold_all()
    sent = Version.objects.get(submission__unit=cast.ta_van)
    if taken_back == "returned":
        return_to_mend(sent, by=cast.chi, now=SECOND)
    else:
        withdraw_report(version=sent, by=cast.an, now=SECOND)
    assert not FinalReport.objects.exists()
    assert Event.objects.get(action="take_back_final_report").before == {
        "unit": cast.ta_van.pk,
        "number": 1,
    }
    assert expected_units(second) == {cast.ta_van.pk, cast.y_ty.pk}
    fold_all()
    assert verify().differences == []
    say_final(incident=incident, unit=cast.y_ty, by=None, now=SECOND)
    assert Incident.objects.get().ended_at is None
    send(cast.ta_van, second, SECOND, houses=11)
    say_final(incident=incident, unit=cast.ta_van, by=None, now=SECOND)
    assert Incident.objects.get().ended_at == SECOND


def test_a_returned_correction_leaves_the_final_report_before_it(
    cast: Cast, regime: Regime
) -> None:
    incident = opened(regime, cast.ta_van, cast.y_ty)
    first = incident.periods.get(is_reported=True)
    send(cast.ta_van, first, OPENED, houses=10)
    accept_reports(versions=[Version.objects.get()], by=cast.chi, now=OPENED)
    say_final(incident=incident, unit=cast.ta_van, by=None, now=OPENED)
    version = begin_version(
        unit=cast.ta_van, period=first, by=None, now=OPENED, reason="Counted again"
    )
    submit_report(version=version, by=None, now=OPENED)
    return_to_mend(version, by=cast.chi, now=OPENED)
    assert FinalReport.objects.get().unit == cast.ta_van


def test_units_are_told_at_once_of_each_report_and_only_once(cast: Cast, regime: Regime) -> None:
    incident = opened(regime, cast.lao_cai)

    def told(now: datetime) -> list[str]:
        said = announce_incident_reports(today=now.date(), now=now, site="https://g.example.vn")
        return [reader.email for reader in said.readers]

    assert told(OPENED) == ["an@example.vn"]
    assert told(OPENED) == []
    assert ask_for_next_report(incident=incident, now=SECOND) is not None
    assert told(SECOND) == ["an@example.vn"]
    assert told(SECOND + timedelta(days=2)) == []
    end_incident(incident=incident, by=None, now=SECOND)
    assert told(SECOND) == []


def test_what_a_unit_said_last_is_offered_in_the_next_report_with_its_origin(
    cast: Cast, regime: Regime
) -> None:
    incident = opened(regime, cast.ta_van, cast.y_ty)
    other = opened(regime, cast.ta_van, code="LU-1")
    first = incident.periods.get(is_reported=True)
    send(cast.ta_van, first, OPENED, houses=10, calls=3)
    send(cast.y_ty, first, OPENED, houses=77, calls=7)
    send(cast.ta_van, other.periods.get(is_reported=True), OPENED, houses=500, calls=5)
    second = ask_for_next_report(incident=incident, now=SECOND)
    assert second is not None
    taken = take_offered_values(
        unit=cast.ta_van, period=second, wanted=None, by=cast.an, now=SECOND
    )
    assert taken.codes == ("houses",)  # calls are those of each report
    value = taken.version.values.get()
    assert (value.indicator.code, value.number) == ("houses", 10)
    source = taken.version.taken_values.get().source
    assert (source.submission.unit, source.submission.period) == (cast.ta_van, first)


def test_an_incidents_reports_are_reminded_of_by_the_hour_and_at_night(
    cast: Cast, regime: Regime
) -> None:
    for hours in (-3, 2):
        ReminderRule.objects.create(regime=regime, hours=hours, to="unit")
    incident = opened(regime, cast.ta_van)
    ask_for_next_report(incident=incident, now=SECOND)  # the next one is due on a Sunday
    send(cast.ta_van, incident.periods.get(key="incident:BAO-13/01"), SECOND, houses=1)

    def told(now: datetime, *, only_by_hour: bool = True) -> list[str]:
        said = remind(
            today=now.date(),
            now=now,
            site="https://g.example.vn",
            only_by_hour=only_by_hour,
        )
        return [step for one in said.readers for steps in one.own.values() for step in steps]

    assert told(THIRD - timedelta(hours=4)) == []
    assert told(THIRD - timedelta(hours=3)) == ["-3h"]
    assert told(THIRD - timedelta(hours=2)) == []
    assert told(THIRD - timedelta(hours=2), only_by_hour=False) == []
    assert told(THIRD + timedelta(hours=2)) == ["+2h"]
    letter = OutgoingMail.objects.latest("pk")
    assert letter.subject == "Quá hạn: báo cáo Bão số 13, lần 2 của Xã Tả Van"
    assert "2 giờ" in letter.body
    assert told(THIRD + timedelta(hours=2)) == []


@pytest.mark.parametrize(
    ("minutes", "subject", "ago"),
    [(-10, "Đến hạn", ""), (10, "Quá hạn", "chưa đầy 1 giờ"), (70, "Quá hạn", "quá hạn 1 giờ")],
)
def test_a_report_is_overdue_from_its_moment_on(
    cast: Cast, regime: Regime, minutes: int, subject: str, ago: str
) -> None:
    incident = opened(regime, cast.ta_van)
    now = SECOND + timedelta(minutes=minutes)
    pairs = [(incident.periods.get(is_reported=True), cast.ta_van.pk)]
    chase_units(pairs=pairs, by=cast.chi, today=now.date(), now=now, site="https://g.example.vn")
    letter = OutgoingMail.objects.get()
    assert letter.subject.startswith(subject)
    assert ago in letter.body


def test_who_was_chased_within_the_hour_is_not_reminded_as_well(cast: Cast, regime: Regime) -> None:
    ReminderRule.objects.create(regime=regime, hours=-3, to="unit")
    incident = opened(regime, cast.ta_van)
    pairs = [(incident.periods.get(is_reported=True), cast.ta_van.pk)]

    def chased(now: datetime) -> int:
        return len(
            chase_units(
                pairs=pairs, by=cast.chi, today=now.date(), now=now, site="https://g.example.vn"
            ).readers
        )

    step = SECOND - timedelta(hours=3)
    assert chased(step - timedelta(hours=2)) == 1
    assert chased(step - timedelta(minutes=90)) == 0
    assert chased(step - timedelta(minutes=30)) == 1  # the same day, but another hour
    said = remind(today=step.date(), now=step, site="https://g.example.vn", only_by_hour=True)
    assert list(said.readers) == []


def test_the_letter_of_a_link_counts_an_incidents_hours(cast: Cast, regime: Regime) -> None:
    incident = opened(regime, cast.ta_van)
    period = incident.periods.get(is_reported=True)
    UnitContact.objects.create(unit=cast.ta_van, email="tavan@example.vn", since=OPENED.date())
    late = SECOND + timedelta(hours=5)
    send_link(unit=cast.ta_van, period=period, by=None, now=late, site="https://g.example.vn")
    letter = OutgoingMail.objects.get(to="tavan@example.vn")
    assert "5 giờ" in letter.body
    assert "ngày làm việc" not in letter.body


def test_the_last_final_report_ends_the_incident_and_closes_its_figures(
    cast: Cast, regime: Regime
) -> None:
    incident = opened(regime, cast.ta_van, cast.y_ty)
    first = incident.periods.get(is_reported=True)
    send(cast.ta_van, first, OPENED, houses=10)
    say_final(incident=incident, unit=cast.ta_van, by=None, now=OPENED)
    assert Incident.objects.get().ended_at is None
    second = ask_for_next_report(incident=incident, now=SECOND)
    assert second is not None
    send(cast.y_ty, second, SECOND, houses=4)
    say_final(incident=incident, unit=cast.y_ty, by=cast.an, now=SECOND)
    ended = Incident.objects.get()
    assert (ended.ended_at, ended.ended_by) == (SECOND, cast.an)
    assert set(ended.periods.filter(is_reported=True).values_list("locked_at", flat=True)) == {
        SECOND
    }
    assert list(Event.objects.filter(action="end_incident").values_list("actor", flat=True)) == [
        cast.an.pk
    ]
    assert ask_for_due_reports(now=THIRD) == 0


def test_an_incident_that_has_nobody_left_to_ask_is_ended_by_the_worker(
    cast: Cast, regime: Regime
) -> None:
    incident = opened(regime, cast.ta_van)
    FinalReport.objects.create(incident=incident, unit=cast.ta_van, number=1, said_at=OPENED)
    assert ask_for_due_reports(now=SECOND) == 0
    assert Incident.objects.get().ended_at == SECOND


def test_an_ended_incident_asks_for_nothing_and_its_figures_are_closed(
    cast: Cast, regime: Regime
) -> None:
    incident = opened(regime, cast.lao_cai)
    end_incident(incident=incident, by=None, now=SECOND)
    assert ask_for_due_reports(now=THIRD) == 0
    assert owed_reports([cast.ta_van.pk], THIRD, THIRD.date()) == []
    period = incident.periods.get(is_reported=True)
    with pytest.raises(RuleError) as refused:
        begin_version(unit=cast.ta_van, period=period, by=None, now=THIRD)
    assert refused.value.problem.code == "period_locked"


def test_an_incidents_report_stands_before_everything_else_that_is_owed(
    cast: Cast, regime: Regime
) -> None:
    usual = make_regime(cast.lao_cai, code="usual")
    make_period(usual, "2026-09")
    opened(regime, cast.lao_cai)
    owed = owed_reports([cast.ta_van.pk], OPENED, OPENED.date())
    assert [one.period.key for one in owed] == ["incident:BAO-13/01", "2026-09"]
    assert owed_reports([cast.dong_van.pk], OPENED, OPENED.date()) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "bão 13"}, "incident_code_malformed"),
        ({"name": " "}, "incident_without_name"),
        ({"began_at": OPENED + timedelta(minutes=1)}, "incident_in_the_future"),
        ({"areas": ()}, "incident_without_area"),
        ({"rhythm": Rhythm(first_hours=0)}, "incident_hours_out_of_range"),
    ],
)
def test_what_is_wrong_is_refused(
    cast: Cast, regime: Regime, changes: dict[str, object], code: str
) -> None:
    text = {"code": "A", "name": "A", "began_at": BEGAN, "areas": (cast.lao_cai,)} | changes
    with pytest.raises(RuleError) as refused:
        open_incident(regime=regime, incident=IncidentText(**text), by=None, now=OPENED)
    assert refused.value.problem.code == code
    assert not Incident.objects.exists()


def test_a_code_is_taken_once_and_a_regime_must_be_for_incidents(
    cast: Cast, regime: Regime
) -> None:
    opened(regime, cast.lao_cai)
    with pytest.raises(RuleError) as refused:
        opened(regime, cast.lao_cai)
    assert refused.value.problem.code == "incident_code_taken"
    with pytest.raises(RuleError) as refused:
        opened(make_regime(cast.lao_cai, code="usual"), cast.lao_cai)
    assert refused.value.problem.code == "regime_not_for_incidents"
    assert Submission.objects.count() == 0
