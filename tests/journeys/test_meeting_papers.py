"""After a meeting: minutes typed, saved by themselves, approved; a question decided in writing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from giaoban.models import Meeting
from giaoban.rules.meetings.minutes import passages_read
from tests.browser import OpenPage
from tests.cast import make_cast
from tests.circulation_scene import QUESTION, question_of, seat_members
from tests.journeys.walking import agree, look, open_at, sign_in
from tests.papers_scene import LIMITED, Held, make_held

YEAR = "first=2026-01-01&last=2026-12-31"
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def held(db: None) -> Held:
    return make_held(make_cast(), drafted=False)


def test_minutes_are_drafted_typed_approved_and_read_as_far_as_one_reads(
    open_page: OpenPage, held: Held
) -> None:
    address = f"/meetings/{held.meeting.pk}/papers-after/minutes/"
    desk = open_at(open_page, "desk")
    sign_in(desk, "chi@example.vn", address)
    look(desk)
    desk.locator("form[action$='draft/'] button").first.click()
    look(desk)
    desk.locator("#passage-closing a").click()
    look(desk)
    desk.locator("#passage-text").fill("Kết thúc lúc 11 giờ.")
    expect(desk.locator("[data-status]")).to_contain_text("Đã lưu")
    expect(desk.locator("[data-preview]")).to_have_text("Kết thúc lúc 11 giờ.")
    closing = [each for each in passages_read(held.paper().passages) if each.key == "closing"]
    assert [each.text for each in closing] == ["Kết thúc lúc 11 giờ."]
    chair = open_at(open_page, "phone")
    sign_in(chair, "dung@example.vn", address)
    look(chair)
    chair.locator("form[action$='approve/'] button").click()
    agree(chair)
    expect(chair.locator(".page-state")).to_contain_text("đã duyệt")
    member = open_at(open_page, "phone")
    sign_in(member, "giang@example.vn", address)
    look(member)
    expect(member.locator("article.paper")).to_contain_text("Kết thúc lúc 11 giờ.")
    expect(member.locator("body")).not_to_contain_text(LIMITED)


def test_a_question_is_decided_in_writing(open_page: OpenPage, db: None) -> None:
    cast = make_cast()
    seat_members(cast)
    desk = open_at(open_page, "desk")
    sign_in(desk, "chi@example.vn", "/meetings/in-writing/")
    look(desk)
    desk.locator("[name=title]").fill("Lấy ý kiến dự thảo kế hoạch")
    desk.locator("[name=question]").fill(QUESTION)
    day = timezone.localdate() + timedelta(days=3)
    desk.locator("[name=day]").fill(day.isoformat())
    desk.locator("[name=silence][value=agrees]").check()
    desk.locator("main form.form button.primary").click()
    look(desk)
    desk.locator("form[action$='send/'] button").click()
    agree(desk)
    expect(desk.locator(".page-state")).to_contain_text("chưa trả lời")
    look(desk)
    Meeting.objects.update(ends_at=timezone.now())
    desk.reload()
    desk.locator("form[action$='count/'] button").click()
    look(desk)
    assert question_of(Meeting.objects.get()).outcome == "adopted"


def test_a_year_is_looked_back_on_at_a_desk_on_a_telephone_and_on_the_wall(
    open_page: OpenPage, held: Held
) -> None:
    for where in ("desk", "phone"):
        page = open_at(open_page, where)
        sign_in(page, "chi@example.vn")
        page.goto(f"/meetings/reviews/?{YEAR}")
        look(page)
    page.goto(f"/meetings/reviews/?{YEAR}&screen=1")
    look(page)
    expect(page.locator(".screen-sheet")).to_have_count(4)
