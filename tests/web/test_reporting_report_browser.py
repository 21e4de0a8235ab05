"""The report's page in a real browser: keys, saving as one types, a lost connection."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from giaoban.models import Period, Value, Version
from giaoban.rules.reporting.states import ReportState
from tests.browser import OpenPage, assert_accessible, assert_fits
from tests.cast import Cast, make_cast
from tests.factories import PASSWORD, make_period, make_regime, make_version

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def period(people: Cast) -> Period:
    regime = make_regime(
        people.lao_cai,
        indicators=[
            {"code": "processed", "name": "Hồ sơ đã giải quyết", "is_required": True},
            {"code": "online", "name": "Tiếp nhận trực tuyến"},
            {"code": "share", "kind": "ratio", "numerator": "online", "denominator": "processed"},
            {"code": "plan", "kind": "yes_no", "name": "Đã có kế hoạch"},
            {"code": "trouble", "kind": "text", "name": "Khó khăn"},
        ],
        checks=[
            {"formula": "online <= processed", "message": "Trực tuyến lớn hơn tổng số."},
            {"formula": "processed <= 2000", "level": "warning", "message": "Nhiều bất thường."},
        ],
    )
    make_version(
        people.ta_van,
        make_period(regime, "2025-09"),
        values={"processed": 1190, "online": 955, "plan": 1, "trouble": "Thiếu máy."},
        state=ReportState.ACCEPTED,
    )
    return make_period(regime, "2025-10")


def sign_in(page: Page, name: str = "an") -> None:
    page.goto("/account/login/")
    page.fill("#id_login", f"{name}@example.vn")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".menu-end")).to_be_visible()


def address(period: Period, people: Cast, end: str = "") -> str:
    return f"/reports/{period.pk}/{people.ta_van.pk}/{end}"


def numbers() -> dict[str, float | None]:
    newest = Version.objects.latest("pk")
    return dict(newest.values.values_list("indicator__code", "number"))


def saved(page: Page) -> None:
    """Wait until the server has everything that was typed."""
    for _ in range(100):
        if page.locator("#report-form").get_attribute("data-unsaved") == "0":
            return
        page.wait_for_timeout(100)
    pytest.fail("what was typed never reached the server")


def test_a_report_is_filled_in_and_sent_by_keyboard_alone(
    page: Page, people: Cast, period: Period
) -> None:
    sign_in(page)
    page.goto(address(period, people))
    page.locator("#cell-processed").focus()
    page.keyboard.type("1284")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-online")).to_be_focused()
    page.keyboard.type("1310")
    expect(page.locator("#below-online")).to_contain_text("Trực tuyến lớn hơn tổng số.")
    expect(page.locator("#cell-processed")).to_have_value("1.284")
    assert_accessible(page)
    page.keyboard.press("ArrowUp")
    expect(page.locator("#cell-processed")).to_be_focused()
    page.keyboard.type("2500")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#below-online")).to_be_hidden()
    expect(page.locator("#cell-share")).to_have_text("52,4\N{NO-BREAK SPACE}%")
    page.locator("[name^='reason-']").focus()
    page.keyboard.type("Gộp hai xã.")
    page.keyboard.press("Tab")
    saved(page)
    assert numbers() == {"processed": 2500.0, "online": 1310.0}
    page.locator("button[value=submit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".read-table")).to_be_visible()
    assert Version.objects.latest("pk").state == ReportState.SUBMITTED


def test_a_cell_that_cannot_be_read_stays_as_typed(
    page: Page, people: Cast, period: Period
) -> None:
    sign_in(page)
    page.goto(address(period, people))
    page.locator("#cell-processed").fill("1.5")
    expect(page.locator("#below-processed")).to_be_visible()
    expect(page.locator("#cell-processed")).to_have_value("1.5")
    expect(page.locator("#cell-processed")).to_have_attribute("aria-invalid", "true")
    page.locator("button[value=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#cell-processed")).to_have_value("1.5")
    assert_accessible(page)


def test_what_was_typed_survives_a_lost_connection_and_a_closed_window(
    browser: Browser, live_server: object, people: Cast, period: Period
) -> None:
    # A context of its own: the browser's complaints about the connection are no fault here.
    context = browser.new_context(base_url=live_server.url, locale="vi-VN")  # type: ignore[attr-defined]
    page = context.new_page()
    sign_in(page)
    page.goto(address(period, people))
    page.locator("#cell-processed").fill("5")
    saved(page)
    context.set_offline(True)
    page.locator("#cell-online").fill("3")
    page.locator("#cell-trouble").fill("Thiếu máy tính.")
    expect(page.locator("#save-state")).to_be_visible()
    page.locator("button[value=submit]").click()  # the page stays, with everything on it
    expect(page.locator("#cell-online")).to_have_value("3")
    page.close()
    assert numbers() == {"processed": 5.0}
    context.set_offline(False)
    again = context.new_page()
    again.goto(address(period, people))
    expect(again.locator("#cell-trouble")).to_have_value("Thiếu máy tính.")
    saved(again)
    assert numbers() == {"processed": 5.0, "online": 3.0, "trouble": None}
    assert Value.objects.get(version__number=1, text="Thiếu máy tính.").version.saved_by == (
        people.an
    )
    context.close()


def test_what_is_typed_before_the_script_has_come_is_saved_too(
    people: Cast, period: Period, page: Page
) -> None:
    sign_in(page)
    held: list[Route] = []
    page.route("**/js/report.js", lambda route: held.append(route))
    page.goto(address(period, people), wait_until="commit")
    page.locator("#cell-processed").fill("1.284")
    page.get_by_label("Có", exact=True).check()
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#saved")).to_contain_text("Đã lưu")
    assert numbers() == {"processed": 1284, "plan": 1}


def test_a_template_that_is_fetched_early_does_not_stop_the_script(
    people: Cast, period: Period, page: Page
) -> None:
    sign_in(page)
    held: list[Route] = []
    page.route("**/js/report.js", lambda route: held.append(route))
    page.goto(address(period, people), wait_until="commit")
    with page.expect_download() as download:
        page.locator("a[href$='template.xlsx']").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    expect(page.locator("button[data-opens=workbook-dialog]")).to_be_hidden()
    held[0].continue_()
    expect(page.locator("button[data-opens=workbook-dialog]")).to_be_visible()


def test_it_sends_by_itself_when_the_connection_is_back(
    browser: Browser, live_server: object, people: Cast, period: Period
) -> None:
    context = browser.new_context(base_url=live_server.url, locale="vi-VN")  # type: ignore[attr-defined]
    page = context.new_page()
    sign_in(page)
    page.goto(address(period, people))
    context.set_offline(True)
    page.locator("#cell-processed").fill("7")
    expect(page.locator("#save-state")).to_be_visible()
    context.set_offline(False)
    expect(page.locator("#save-state")).to_be_hidden(timeout=20_000)
    assert numbers() == {"processed": 7.0}
    context.close()


def test_two_officers_see_each_others_cells(
    open_page: OpenPage, people: Cast, period: Period
) -> None:
    first, second = open_page(), open_page()
    sign_in(first, "an")
    sign_in(second, "binh")
    first.goto(address(period, people))
    second.goto(address(period, people))
    first.locator("#cell-processed").fill("7")
    saved(first)
    second.locator("#cell-online").fill("3")
    expect(second.locator("#cell-processed")).to_have_value("7")
    first.locator("#cell-online").fill("4")
    expect(first.locator("#cell-online")).to_have_value("3")
    conflict = first.locator("#conflicts li")
    expect(conflict.locator("[data-mine]")).to_have_text("4")
    expect(conflict.locator("[data-theirs]")).to_have_text("3")
    expect(first.locator("#conflicts")).to_contain_text("Bình")
    assert_accessible(first)
    assert numbers() == {"processed": 7.0, "online": 3.0}


@pytest.mark.parametrize("width, height", [(1280, 900), (390, 844)])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_are_accessible_and_fit(
    open_page: OpenPage, people: Cast, period: Period, width: int, height: int, dark: bool
) -> None:
    returned = make_version(
        people.ta_van, period, values={"processed": 12, "online": 20}, state=ReportState.RETURNED
    )
    online = period.regime.indicators.get(code="online")
    returned.remarks.create(indicator=online, text="Chưa khớp sổ.")
    make_version(people.y_ty, period, values={"processed": 5})
    page = open_page(width, height, dark=dark)
    sign_in(page)
    for end in ("", "read/"):
        page.goto(address(period, people, end))
        assert_accessible(page)
        assert_fits(page)
    for path in ("/", "/reports/"):
        page.goto(path)
        assert_accessible(page)
        assert_fits(page)
    page.context.clear_cookies()
    sign_in(page, "chi")
    review = f"/reports/{period.pk}/{people.y_ty.pk}/review/"
    for path in ("/", f"/reports/review/{period.pk}/{people.lao_cai.pk}/", review, "/reports/"):
        page.goto(path)
        assert_accessible(page)
        assert_fits(page)
