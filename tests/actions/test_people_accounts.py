"""Inviting, appointing, handing over: who may sign in, and what an event keeps of a person."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override

from giaoban.actions.messages.sending import send_due
from giaoban.actions.people.accounts import (
    NewPerson,
    deactivate_person,
    edit_person,
    invite_person,
    resend_invitation,
)
from giaoban.actions.people.appointments import add_appointment, end_appointment, hand_over
from giaoban.actions.people.refusals import PeopleRefused
from giaoban.models import Appointment, Event, Person, Task
from giaoban.queries.people.directory import passing_on
from giaoban.rules.audit.digests import is_personal_digest
from giaoban.rules.people.permissions import Role
from giaoban.rules.reporting.states import ReportState
from tests.cast import Cast
from tests.factories import NOW, PASSWORD, TODAY, make_period, make_regime, make_version

SITE = "https://giaoban.example.vn/"
PASSWORD_OF_HOA = "mot-mat-khau-moi"
HOA = NewPerson(email="hoa@example.vn", name="Giàng Thị Hoa", post="Công chức", telephone="0214")


def invited(cast: Cast, *, new: NewPerson = HOA) -> Person:
    return invite_person(
        new=new, unit=cast.y_ty, role=Role.UNIT_OFFICER, since=TODAY, by=cast.khanh,
        now=NOW, site=SITE,
    )  # fmt: skip


def link_in(letter: str) -> str:
    found = re.search(r"https://giaoban\.example\.vn(/\S+)", letter)
    assert found is not None
    return found[1]


def set_password(link: str) -> bool:
    """True where the link led to the page and the password was taken."""
    client = Client()
    response = client.get(link, follow=True)
    address = response.request["PATH_INFO"]
    response = client.post(
        address, {"password1": PASSWORD_OF_HOA, "password2": PASSWORD_OF_HOA}, follow=True
    )
    return client.login(email="hoa@example.vn", password=PASSWORD_OF_HOA)


def test_an_invited_person_gets_a_letter_whose_link_sets_a_password_once(cast: Cast) -> None:
    person = invited(cast)
    assert not person.has_usable_password()
    send_due(now=NOW)
    assert [letter.to for letter in mail.outbox] == [["hoa@example.vn"]]
    link = link_in(str(mail.outbox[0].body))
    assert set_password(link)
    set_by_then = Person.objects.get(pk=person.pk).password
    set_password(link)
    assert Person.objects.get(pk=person.pk).password == set_by_then


def test_no_letter_leaves_for_an_invitation_that_was_refused(cast: Cast) -> None:
    with pytest.raises(PeopleRefused) as refused:
        invited(
            cast,
            new=NewPerson(email="AN@example.vn", name="Người khác"),
        )
    assert refused.value.problem.code == "email_in_use"
    assert send_due(now=NOW) == 0


def test_an_event_keeps_no_name_e_mail_or_telephone(cast: Cast) -> None:
    person = invited(cast)
    event = Event.objects.get(record_type="Person", record_id=person.pk)
    kept = dict(event.after)
    assert kept.pop("language") == "vi"
    assert sorted(kept) == ["email", "name", "post", "telephone"]
    assert all(is_personal_digest(value) for value in kept.values())


def test_the_invitation_is_not_sent_again_once_the_password_is_set(cast: Cast) -> None:
    with pytest.raises(PeopleRefused) as refused:
        resend_invitation(person=cast.an, by=cast.khanh, now=NOW, site=SITE)
    assert refused.value.problem.code == "password_already_set"


def test_an_e_mail_is_corrected_only_until_the_first_sign_in(cast: Cast) -> None:
    who = {"name": "Giàng Thị Hoà", "post": "", "telephone": "", "by": cast.khanh, "now": NOW}
    person = invited(cast)
    edit_person(person=person, email="hoa.giang@example.vn", **who)
    assert Person.objects.get(pk=person.pk).email == "hoa.giang@example.vn"
    with pytest.raises(PeopleRefused) as refused:
        edit_person(person=cast.an, email="khac@example.vn", **who)
    assert refused.value.problem.code == "email_fixed"


def test_a_closed_account_cannot_sign_in_and_nobody_closes_their_own(cast: Cast) -> None:
    assert Client().login(email="an@example.vn", password=PASSWORD)
    deactivate_person(person=cast.an, by=cast.khanh, now=NOW)
    assert not Client().login(email="an@example.vn", password=PASSWORD)
    with pytest.raises(PeopleRefused) as refused:
        deactivate_person(person=cast.khanh, by=cast.khanh, now=NOW)
    assert refused.value.problem.code == "own_account"


def test_the_same_role_is_not_held_twice_at_a_time(cast: Cast) -> None:
    with pytest.raises(PeopleRefused) as refused:
        add_appointment(
            person=cast.an, unit=cast.ta_van, role=Role.UNIT_OFFICER, since=TODAY, by=cast.khanh,
            now=NOW,
        )  # fmt: skip
    assert refused.value.problem.code == "already_appointed"


def test_a_role_ended_can_be_given_again_later(cast: Cast) -> None:
    held = Appointment.objects.get(person=cast.an)
    end_appointment(appointment=held, until=TODAY, by=cast.khanh, now=NOW)
    later = add_appointment(
        person=cast.an, unit=cast.ta_van, role=Role.UNIT_OFFICER, since=TODAY, by=cast.khanh,
        now=NOW,
    )  # fmt: skip
    assert (held.until, later.since) == (TODAY, TODAY)


def test_handing_over_ends_one_role_and_begins_the_other_on_the_same_day(cast: Cast) -> None:
    held = Appointment.objects.get(person=cast.an)
    tomorrow = TODAY + timedelta(days=1)
    begun = hand_over(
        appointment=held, successor=cast.minh, on=tomorrow, by=cast.khanh, now=NOW, site=SITE
    )
    held.refresh_from_db()
    assert (held.until, begun.since, begun.until) == (tomorrow, tomorrow, None)
    assert (begun.person, begun.unit, begun.role) == (cast.minh, cast.ta_van, Role.UNIT_OFFICER)
    actions = list(Event.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["end_appointment", "add_appointment", "hand_over"]


def test_handing_over_to_somebody_new_invites_them(cast: Cast) -> None:
    held = Appointment.objects.get(person=cast.an)
    begun = hand_over(appointment=held, successor=HOA, on=TODAY, by=cast.khanh, now=NOW, site=SITE)
    assert begun.person.email == "hoa@example.vn"
    send_due(now=NOW)
    assert [letter.to for letter in mail.outbox] == [["hoa@example.vn"]]


def test_nothing_is_changed_where_the_handing_over_is_refused(cast: Cast) -> None:
    held = Appointment.objects.get(person=cast.an)
    with pytest.raises(PeopleRefused) as refused:
        hand_over(appointment=held, successor=cast.an, on=TODAY, by=cast.khanh, now=NOW, site=SITE)
    assert refused.value.problem.code == "same_person"
    held.refresh_from_db()
    assert held.until is None


def test_drafts_and_returned_reports_of_the_unit_pass_on(cast: Cast) -> None:
    regime = make_regime(cast.lao_cai)
    states = {
        "2026-08": ReportState.ACCEPTED,
        "2026-09": ReportState.RETURNED,
        "2026-10": ReportState.DRAFT,
    }
    reports = {
        key: make_version(cast.ta_van, make_period(regime, key), state=state).submission
        for key, state in states.items()
    }
    make_version(cast.y_ty, make_period(regime, "2026-10"), state=ReportState.DRAFT)
    passing = passing_on(cast.ta_van.pk, Task.objects.all())
    assert passing.drafts == [reports["2026-10"]]
    assert passing.returned == [reports["2026-09"]]
    assert passing.questions == []


def test_a_fresh_installation_gets_its_administrator_by_command(cast: Cast) -> None:
    out = StringIO()
    call_command(
        "create_administrator", "hoa@example.vn", "--name", "Giàng Thị Hoa", "--unit", "VN",
        "--site", SITE, stdout=out,
    )  # fmt: skip
    held = Appointment.objects.get(person__email="hoa@example.vn")
    assert (held.role, held.unit) == (Role.ADMINISTRATOR, cast.vietnam)
    assert set_password(link_in(out.getvalue()))
    with override("en"), pytest.raises(CommandError, match="No unit bears the code 99"):
        call_command("create_administrator", "x@example.vn", "--name", "X", "--unit", "99")


def test_the_letter_is_in_the_language_of_its_reader(cast: Cast) -> None:
    english = NewPerson(email="hoa@example.vn", name="Hoa", language="en")
    invited(cast, new=english)
    send_due(now=NOW)
    assert mail.outbox[0].subject == "Your Giaoban account"
