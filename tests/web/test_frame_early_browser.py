"""What asks before it is done also asks where the page's scripts have not come yet."""

import re

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from giaoban.models import Period, Version
from tests.cast import Cast, make_cast
from tests.factories import make_period, make_regime, make_version
from tests.web.test_reporting_report_browser import address, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCRIPT = re.compile(r"/js/giaoban(\.\w+)?\.js$")
DISCARD = "form[action$='discard/'] button"


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def draft(people: Cast) -> Period:
    period = make_period(make_regime(people.lao_cai, indicators=["processed"]), "2025-10")
    make_version(people.ta_van, period, values={"processed": 1}, state="draft", by=people.an)
    return period


def test_what_is_pressed_before_the_scripts_have_come_is_asked_when_they_have(
    page: Page, people: Cast, draft: Period
) -> None:
    held: list[Route] = []
    sign_in(page)
    page.route(SCRIPT, lambda route: held.append(route))
    page.goto(address(draft, people), wait_until="commit")
    page.locator(DISCARD).evaluate("button => button.click()")
    expect(page.locator("#confirm")).to_be_hidden()
    assert Version.objects.count() == 1
    held[0].continue_()
    expect(page.locator("#confirm")).to_be_visible()
    page.locator("#confirm [data-go]").click()
    expect(page.locator(".notice.done").first).to_be_visible()
    assert Version.objects.count() == 0


def test_where_the_scripts_never_come_the_browser_asks(
    page: Page, people: Cast, draft: Period
) -> None:
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    sign_in(page)
    page.route(SCRIPT, lambda route: route.abort())
    page.on("dialog", refuse)
    page.goto(address(draft, people))
    page.locator(DISCARD).evaluate("button => button.click()")
    assert asked == ["Mọi nội dung đã nhập trong bản nháp này sẽ mất."]
    assert Version.objects.count() == 1
