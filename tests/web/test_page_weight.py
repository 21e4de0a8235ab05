"""A page's weight is held to the budget of decision 0017: bytes on the line, and requests."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, expect

from giaoban.models import Period
from tests.browser import OpenPage, assert_fits
from tests.cast import Cast, make_cast
from tests.factories import make_period, make_regime, make_version
from tests.offline import all_saved
from tests.web.test_links import contact_of, sent_address
from tests.web.test_reporting_report_browser import sign_in
from tests.weighing import Weighed, until_loaded, weighing

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

COLD_KB, WARM_KB, REQUESTS = 64, 16, 8
"""Of a report of 60 cells: the first time on a machine, and whenever it is opened again."""
LINK_KB = 44
"""The same behind a link, which needs less script."""
HOME_KB = 40
SAVE_KB = 2
"""The answer to a typed cell, with what is sent for it by itself."""
LONG_KB, LONG_SAVE_KB = 75, 4
"""Of 600 cells: the page alone, and the answer."""


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return make_cast()


def report_of(people: Cast, cells: int, **fields: object) -> Period:
    """In sections of twenty, a check for every sixth cell, the month before beside each."""
    regime = make_regime(
        people.lao_cai,
        indicators=[
            {
                "code": f"c{number:03d}",
                "name": f"Số hồ sơ thủ tục hành chính nhóm {number}",
                "section": f"Phần {number // 20 + 1}",
                "measure": "hồ sơ",
            }
            for number in range(cells)
        ],
        checks=[
            {"formula": f"c{number:03d} <= c{number + 1:03d} + 900", "message": "Xem lại."}
            for number in range(0, cells - 1, 6)
        ],
        **fields,
    )
    values = {f"c{number:03d}": 1000 + number for number in range(cells)}
    make_version(people.ta_van, make_period(regime, "2025-09"), values=values, state="accepted")
    return make_period(regime, "2025-10")


def opened(context: BrowserContext, path: str) -> Weighed:
    with weighing(context) as (page, weighed):
        page.goto(path)
        until_loaded(page)
        page.wait_for_timeout(200)  # what the scripts still ask for would be counted
    return weighed


def answered(context: BrowserContext, path: str) -> Weighed:
    """What one typed cell costs."""
    with weighing(context) as (page, weighed):
        page.goto(path)
        until_loaded(page)
        weighed.clear()
        page.locator("#cell-c000").fill("12")
        all_saved(page)
        expect(page.locator("#saved")).to_contain_text(":")
    return weighed


def test_a_report_opens_and_saves_within_its_weight(open_page: OpenPage, people: Cast) -> None:
    period = report_of(people, 60)
    page = open_page()
    sign_in(page)
    context = page.context
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    path = reverse("report", args=[period.pk, people.ta_van.pk])
    cold, warm = opened(context, path), opened(context, path)
    assert cold.kilobytes <= COLD_KB, cold
    assert cold.requests <= REQUESTS, cold.addresses
    assert warm.kilobytes <= WARM_KB, warm
    assert warm.requests == 1, warm.addresses
    assert answered(context, path).kilobytes <= SAVE_KB


def test_a_long_report_and_its_answer_stay_within_their_weight(people: Cast) -> None:
    period = report_of(people, 600)
    client = Client(headers={"Accept-Encoding": "gzip"})
    client.force_login(people.an)
    asked = [period.pk, people.ta_van.pk]
    page = client.get(reverse("report", args=asked))
    assert page.content.startswith(b"\x1f\x8b")  # packed
    assert len(page.content) / 1000 <= LONG_KB
    typed = {"cell-c000": "12", "was-cell-c000": ""}
    answer = client.post(reverse("save_report", args=asked), typed)
    assert (answer.status_code, answer["Content-Encoding"]) == (200, "gzip")
    assert len(answer.content) / 1000 <= LONG_SAVE_KB


def test_the_home_opens_within_its_weight(open_page: OpenPage, people: Cast) -> None:
    report_of(people, 3)
    page = open_page()
    sign_in(page)
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    cold = opened(page.context, "/")
    assert cold.kilobytes <= HOME_KB, cold
    assert cold.requests <= REQUESTS, cold.addresses


def test_a_report_behind_a_link_weighs_less_than_one_behind_an_account(
    open_page: OpenPage, people: Cast
) -> None:
    period = report_of(people, 60, link_days=3650)
    contact_of(people.ta_van)
    address = sent_address(people.ta_van, period)
    page = open_page()
    page.goto(address)
    page.locator("main form button.primary").click()
    expect(page.locator("#report-form")).to_be_visible()
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    cold = opened(page.context, page.url)
    assert_fits(page)
    assert page.locator("#report-form").bounding_box()["width"] > 800  # type: ignore[index]
    assert cold.kilobytes <= LINK_KB, cold
    assert cold.requests <= REQUESTS - 1, cold.addresses
