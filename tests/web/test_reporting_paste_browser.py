"""Cells copied from a spreadsheet are pasted into the report's page, in a real browser."""

import pytest
from django.templatetags.static import static
from playwright.sync_api import Page, expect

from giaoban.models import Period, Version
from giaoban.queries.reporting.list_rows import rows_of
from tests.browser import assert_accessible
from tests.cast import Cast, make_cast
from tests.factories import make_period, make_regime
from tests.structured_form import publish_structured
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
def structured(people: Cast) -> Period:
    regime = make_regime(people.lao_cai, indicators=["processed"])
    publish_structured(regime, regime.forms.get().published_at)
    return make_period(regime, "2025-10")


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


def test_a_block_fills_the_cells_of_a_table_and_is_undone_at_once(
    page: Page, people: Cast, structured: Period
) -> None:
    sign_in(page)
    page.goto(address(structured, people))
    block = "3\t1.250,5\tCó\r\n1\tchưa rõ\tKhông\r\n4\t1.300\t\r\n"
    page.evaluate(PASTE, ["#cell-damage__houses__number", block])
    expect(page.locator("#pasted")).to_contain_text("Số ô đã điền từ nội dung dán vào: 7.")
    expect(page.locator("#pasted")).to_contain_text("chưa rõ")
    assert_accessible(page)
    saved(page)
    assert numbers() == {
        "damage__houses__number": 3,
        "damage__houses__loss": 1250.5,
        "damage__houses__insured": 1,
        "damage__schools__number": 1,
        "damage__schools__insured": 0,
        "damage__all__number": 4,
        "damage__all__loss": 1300,
    }
    page.click("#pasted [data-undo]")
    saved(page)
    assert {code: value for code, value in numbers().items() if value is not None} == {}


def test_a_block_fills_the_rows_of_a_list_adds_those_that_lack_and_is_undone_at_once(
    page: Page, people: Cast, structured: Period
) -> None:
    sign_in(page)
    page.goto(address(structured, people))
    page.locator("[data-list=courses] [data-add]").click()
    page.locator("#row-courses-1-topic").fill("Họp thôn")
    block = "Chữ ký số\t05/10/2026\t30\r\nAn toàn thông tin\t2026-10-06\tba mươi\r\n"
    page.evaluate(PASTE, ["#row-courses-1-topic", block])
    expect(page.locator("#pasted")).to_contain_text("Số ô đã điền từ nội dung dán vào: 5.")
    expect(page.locator("#pasted")).to_contain_text("ba mươi")
    expect(page.locator("[data-list=courses] [data-list-row]")).to_have_count(2)
    saved(page)
    assert rows_of(Version.objects.latest("pk")) == {
        "courses": [
            {"topic": "Chữ ký số", "held_on": "2026-10-05", "people": 30},
            {"topic": "An toàn thông tin", "held_on": "2026-10-06"},
        ]
    }
    page.click("#pasted [data-undo]")
    saved(page)
    expect(page.locator("[data-list=courses] [data-list-row]")).to_have_count(1)
    assert rows_of(Version.objects.latest("pk")) == {"courses": [{"topic": "Họp thôn"}]}


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
