"""Cells copied from a spreadsheet are pasted into the report's page, in a real browser."""

import pytest
from django.templatetags.static import static
from playwright.sync_api import Page, expect

from giaoban.models import Period
from tests.browser import assert_accessible
from tests.cast import Cast, make_cast
from tests.factories import make_period, make_regime
from tests.web.test_reporting_report_browser import address, numbers, saved, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PASTE = """([cell, text]) => {
  const field = document.querySelector(cell);
  field.focus();
  const carried = new DataTransfer();
  carried.setData("text/plain", text);
  field.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def period(people: Cast) -> Period:
    fields = [
        {"code": "processed", "kind": "amount"},
        {"code": "online", "kind": "amount"},
        {"code": "plan", "kind": "yes_no"},
        {"code": "late", "kind": "amount", "name": "Hồ sơ trễ hạn"},
        {"code": "staff", "kind": "amount"},
    ]
    return make_period(make_regime(people.lao_cai, indicators=fields), "2025-10")


def test_a_column_spreads_down_says_what_it_left_out_and_is_undone(
    page: Page, people: Cast, period: Period
) -> None:
    sign_in(page)
    page.goto(address(period, people))
    page.fill("#cell-processed", "7")
    page.keyboard.press("Tab")
    saved(page)
    page.evaluate(PASTE, ["#cell-processed", '1.234,5\r\n"1,234.5"\r\nCó\r\nnhiều\r\n12\r\n'])
    expect(page.locator("#pasted")).to_contain_text("Hồ sơ trễ hạn")
    expect(page.locator("#pasted")).to_contain_text("nhiều")
    assert_accessible(page)
    saved(page)
    assert numbers() == {"processed": 1234.5, "online": 1234.5, "plan": 1.0, "staff": 12.0}
    page.click("#pasted [data-undo]")
    saved(page)
    page.reload()
    typed = [page.input_value(f"#cell-{code}") for code in ("processed", "online", "staff")]
    assert typed == ["7", "", ""]
    assert {code: value for code, value in numbers().items() if value is not None} == {
        "processed": 7.0
    }


def test_a_block_is_parted_at_tabs_and_quotation_marks(
    page: Page, people: Cast, period: Period
) -> None:
    sign_in(page)
    page.goto(address(period, people))
    script = static("giaoban/js/report_paste.js")
    read = "([script, text]) => import(script).then((paste) => paste.readBlock(text))"
    assert page.evaluate(read, [script, 'a\t"b\n""c"""\r\n\t2\r\n']) == [["a", 'b\n"c"'], ["", "2"]]
    number = (
        "([script, text, language]) => import(script).then((p) => p.readNumber(text, language))"
    )
    examples = {
        ("1.234,5", "vi"): "1234,5",
        ("1,234.5", "vi"): "1234,5",
        ("1.234", "vi"): "1234",
        ("1.234", "en"): "1.234",
        ("1,234", "en"): "1234",
        ("1.5", "vi"): "1,5",
        ("-3", "vi"): "-3",
        ("1.23.4", "vi"): None,
        ("=1+1", "vi"): None,
    }
    found = {each: page.evaluate(number, [script, *each]) for each in examples}
    assert found == examples
