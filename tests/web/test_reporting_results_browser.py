"""Do results, origin, who-owes-what and its call sheet work by mouse, by keyboard and on paper?"""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import Target, Unit
from tests.browser import OpenPage, assert_accessible, assert_fits
from tests.cast import make_cast
from tests.factories import PASSWORD, make_period, make_regime, make_unit, make_version

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RESULTS = "/results/?regime=chuyen-doi-so&indicator=processed&period=2025-10"
STATUS = "/reports/status/?regime=chuyen-doi-so&period=2025-10"


@pytest.fixture(autouse=True)
def figures(transactional_db: None) -> None:
    """Two months of six communes, one of which owes both."""
    cache.clear()
    cast = make_cast()
    communes = [cast.ta_van, cast.y_ty]
    communes += [make_unit(f"x{n}", f"Xã {n}", under=cast.lao_cai) for n in range(3)]
    regime = make_regime(cast.lao_cai, is_made_up=True)
    make_regime(cast.lao_cai, code="rong", name="Chế độ chưa có kỳ")
    for key in ("2025-09", "2025-10"):
        period = make_period(regime, key)
        for number, unit in enumerate(communes):
            make_version(unit, period, values={"processed": 10 + number}, is_late=number == 1)
        append_marks_for(unit_ids=Unit.objects.values_list("pk", flat=True), period=period)
    fold_all()
    Target.objects.create(
        unit=cast.lao_cai, indicator=regime.indicators.get(), year=2025, number=100
    )


def sign_in(page: Page, name: str = "chi") -> None:
    page.goto("/account/login/")
    page.fill("#id_login", f"{name}@example.vn")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".menu-end")).to_be_visible()


@pytest.mark.parametrize("width, height", [(1280, 900), (390, 844)])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_are_accessible_and_fit(
    open_page: OpenPage, width: int, height: int, dark: bool
) -> None:
    page = open_page(width, height, dark=dark)
    sign_in(page)
    for address in (
        RESULTS,
        f"{RESULTS}&compare=target",
        STATUS,
        f"{STATUS}&state=missing",
        "/results/?regime=rong",
        "/reports/status/?regime=rong",
        "/reports/status/call-sheet/?regime=chuyen-doi-so&period=2025-10",
        "/settings/carried-totals/",
    ):
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)
    page.goto(RESULTS)
    page.locator("td.now a").first.click()
    expect(page.locator("#side-panel .origin")).to_be_visible()
    assert_accessible(page)
    page.goto(page.locator("#side-panel .origin > p:last-child a").get_attribute("href") or "")
    assert_accessible(page)
    assert_fits(page)


def test_a_choice_applies_at_once_and_keeps_the_focus(page: Page) -> None:
    sign_in(page)
    page.goto(RESULTS)
    page.select_option("#period", "2025-09")
    page.wait_for_url("**period=2025-09**")
    expect(page.locator("#period")).to_be_focused()
    expect(page.locator(".filters .apply")).to_be_hidden()


def test_a_figure_opens_its_origin_by_key_and_leads_down_and_up_again(page: Page) -> None:
    sign_in(page)
    page.goto(RESULTS)
    figure = page.locator("td.now a").first
    figure.focus()
    page.keyboard.press("Enter")
    heading = page.locator("#side-panel h2")
    expect(heading).to_be_focused()
    expect(figure).to_have_attribute("aria-current", "true")
    page.locator("#side-panel .figures a").first.press("Enter")
    expect(page.locator("#side-panel .origin-report")).to_have_count(1)
    expect(heading).to_be_focused()  # the panel takes the focus, and with it the next key
    page.locator("#side-panel .breadcrumbs a").last.press("Enter")
    expect(page.locator("#side-panel .figures a")).to_have_count(5)
    page.keyboard.press("Escape")
    expect(figure).to_be_focused()


def test_shift_click_ticks_the_rows_between_for_the_call_sheet(page: Page) -> None:
    sign_in(page)
    page.goto(STATUS)
    boxes = page.locator("input[name=pick]")
    boxes.nth(1).click()
    # On a square, far from the box: it ticks instead of opening.
    page.locator("tbody tr").nth(4).locator(".square").last.click(modifiers=["Shift"])
    assert [box.is_checked() for box in boxes.all()] == [False, True, True, True, False, False]
    expect(page.locator("[data-picked-count]")).to_have_text("3")
    assert "picking" not in page.url
    page.locator(".page-actions button[formaction*=call-sheet]").click()
    page.wait_for_url("**/call-sheet/**")
    assert page.url.count("pick=") == 3


def test_the_grid_is_one_stop_and_arrows_and_space_work_in_it(page: Page) -> None:
    sign_in(page)
    page.goto(STATUS)
    page.locator("thead a").last.focus()
    page.keyboard.press("Tab")
    inside = page.locator("tbody :is(input, a)")
    assert inside.evaluate_all("all => all.filter(one => one.tabIndex === 0).length") == 1
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    boxes = page.locator("input[name=pick]")
    expect(boxes.first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    assert [box.is_checked() for box in boxes.all()] == [True, True, True, False, False, False]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/reports/\d+/\d+/"))


def test_on_paper_the_call_sheet_is_a_table_alone(page: Page) -> None:
    sign_in(page)
    page.goto("/reports/status/call-sheet/?regime=chuyen-doi-so&period=2025-10")
    page.emulate_media(media="print")
    for hidden in (".top", ".side", ".page-actions"):
        expect(page.locator(hidden)).to_be_hidden()
    rows = page.locator(".call-sheet tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Phường Sa Pa")


def test_on_paper_results_show_every_row_without_a_frame(page: Page) -> None:
    sign_in(page)
    page.goto(RESULTS)
    page.emulate_media(media="print")
    frame = page.locator(".table-frame").first
    assert frame.evaluate("one => one.scrollHeight - one.clientHeight") <= 1
    expect(page.locator(".explorer tbody tr")).to_have_count(7)
