"""An officer without an account reports by a link, on a telephone, from the letter to the end."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from giaoban.actions.messages.sending import send_due
from giaoban.actions.reporting.contacts import set_contact
from giaoban.models import ReportLink, Version
from giaoban.rules.reporting.states import Channel, ReportState
from tests.browser import OpenPage
from tests.journeys.scene import NAME, make_scene
from tests.journeys.walking import look, open_at, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_contact_reports_by_the_link_of_a_letter(open_page: OpenPage) -> None:
    scene = make_scene()
    unit = scene.cast.y_ty
    now = timezone.now()
    set_contact(
        unit=unit,
        name="Bà Mẩy",
        email="may@example.vn",
        telephone="",
        by=None,
        today=now.date(),
        now=now,
    )
    secretary = open_at(open_page, "desk")
    status = f"/reports/status/?regime={scene.regime.code}&period={scene.newest.key}"
    sign_in(secretary, "chi@example.vn", status)
    secretary.locator("button[formaction$='/chase/']").click()
    look(secretary)
    secretary.locator("main form button.primary").click()
    expect(secretary.locator("[role=status], .notice").first).to_be_visible()

    assert send_due(now=timezone.now()) == 2
    letter = next(letter for letter in mail.outbox if letter.to == ["may@example.vn"])
    found = re.search(r"https?://[^/]+(/link/\S+)", str(letter.body))
    assert found is not None
    address = found[1]
    assert Client().get(address).status_code == 200  # the mail scanner
    assert ReportLink.objects.get().confirmed_at is None

    page = open_at(open_page, "phone")
    page.goto(address)
    look(page)
    page.get_by_role("button", name=re.compile("Xã Y Tý")).click()
    expect(page.locator("#report-form")).to_be_visible()
    expect(page.locator("h1")).to_contain_text(NAME)
    assert "/link/" in page.url
    page.get_by_role("button", name="English").click()
    expect(page.locator("button[name=step][value=submit]:not(.visually-hidden)")).to_contain_text(
        "Send the report"
    )
    page.get_by_role("button", name="Tiếng Việt").click()
    assert address not in page.url
    look(page)
    page.locator("#cell-processed").fill("640")
    page.locator("#cell-online").fill("320")
    page.locator("#cell-online").press("Tab")
    expect(page.locator("#saved")).to_have_text(re.compile(r"\d\d:\d\d"))
    page.locator("button[name=step][value=submit]:not(.visually-hidden)").click()
    expect(page.locator(".badge").first).to_be_visible()
    look(page)
    version = Version.objects.get(submission__unit=unit, submission__period=scene.newest)
    assert (version.state, version.channel) == (ReportState.SUBMITTED, Channel.LINK)
    page.goto("/")
    expect(page.locator("[name=login]")).to_be_visible()
