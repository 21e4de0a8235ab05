"""A table designed on a telephone, and a list from the keyboard alone, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from giaoban.actions.reporting.forms import draft_form
from giaoban.models import Form
from giaoban.queries.reporting.forms import form_text
from tests.browser import assert_accessible, assert_fits
from tests.cast import make_cast
from tests.factories import NOW, make_regime
from tests.web.test_reporting_report_browser import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(transactional_db: None) -> Form:
    regime = make_regime(make_cast().lao_cai)
    return draft_form(regime=regime, by=None, now=NOW)


def test_a_table_is_designed_on_a_telephone(phone_page: Page, draft: Form) -> None:
    page = phone_page
    sign_in(page, "chi")
    page.goto(reverse("form_designer", args=[draft.regime_id]))
    page.get_by_role("link", name="Thêm bảng").click()
    page.locator("#id_name").fill("Thiệt hại")
    page.locator("#id_rows-0-name").fill("Nhà ở")
    page.locator("#id_rows-1-name").fill("Cộng")
    page.locator("#id_rows-1-is_total").check()
    page.locator("#id_columns-0-name").fill("Số lượng")
    page.locator("#id_columns-1-measure").fill("triệu đồng")
    page.get_by_role("button", name="Lưu").last.click()
    expect(page.locator(".error-summary")).to_be_visible()  # the second column has no name yet
    assert_accessible(page)
    assert_fits(page)

    page.locator("[name=press][value='columns:1:remove']").click()
    page.get_by_role("button", name="Lưu").last.click()
    expect(page.locator("#tables-thiet_hai")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    draft.refresh_from_db()
    (table,) = form_text(draft).tables
    assert [row.code for row in table.rows] == ["nha_o", "cong"]
    assert [column.code for column in table.columns] == ["so_luong"]


def test_a_list_is_designed_from_the_keyboard(page: Page, draft: Form) -> None:
    sign_in(page, "chi")
    page.goto(reverse("add_list", args=[draft.regime_id]))
    page.locator("#id_name").fill("Lớp tập huấn")
    page.locator("#id_columns-0-name").fill("Nội dung")
    page.locator("#id_columns-1-name").fill("Học viên")
    page.locator("[name=press][value='columns:add']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_columns-2-name")).to_be_focused()
    page.keyboard.type("Cấp")
    page.keyboard.press("Tab")
    page.locator("#id_columns-2-kind").select_option("choice")
    page.locator("#id_columns-2-choices").fill("Tỉnh\nXã")
    page.locator("[name=press][value='columns:2:up']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=press][value='columns:1:up']")).to_be_focused()
    assert_accessible(page)
    page.locator("#id_columns-0-name").press("Enter")
    expect(page.locator("#lists-lop_tap_huan")).to_be_visible()

    draft.refresh_from_db()
    (listed,) = form_text(draft).lists
    assert [(column.name, column.choices) for column in listed.columns] == [
        ("Nội dung", ()),
        ("Cấp", ("Tỉnh", "Xã")),
        ("Học viên", ()),
    ]
