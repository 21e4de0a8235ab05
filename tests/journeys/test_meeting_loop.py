"""What a meeting concluded: given, handed in, confirmed, and gone from the next agenda."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from giaoban.actions.meetings.closing import close_meeting
from giaoban.actions.meetings.conclusions import ConclusionText, write_conclusion
from giaoban.models import Meeting, Task
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.register.terms import Term, TermKind
from tests.browser import OpenPage
from tests.cast import make_cast
from tests.journeys.walking import look, open_at, row_of, sign_in
from tests.meeting_scene import make_sitting

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TEXT = "Rà soát thôn chưa có sóng"
A_WEEK = timedelta(days=7)


@pytest.fixture
def meetings(db: None) -> tuple[Meeting, Meeting]:
    """One held a week ago, with a conclusion for Tả Van; the next in a week, nothing prepared."""
    cast, now = make_cast(), timezone.now()
    held = make_sitting(cast, at=now - A_WEEK, title="Giao ban tháng trước").meeting
    term = Term(TermKind.WORKING_DAYS, working_days=15)
    facts = ConclusionFacts(TEXT, lead_id=cast.ta_van.pk, product="Danh sách", term=term)
    ended_at = now - A_WEEK + timedelta(hours=1)
    write_conclusion(meeting=held, text=ConclusionText(facts), by=cast.chi, now=ended_at)
    close_meeting(meeting=held, by=cast.chi, now=ended_at)
    coming = make_sitting(cast, at=now + A_WEEK, runs=False, title="Giao ban tháng này")
    coming.item.delete()
    return held, coming.meeting


def test_a_conclusion_comes_back_until_it_is_done(
    open_page: OpenPage, meetings: tuple[Meeting, Meeting]
) -> None:
    held, coming = meetings
    secretary, officer = open_at(open_page, "desk"), open_at(open_page, "phone")
    sign_in(secretary, "chi@example.vn")
    look(secretary)
    home_leads_to(secretary, f"/meetings/{held.pk}/papers-after/minutes/")
    secretary.goto(f"/meetings/{coming.pk}/")
    secretary.locator(".page-actions form button.primary").click()
    expect(secretary.locator("#arising")).to_contain_text(TEXT)
    look(secretary)

    sign_in(officer, "an@example.vn")
    row_of(officer.locator("section[aria-labelledby=owed]"), TEXT).locator("a.button").click()
    expect(officer.locator("main")).to_contain_text("Giao ban tháng trước")
    look(officer)
    officer.locator("form[action$='/step/acknowledge/'] button").click()
    form = officer.locator("form[action$='/step/submit/']")
    form.locator("[name=words]").fill("Đã rà soát, gửi danh sách.")
    form.locator("button").click()
    expect(officer.locator(".notice.done").last).to_be_visible()

    secretary.goto("/")
    row_of(secretary.locator("section[aria-labelledby=owed]"), TEXT).locator("a.button").click()
    secretary.locator("form[action$='/decide/confirm/'] button").click()
    expect(secretary.locator(".page-state .badge").first).to_have_class("badge done")
    assert Task.objects.get().state == "confirmed"
    secretary.goto(f"/meetings/{coming.pk}/")
    expect(secretary.locator("#arising")).not_to_contain_text(TEXT)
    look(secretary)


def home_leads_to(page: Page, address: str) -> None:
    expect(page.locator(f"section[aria-labelledby=owed] a[href='{address}']").first).to_be_visible()
