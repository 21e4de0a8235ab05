"""Marking an estimate by one key, and taking a report with its errors, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from giaoban.models import Period, Value, Version
from giaoban.rules.reporting.states import Channel, ReportState
from tests.browser import assert_accessible, assert_fits
from tests.cast import Cast, make_cast
from tests.factories import make_period, make_regime, make_version
from tests.web.test_reporting_report_browser import address, saved, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def period(people: Cast) -> Period:
    regime = make_regime(
        people.lao_cai,
        indicators=[
            {"code": "processed", "name": "Hồ sơ đã giải quyết"},
            {"code": "online", "name": "Tiếp nhận trực tuyến"},
        ],
        checks=[{"formula": "online <= processed", "message": "Trực tuyến lớn hơn tổng số."}],
    )
    return make_period(regime, "2025-10")


def marks() -> dict[str, tuple[float | None, bool]]:
    rows = Value.objects.values_list("indicator__code", "number", "is_estimate")
    return {code: (number, is_estimate) for code, number, is_estimate in rows}


def test_a_tilde_marks_the_number_as_an_estimate(page: Page, people: Cast, period: Period) -> None:
    sign_in(page)
    page.goto(address(period, people))
    page.locator("#cell-processed").focus()
    page.keyboard.type("1284~")
    page.keyboard.press("Enter")
    page.keyboard.type("310")
    page.keyboard.press("Enter")
    saved(page)
    assert marks() == {"processed": (1284, True), "online": (310, False)}
    assert_accessible(page)

    page.locator("#cell-processed").focus()
    page.keyboard.type("~")
    saved(page)
    assert marks() == {"processed": (1284, False), "online": (310, False)}


def test_the_secretariat_takes_a_report_with_its_errors_on_a_telephone(
    page: Page, people: Cast, period: Period
) -> None:
    make_version(
        people.ta_van,
        period,
        values={"processed": 5, "online": 6},
        state=ReportState.DRAFT,
        channel=Channel.TELEPHONE,
    )
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "chi")
    page.goto(address(period, people))
    page.get_by_text("Tiếp nhận dù còn lỗi").first.click()
    assert_accessible(page)
    assert_fits(page)
    page.fill("#over-error-reason", "Cán bộ nghỉ ốm")
    page.get_by_role("button", name="Tiếp nhận dù còn lỗi").click()
    expect(page.get_by_text("Cán bộ nghỉ ốm").first).to_be_visible()
    version = Version.objects.get()
    assert (version.state, version.over_error) == (ReportState.ACCEPTED, "Cán bộ nghỉ ốm")
