"""A commune without an account is asked about a figure and answers by a link, on a telephone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.questions import ask_question
from giaoban.models import Question, Task, TaskLink
from tests.browser import OpenPage
from tests.journeys.scene import Scene, make_scene
from tests.journeys.test_task_link import address_in_the_letter
from tests.journeys.walking import look, open_at, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TEXT = "Vì sao chỉ còn một nửa so với tháng trước?"
ANSWER = "Bộ phận một cửa nghỉ tám ngày do mưa lũ."
AGAIN = "Đã bù những ngày đó chưa?"


def ask_a_contact(scene: Scene) -> Question:
    cast, now = scene.cast, timezone.now()
    today = timezone.localdate(now)
    named = {"name": "Bà Mẩy", "email": "may@example.vn", "telephone": ""}
    set_contact(unit=cast.y_ty, **named, by=None, today=today, now=now)
    return ask_question(
        unit=cast.y_ty,
        period=scene.before,
        indicator=scene.regime.indicators.get(code="processed"),
        text=TEXT,
        due_on=today + timedelta(days=5),
        by=cast.chi,
        today=today,
        now=now,
    )


def test_a_contact_answers_a_question_by_a_link_is_asked_again_and_it_is_accepted(
    open_page: OpenPage,
) -> None:
    question = ask_a_contact(make_scene())
    where = f"/questions/{question.pk}/"
    secretary = open_at(open_page, "desk")
    sign_in(secretary, "chi@example.vn", where)
    secretary.locator("form[action$='/link/'] button[value=send]").click()
    expect(secretary).to_have_url(re.compile(f"{where}$"))
    look(secretary)
    address = address_in_the_letter()
    assert Client().get(address).status_code == 200  # the mail scanner
    assert TaskLink.objects.get().confirmed_at is None

    contact = open_at(open_page, "phone")
    contact.goto(address)
    look(contact)
    contact.get_by_role("button", name=re.compile("Xã Y Tý")).click()
    expect(contact.get_by_text(TEXT)).to_be_visible()
    expect(contact.locator(".origin-report")).to_contain_text("500")
    look(contact)
    contact.locator("[name=answer]").fill(ANSWER)
    contact.locator("form[action$='/answer/'] button").click()
    expect(contact.locator(".page-state .badge")).to_have_class(re.compile("done"))
    look(contact)

    secretary.goto(where)
    expect(secretary.get_by_text("Bà Mẩy, qua liên kết")).to_be_visible()
    secretary.locator("details", has=secretary.locator("[name=words]")).locator("summary").click()
    secretary.locator("[name=words]").fill(AGAIN)
    secretary.locator("button[value=again]").click()

    contact.reload()  # the same link, the same page
    expect(contact.locator(".notice.returned")).to_contain_text(AGAIN)
    contact.locator("[name=answer]").fill(f"{ANSWER} Đã làm bù hai ngày thứ Bảy.")
    contact.locator("form[action$='/answer/'] button").click()

    secretary.goto(where)
    secretary.locator("button[value=accept]").click()
    look(secretary)
    contact.reload()
    expect(contact.locator("[name=answer]")).to_have_count(0)
    contact.set_viewport_size({"width": 1280, "height": 800})
    look(contact)
    question.refresh_from_db()
    assert (Task.objects.get().state, question.answered_by) == ("confirmed", None)
    contact.goto("/")
    expect(contact.locator("[name=login]")).to_be_visible()
