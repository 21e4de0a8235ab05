"""A secretary sets up a series, takes the agenda over, and puts it in order without a mouse."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from giaoban.models import AgendaPaper, Meeting, MeetingSeries, Proposal
from tests.browser import OpenPage
from tests.cast import Cast, make_cast
from tests.journeys.walking import agree, look, open_at, sign_in
from tests.register_files import word_text

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_series_makes_its_meetings_and_its_agenda_is_put_in_order(open_page: OpenPage) -> None:
    cast = make_cast()
    for title in ("Cấp máy tính", "Mở lớp tập huấn"):
        Proposal.objects.create(
            committee=cast.committee,
            unit=cast.ta_van,
            title=title,
            minutes=15,
            sent_at=timezone.now(),
        )
    page = open_at(open_page, "desk")
    sign_in(page, "chi@example.vn", "/meetings/")
    look(page)
    make_a_series(page)
    meeting = Meeting.objects.earliest("starts_at")
    page.goto(f"/meetings/{meeting.pk}/")
    look(page)
    page.locator(".page-actions form button.primary").click()
    expect(page.locator("[data-agenda] > li")).to_have_count(3)
    look(page)
    put_in_order(page)
    add_a_paper(page)
    see_it_on_a_telephone(open_page, meeting, cast)


def make_a_series(page: Page) -> None:
    page.goto("/meetings/series/add/")
    look(page)
    page.locator("[name=name]").fill("Giao ban quý")
    page.locator("[name=standing]").fill("Việc khác; 5")
    page.locator("[name=first_on]").fill((timezone.localdate() + timedelta(days=3)).isoformat())
    expect(page.locator(".when-rule")).to_be_hidden()
    expect(page.locator(".plan-day")).to_be_hidden()
    page.locator("[name=look]").click()
    expect(page.locator(".next-days > li")).to_have_count(6)
    look(page)
    page.locator("[name=make]").click()
    expect(page.locator("h1")).to_contain_text("Giao ban quý")
    look(page)
    assert MeetingSeries.objects.get().rule == "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH"


def titles(page: Page) -> list[str]:
    return page.locator("[data-agenda] > li").evaluate_all("all => all.map(e => e.dataset.title)")


def put_in_order(page: Page) -> None:
    """By the keyboard, and by dragging."""
    assert titles(page) == ["Cấp máy tính", "Mở lớp tập huấn", "Việc khác"]
    page.locator("[data-title='Việc khác'] .row-title a").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-agenda] > li").nth(1)).to_contain_text("Việc khác")
    expect(page.locator("[data-agenda-said]")).to_contain_text("Việc khác")
    focused = page.evaluate("document.activeElement.closest('[data-item]')?.dataset.title")
    assert focused == "Việc khác"
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-agenda] > li").first).to_contain_text("Việc khác")
    first, last = (page.locator("[data-agenda] > li .agenda-time").nth(at) for at in (0, 2))
    first.drag_to(last, target_position={"x": 4, "y": 20})
    expect(page.locator("[data-agenda] > li").first).to_contain_text("Cấp máy tính")
    look(page)
    assert sorted(titles(page)) == ["Cấp máy tính", "Mở lớp tập huấn", "Việc khác"]


def add_a_paper(page: Page) -> None:
    page.locator("[data-title='Cấp máy tính'] a[href$='/papers/']").click()
    look(page)
    upload = {"name": "to-trinh.docx", "mimeType": "application/octet-stream"}
    page.locator("[name=file]").set_input_files([{**upload, "buffer": word_text("Tờ trình")}])
    page.locator("[name=title]").fill("Tờ trình cấp máy tính")
    page.locator("main form button.primary").click()
    expect(page.locator(".agenda-papers")).to_contain_text("Tờ trình cấp máy tính")
    look(page)
    assert AgendaPaper.objects.get().version == 1


def see_it_on_a_telephone(open_page: OpenPage, meeting: Meeting, cast: Cast) -> None:
    page = open_at(open_page, "phone")
    sign_in(page, "chi@example.vn", f"/meetings/{meeting.pk}/")
    look(page)
    page.goto("/meetings/")
    look(page)
    page.goto(f"/meetings/{meeting.pk}/edit/")
    look(page)
    page.goto(f"/meetings/{meeting.pk}/")
    page.locator("details.more:has(#cancel-reason) summary").click()
    page.locator("#cancel-reason").fill("Trùng lịch")
    page.locator("form[action$='/cancel/'] button").click()
    agree(page)
    expect(page.locator(".notice.returned")).to_contain_text("Trùng lịch")
    look(page)

    officer = open_at(open_page, "phone")
    sign_in(officer, "an@example.vn", "/meetings/proposals/send/")
    look(officer)
    officer.locator("[name=title]").fill("Sửa trụ sở")
    officer.locator("main form button.primary").click()
    expect(officer.locator(".proposals")).to_contain_text("Sửa trụ sở")
    look(officer)
    assert Proposal.objects.filter(title="Sửa trụ sở", unit=cast.ta_van).count() == 1
