"""A guest without an account sends somebody else, and the chair agrees: by telephones."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from giaoban.actions.meetings.news import tell_meeting_news
from giaoban.actions.messages.sending import send_due
from giaoban.models import Invitee, Meeting
from giaoban.rules.meetings.states import MeetingState
from tests.browser import OpenPage
from tests.cast import make_cast
from tests.journeys.walking import agree, look, open_at, row_of, sign_in
from tests.meeting_scene import make_sitting

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SITE = "http://localhost"


def test_a_guest_sends_a_substitute_to_whom_the_chair_agrees(open_page: OpenPage) -> None:
    cast = make_cast()
    starts_at = timezone.now() + timedelta(days=9)
    meeting = make_sitting(cast, seats=2, runs=False, at=starts_at, place="Phòng 1").meeting
    root = f"/meetings/{meeting.pk}/"

    secretary = open_at(open_page, "desk")
    sign_in(secretary, "chi@example.vn", f"{root}invitees/")
    look(secretary)
    secretary.locator("details.more", has=secretary.locator("#guest-name")).locator(
        "summary"
    ).click()
    secretary.locator("#guest-name").fill("Bà Mẩy")
    secretary.locator("#guest-email").fill("may@example.vn")
    look(secretary)
    secretary.locator("form:has(#guest-name) button.button").click()
    expect(secretary.locator("#places-head")).to_be_visible()
    expect(row_of(secretary.locator(".rows"), "Bà Mẩy")).to_have_count(1)
    secretary.goto(f"{root}notice/")
    look(secretary)
    secretary.locator("form[action$='/notice/send/'] button").click()
    agree(secretary)
    expect(secretary.locator("form[action$='/notice/send/']")).to_have_count(0)
    look(secretary)
    assert Meeting.objects.get().state == MeetingState.ANNOUNCED

    guest = open_at(open_page, "phone")
    guest.goto(address_in_the_letter("may@example.vn"))
    look(guest)
    guest.locator("main form button.primary").click()
    expect(guest.locator("h1")).to_have_text(meeting.title)
    look(guest)
    expect(guest.locator("[name=substitute_name]")).to_be_hidden()
    guest.locator("[name=answer][value=substitute]").check()
    guest.locator("[name=substitute_name]").fill("Ông Thay")
    guest.locator("[name=substitute_email]").fill("thay@example.vn")
    look(guest)
    guest.locator("form[action$='/answer/'] button").click()
    expect(guest.locator(".badge.term").first).to_be_visible()

    chair = open_at(open_page, "phone")
    sign_in(chair, "dung@example.vn", f"{root}invitees/")
    look(chair)
    chair.locator("button[name=decision][value=agree]").click()
    expect(chair.locator("button[name=decision]")).to_have_count(0)
    look(chair)
    assert Invitee.objects.get(name="Bà Mẩy").decided_by == cast.dung

    tell_meeting_news(now=timezone.now(), site=SITE)
    substitute = open_at(open_page, "desk")
    substitute.goto(address_in_the_letter("thay@example.vn"))
    substitute.locator("main form button.primary").click()
    expect(substitute.locator(".page-state")).to_contain_text("Ông Thay")
    expect(substitute.locator("form[action$='/answer/']")).to_have_count(0)
    look(substitute)


def address_in_the_letter(to: str) -> str:
    while send_due(now=timezone.now()):
        pass
    letters = [one for one in mail.outbox if one.to == [to]]
    found = re.search(r"https?://[^/]+(/link/\S+)", str(letters[-1].body))
    assert found is not None
    return found[1]
