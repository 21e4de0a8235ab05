"""Taking what was reported already, and asking what the dictionary has, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from giaoban.models import Indicator, Period, Regime, SharedIndicator, TakenValue, Value, Version
from tests.browser import assert_accessible, assert_fits
from tests.cast import Cast, make_cast
from tests.factories import NOW, make_form, make_period, make_regime, make_version
from tests.offline import all_saved
from tests.web.test_reporting_report_browser import address, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FIGURES = [
    {"code": "handled", "name": "Hồ sơ đã giải quyết"},
    {"code": "online", "name": "Tiếp nhận trực tuyến"},
    {"code": "own", "name": "Việc riêng"},
    {"code": "plan", "name": "Có kế hoạch", "kind": "yes_no", "is_required": True},
]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def period(people: Cast) -> Period:
    """A month of the one regime, reported to the other already."""
    asked = make_regime(people.lao_cai, name="Báo cáo tháng", indicators=FIGURES)
    other = make_regime(people.lao_cai, code="khac", name="Báo cáo khác", indicators=FIGURES)
    for code in ("handled", "online"):
        entry = SharedIndicator.objects.create(
            code=code, name=code, kind="count", over_time="sum", over_units="sum", created_at=NOW
        )
        Indicator.objects.filter(regime__in=(asked, other), code=code).update(shared=entry)
    values = {"handled": 1284, "online": 310}
    make_version(people.ta_van, make_period(other, "2025-10"), values=values, by=people.an)
    return make_period(asked, "2025-10")


def numbers(period: Period) -> dict[str, float | None]:
    values = Value.objects.filter(version__submission__period=period)
    return dict(values.values_list("indicator__code", "number"))


def test_an_officer_takes_one_figure_then_the_rest(
    page: Page, people: Cast, period: Period
) -> None:
    sign_in(page)
    page.goto(address(period, people))
    expect(page.get_by_role("button", name="Lấy 2 số đã có")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)

    # What is typed at the same moment is saved before the figure is taken.
    page.fill("#cell-own", "7")
    page.locator("button[name=take-handled]").click()
    expect(page.locator("#cell-handled")).to_have_value("1.284")
    expect(page.locator("#below-handled")).to_contain_text("Lấy từ “Báo cáo khác”")
    assert numbers(period) == {"own": 7, "handled": 1284}

    # A cell that is typed into by hand is offered nothing any more, without a new page.
    page.fill("#cell-online", "9")
    expect(page.get_by_role("button", name="số đã có")).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 844})
    page.fill("#cell-online", "")
    page.get_by_role("button", name="Lấy 1 số đã có").click()
    expect(page.locator("#cell-online")).to_have_value("310")
    assert numbers(period) == {"own": 7, "handled": 1284, "online": 310}
    assert TakenValue.objects.count() == 2
    assert_accessible(page)
    assert_fits(page)


def test_a_figure_is_taken_without_leaving_the_page_and_put_back(
    page: Page, people: Cast, period: Period
) -> None:
    sign_in(page)
    page.goto(address(period, people))
    page.evaluate("window.isSamePage = true")
    handled, said = page.locator("#cell-handled"), page.locator("#took")

    # In the cell by the keyboard: the focus stays, and it is told aloud.
    handled.focus()
    page.keyboard.press("Alt+Enter")
    expect(handled).to_have_value("1.284")
    expect(handled).to_be_focused()
    expect(said).to_contain_text("Đã lấy 1 số từ báo cáo khác")
    expect(page.locator("#below-handled")).to_contain_text("Lấy từ “Báo cáo khác”")
    page.keyboard.press("Control+z")
    expect(handled).to_have_value("")
    expect(handled).to_be_focused()
    expect(page.get_by_role("button", name="Lấy 2 số đã có")).to_be_visible()
    all_saved(page)
    assert numbers(period) == {}

    # All of them at once: the way back has the focus.
    page.get_by_role("button", name="Lấy 2 số đã có").click()
    expect(said.get_by_role("button")).to_be_focused()
    assert_accessible(page)
    all_saved(page)
    assert numbers(period) == {"handled": 1284, "online": 310}
    # What is typed since then is not put back.
    page.fill("#cell-online", "9")
    said.get_by_role("button").click()
    expect(handled).to_have_value("")
    expect(page.locator("#cell-online")).to_have_value("9")
    all_saved(page)
    assert numbers(period) == {"online": 9}

    # Without an answer nothing is taken, and one may press again.
    page.route("**/save/", lambda route: route.abort())
    page.locator("button[name=take-handled]").click()
    expect(said).to_contain_text("Máy chủ không trả lời")
    expect(handled).to_have_value("")
    page.unroute("**/save/")
    page.locator("button[name=take-handled]").click()
    expect(handled).to_have_value("1.284")
    assert page.evaluate("window.isSamePage")


def test_a_new_figure_is_undone_with_what_was_said_of_the_old_one_over_a_broken_line(
    page: Page, people: Cast, period: Period
) -> None:
    sign_in(page)
    page.goto(address(period, people))
    page.locator("button[name=take-handled]").click()
    expect(page.locator("#cell-handled")).to_have_value("1.284")
    other = Period.objects.get(regime__code="khac", key="2025-10")
    make_version(people.ta_van, other, values={"handled": 1300}, by=people.an)
    page.reload()
    below = page.locator("#below-handled")
    page.locator("button[name=take-handled]").click()
    expect(page.locator("#cell-handled")).to_have_value("1.300")
    expect(below.get_by_role("button")).to_have_count(0)

    page.route("**/save/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.locator("#took").get_by_role("button").click()
    page.unroute("**/save/")

    all_saved(page)
    assert numbers(period) == {"handled": 1284}
    expect(below).to_contain_text("Lấy từ “Báo cáo khác”")
    expect(below.locator("button[name=take-handled]")).to_have_count(1)
    below.locator("button[name=take-handled]").click()
    expect(page.locator("#cell-handled")).to_have_value("1.300")


def test_a_yes_that_was_taken_is_put_back_to_no_answer(
    page: Page, people: Cast, period: Period
) -> None:
    entry = SharedIndicator.objects.create(
        code="plan", name="plan", kind="yes_no", over_time="sum", over_units="sum", created_at=NOW
    )
    Indicator.objects.filter(code="plan").update(shared=entry)
    said = Indicator.objects.get(regime__code="khac", code="plan")
    Version.objects.get().values.create(indicator=said, number=1)
    sign_in(page)
    page.goto(address(period, people))

    page.locator("button[name=take-plan]").click()
    expect(page.locator("#cell-plan input:checked")).to_have_value("1")
    page.locator("#took").get_by_role("button").click()
    expect(page.locator("#cell-plan input:checked")).to_have_count(0)
    all_saved(page)

    assert numbers(period) == {}


def test_a_secretary_links_two_indicators_and_asks_for_a_third(
    page: Page, people: Cast, period: Period
) -> None:
    regime = Regime.objects.get(code="khac")
    make_form(regime, indicators=["other"], number=2, is_published=False)
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "chi")
    page.goto("/settings/")
    page.get_by_role("link", name="Danh mục chỉ tiêu dùng chung").click()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Việc riêng").click()
    expect(page.get_by_role("link", name="Việc riêng")).to_be_visible()
    page.get_by_role("link", name="Việc riêng").click()
    expect(page.get_by_role("cell", name="Báo cáo khác")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)

    page.goto(f"/regimes/{regime.pk}/form/indicator/")
    page.get_by_role("link", name="Chọn từ danh mục dùng chung").click()
    assert_accessible(page)
    page.get_by_role("row", name="handled").get_by_role("link", name="Đưa vào biểu").click()
    expect(page.locator("input[name=kind]:checked")).to_be_disabled()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("handled").first).to_be_visible()
    series = regime.indicators.get(code="handled")
    assert series.shared == SharedIndicator.objects.get(code="handled")
    assert regime.forms.get(number=2).items.filter(indicator=series).exists()
