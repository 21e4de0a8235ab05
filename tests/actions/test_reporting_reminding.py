"""Reminders: one letter to each reader, never twice, by link where nobody has an account."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command

from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.reminding import chase_units, remind
from giaoban.models import (
    Appointment,
    Event,
    Message,
    OutgoingMail,
    Period,
    Regime,
    ReminderRule,
    ReportLink,
    Told,
)
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.conftest import QueryCheck
from tests.factories import (
    VIETNAM_TIME,
    appoint,
    make_period,
    make_person,
    make_regime,
    make_unit,
    make_version,
)

SITE = "https://giaoban.example.vn"
DUE = date(2026, 11, 17)  # two working days after the cut-off of Saturday 14 November: a Tuesday


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, 30, tzinfo=VIETNAM_TIME)


@pytest.fixture
def period(cast: Cast) -> Period:
    regime = make_regime(cast.lao_cai)
    for days, to in ((-1, "unit"), (1, "unit"), (1, "parent"), (2, "secretariat")):
        ReminderRule.objects.create(regime=regime, working_days=days, to=to)
    return make_period(regime, "2026-11")


def reminded(day: date) -> list[tuple[str, int, int]]:
    told = remind(today=day, now=at(day), site=SITE)
    return sorted((one.email, len(one.own), len(one.below)) for one in told.readers)


def test_the_officer_the_unit_above_and_the_secretariat_are_told_in_turn(
    cast: Cast, period: Period
) -> None:
    appoint(make_person("tinh@example.vn", "Cán bộ tỉnh"), Role.UNIT_OFFICER, cast.lao_cai)
    assert reminded(DUE - timedelta(days=2)) == []  # a Sunday
    assert reminded(DUE - timedelta(days=1)) == [("an@example.vn", 1, 0)]
    assert reminded(DUE) == []
    assert reminded(DUE + timedelta(days=1)) == [("an@example.vn", 1, 0), ("tinh@example.vn", 0, 3)]
    assert reminded(DUE + timedelta(days=2)) == [("chi@example.vn", 0, 3)]


@pytest.mark.parametrize(
    "officer_of, reader",
    [
        ("sa_pa", "tren@example.vn"),  # the unit above
        ("lao_cai", "tren@example.vn"),  # there is no officer: the next above that has one
        ("vietnam", "chi@example.vn"),  # above the unit that asks: its secretariat
        ("y_ty", "chi@example.vn"),
    ],
)
def test_what_rises_comes_to_the_nearest_above_who_is_there(
    cast: Cast, period: Period, officer_of: str, reader: str
) -> None:
    ward = make_unit("03099", "Tổ Phan Si Păng", under=cast.sa_pa)
    appoint(
        make_person("tren@example.vn", "Cán bộ trên"), Role.UNIT_OFFICER, getattr(cast, officer_of)
    )
    day = DUE + timedelta(days=1)
    told = remind(today=day, now=at(day), site=SITE, is_trial=True)
    hearing = [one.email for one in told.readers if (ward.pk, period.pk) in one.below]
    assert (hearing, list(told.unreached_above)) == ([reader], [])


def test_units_are_named_above_which_there_is_nobody(cast: Cast, period: Period) -> None:
    Appointment.objects.filter(role=Role.SECRETARIAT).delete()
    day = DUE + timedelta(days=1)
    told = remind(today=day, now=at(day), site=SITE, is_trial=True)
    assert sorted(one.code for one in told.unreached_above) == ["02701", "03006", "03037"]


def test_nobody_is_told_twice_of_one_thing(cast: Cast, period: Period) -> None:
    day = DUE + timedelta(days=1)
    assert reminded(day) == [("an@example.vn", 1, 0), ("chi@example.vn", 0, 3)]
    assert reminded(day) == []
    assert OutgoingMail.objects.count() == 2
    assert Message.objects.count() == 2
    assert Told.objects.count() == 4


def test_a_unit_that_has_sent_its_report_is_left_alone(cast: Cast, period: Period) -> None:
    make_version(cast.ta_van, period, values={"processed": 1}, state=ReportState.SUBMITTED)
    assert reminded(DUE + timedelta(days=1)) == [("chi@example.vn", 0, 2)]  # of the others


def test_all_that_one_person_owes_is_one_letter(cast: Cast, period: Period) -> None:
    other = make_regime(cast.lao_cai, code="khac", name="Báo cáo khác")
    ReminderRule.objects.create(regime=other, working_days=1, to="unit")
    make_period(other, "2026-11")
    appoint(cast.an, Role.UNIT_OFFICER, cast.y_ty)
    assert ("an@example.vn", 4, 0) in reminded(DUE + timedelta(days=1))
    letter = OutgoingMail.objects.get(to="an@example.vn")
    for words in ("Xã Tả Van", "Xã Y Tý", "Báo cáo khác", "Báo cáo chuyển đổi số"):
        assert words in letter.body


def test_a_unit_without_an_officer_gets_a_link_and_the_link_goes_on(
    cast: Cast, period: Period
) -> None:
    set_contact(
        unit=cast.y_ty,
        name="Văn phòng",
        email="yty@example.vn",
        telephone="",
        by=None,
        today=DUE,
        now=at(DUE),
    )
    assert ("yty@example.vn", 1, 0) in reminded(DUE - timedelta(days=1))
    letter = OutgoingMail.objects.get(to="yty@example.vn")
    link = ReportLink.objects.get()
    assert letter.opens == [["report", link.pk]]
    assert "{{link 1}}" in letter.body
    assert ("yty@example.vn", 1, 0) in reminded(DUE + timedelta(days=1))
    assert ReportLink.objects.get() == link  # whoever fills in the report by it is not put out


def test_one_address_for_two_units_gets_one_letter_with_a_link_for_each_by_its_own_contact(
    cast: Cast, period: Period
) -> None:
    for unit in (cast.y_ty, cast.sa_pa):
        who = {"unit": unit, "name": unit.name, "email": "chung@example.vn", "telephone": ""}
        set_contact(**who, by=None, today=DUE, now=at(DUE))
    assert ("chung@example.vn", 2, 0) in reminded(DUE - timedelta(days=1))
    assert OutgoingMail.objects.filter(to="chung@example.vn").count() == 1
    links = ReportLink.objects.select_related("contact")
    assert {link.unit_id: link.contact.unit_id for link in links} == {
        cast.y_ty.pk: cast.y_ty.pk,
        cast.sa_pa.pk: cast.sa_pa.pk,
    }


def test_an_officer_who_is_another_units_contact_has_a_page_of_one_and_a_link_to_the_other(
    cast: Cast, period: Period
) -> None:
    who = {"unit": cast.y_ty, "name": "An", "email": "AN@example.vn", "telephone": ""}
    set_contact(**who, by=None, today=DUE, now=at(DUE))
    assert reminded(DUE - timedelta(days=1)) == [("an@example.vn", 2, 0)]
    assert [link.unit_id for link in ReportLink.objects.all()] == [cast.y_ty.pk]
    assert Message.objects.get(person=cast.an).address == "/"
    body = OutgoingMail.objects.get(to__iexact="an@example.vn").body
    assert (body.count("{{link"), f"/reports/{period.pk}/{cast.ta_van.pk}/" in body) == (1, True)


def test_who_hears_of_a_report_in_two_ways_is_not_told_of_the_other_step_the_next_day(
    cast: Cast, period: Period
) -> None:
    ReminderRule.objects.filter(to="secretariat").update(working_days=1)
    appoint(cast.chi, Role.UNIT_OFFICER, cast.lao_cai)
    assert ("chi@example.vn", 0, 3) in reminded(DUE + timedelta(days=1))
    assert reminded(DUE + timedelta(days=2)) == []


def test_whoever_was_reminded_this_morning_is_not_chased_this_afternoon(
    cast: Cast, period: Period
) -> None:
    day = DUE + timedelta(days=1)
    reminded(day)
    pairs = [(period, cast.ta_van.pk)]
    chased = chase_units(pairs=pairs, by=cast.chi, today=day, now=at(day), site=SITE)
    assert [*chased.readers] == []


def test_units_that_nobody_can_be_written_to_about_are_named(cast: Cast, period: Period) -> None:
    day = DUE + timedelta(days=1)
    told = remind(today=day, now=at(day), site=SITE, is_trial=True)
    assert sorted(unit.code for unit in told.unreached) == ["02701", "03006"]
    assert not OutgoingMail.objects.exists()
    assert not Told.objects.exists()


def test_chasing_tells_all_that_is_missing_at_once_and_once_a_day(
    cast: Cast, period: Period
) -> None:
    pairs = [(period, cast.ta_van.pk), (period, cast.y_ty.pk)]

    def chased(day: date) -> tuple[int, int]:
        told = chase_units(pairs=pairs, by=cast.chi, today=day, now=at(day), site=SITE)
        return len(told.readers), len(told.unreached)

    assert chased(DUE) == (1, 1)
    assert chased(DUE) == (0, 1)
    assert chased(DUE + timedelta(days=1)) == (1, 1)
    events = Event.objects.filter(action="chase_units", actor=cast.chi)
    assert [event.after for event in events] == [{"told": 1, "unreached": 1}] * 2


def test_the_command_says_who_would_be_told(
    cast: Cast, regime_due_now: Regime, capsys: pytest.CaptureFixture[str]
) -> None:
    Appointment.objects.filter(role=Role.SECRETARIAT).delete()
    ReminderRule.objects.create(regime=regime_due_now, working_days=1, to="parent")
    call_command("remind", "--dry-run")
    assert not OutgoingMail.objects.exists()
    told = capsys.readouterr().out
    assert [line[:13] for line in told.splitlines() if "02701" in line] == ["02701 Xã Y Tý"] * 2


@pytest.fixture
def regime_due_now(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Regime:
    regime = make_regime(cast.lao_cai)
    ReminderRule.objects.create(regime=regime, working_days=1, to="unit")
    make_period(regime, "2026-11")
    day = at(DUE + timedelta(days=1))
    monkeypatch.setattr("django.utils.timezone.now", lambda: day)
    return regime


def test_the_number_of_queries_does_not_grow_with_units(
    cast: Cast, period: Period, constant_queries: object
) -> None:
    day = DUE + timedelta(days=2)

    def add_row() -> None:
        from tests.factories import make_unit

        number = Told.objects.count() + OutgoingMail.objects.count()
        make_unit(f"9{number:04}{period.pk}", f"Xã {number}", under=cast.lao_cai)
        OutgoingMail.objects.create(
            to="x@example.vn",
            subject="x",
            body="x",
            language="vi",
            site=SITE,
            queued_at=at(day),
            send_after=at(day),
        )

    constant_queries(  # type: ignore[operator]
        add_row, lambda: remind(today=day, now=at(day), site=SITE, is_trial=True)
    )


def test_reminding_three_units_asks_as_often_as_reminding_one(
    cast: Cast, period: Period, constant_queries: QueryCheck
) -> None:
    """By a link and by an account alike: thousands are told in one transaction."""
    day = DUE + timedelta(days=1)
    numbers = iter(range(20))

    def add() -> None:
        number = next(numbers)
        unit = make_unit(f"x{number}", f"Xã {number}", under=cast.lao_cai)
        contact = {"name": "", "email": f"x{number}@example.vn", "telephone": ""}
        set_contact(unit=unit, **contact, by=None, today=day, now=at(day))
        other = make_unit(f"y{number}", f"Xã có cán bộ {number}", under=cast.lao_cai)
        appoint(make_person(f"y{number}@example.vn", "Cán bộ"), Role.UNIT_OFFICER, other)

    def ask() -> None:
        for told in (Told, OutgoingMail, Message, ReportLink):
            told.objects.all().delete()
        remind(today=day, now=at(day), site=SITE)

    constant_queries(add, ask)
