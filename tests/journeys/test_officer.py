"""An officer sends the unit's report: on the page by keyboard, on a telephone, and in Excel."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from giaoban.models import Version
from tests.browser import OpenPage
from tests.journeys.scene import HARDSHIP, NAME, ONLINE, STAFF, fill, make_scene
from tests.journeys.walking import agree, look, open_at, row_of, sign_in, tab_to

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_report_is_typed_by_keyboard_alone_and_survives_a_lost_connection(
    open_page: OpenPage, tmp_path: Path
) -> None:
    scene = make_scene()
    page = open_at(open_page, "desk")
    page.goto("/account/login/")
    look(page)
    sign_in(page, "an@example.vn")
    look(page)
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    owed = page.locator("section[aria-labelledby=owed]")
    expect(row_of(owed, NAME).locator(".badge")).to_have_text(re.compile(r"còn \d+ ngày làm việc"))
    tab_to(page, f"a.button[href='{scene.report(scene.cast.ta_van)}']")
    page.keyboard.press("Enter")
    expect(page.locator("#report-form")).to_be_visible()
    look(page)

    tab_to(page, "#cell-processed")
    page.keyboard.type("1.284")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-online")).to_be_focused()
    page.keyboard.type("1.310")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#cell-staff")).to_be_focused()
    wrong = page.locator("tr.below", has_text=ONLINE)
    expect(wrong).to_be_visible()
    expect(page.locator("#jumps")).to_contain_text(ONLINE)
    look(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.type("1.210")
    page.keyboard.press("Enter")
    expect(wrong).to_be_hidden()
    expect(page.locator("[data-figure=share]")).to_have_text("94,2 %")

    page.keyboard.type("20")
    tab_to(page, "[name=note-has_team], [name^=cell-has_team]")
    expect(page.locator("tr.below", has_text=STAFF)).to_be_visible()
    tab_back_to(page, "textarea[name^=reason-]")
    page.keyboard.type("Nhận thêm 12 người sau sắp xếp đơn vị.")
    look(page)
    tab_to(page, "[name^=cell-has_team]")
    page.keyboard.press("ArrowDown")  # from "no answer" round to "yes"

    tab_to(page, "#cell-hardship")
    expect(page.locator("#saved")).to_have_text(re.compile(r"\d\d:\d\d"))
    page.context.set_offline(True)
    page.keyboard.type(HARDSHIP)
    expect(page.locator("#save-state")).to_be_visible()
    look(page)
    assert HARDSHIP not in Version.objects.latest("pk").values.values_list("text", flat=True)
    page.context.set_offline(False)
    expect(page.locator("#save-state")).to_be_hidden()
    page.reload()
    shown = {code: page.locator(f"#cell-{code}").input_value() for code in ("processed", "online")}
    assert shown == {"processed": "1.284", "online": "1.210"}
    expect(page.locator("#cell-hardship")).to_have_value(HARDSHIP)
    expect(page.locator("textarea[name^=reason-]")).to_have_value(re.compile("12 người"))
    expect(page.locator("[name=cell-has_team][value='1']")).to_be_checked()

    evidence = tmp_path / "biên bản.pdf"
    evidence.write_bytes(b"%PDF-1.7\n% minutes of the commune\n%%EOF\n")
    page.set_input_files("#evidence", evidence)
    expect(page.get_by_role("link", name="biên bản.pdf")).to_be_visible()
    tab_to(page, "button[name=step][value=submit]:not(.visually-hidden)")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.done").first).to_be_visible()
    look(page)
    withdraw_and_send_again(page)


def tab_back_to(page: Page, selector: str) -> None:
    for _ in range(8):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Shift+Tab")
    raise AssertionError(f"{selector} does not come before")


def withdraw_and_send_again(page: Page) -> None:
    page.goto("/")
    waiting = page.locator("section[aria-labelledby=waiting]")
    expect(row_of(waiting, NAME)).to_be_visible()
    expect(page.locator("section[aria-labelledby=owed] li", has_text=NAME)).to_have_count(0)
    look(page)
    row_of(waiting, NAME).locator("a.button").click()
    page.locator("form[action$='withdraw/'] button").click()
    agree(page)
    expect(page.locator("#report-form")).to_be_visible()
    page.locator("button.primary[value=submit]").click()
    expect(page.locator("#report-form")).to_have_count(0)
    assert Version.objects.latest("pk").state == "submitted"


def test_nothing_arose_is_sent_from_a_telephone(open_page: OpenPage) -> None:
    scene = make_scene()
    page = open_at(open_page, "phone")
    sign_in(page, "an@example.vn")
    look(page)
    row_of(page.locator("section[aria-labelledby=owed]"), NAME).locator("a.button").click()
    look(page)
    page.locator("form[action$='nothing-arose/'] button").click()
    agree(page)
    expect(page.locator("#cell-processed")).to_have_value("0")
    expect(page.locator("#cell-staff")).to_have_value("8")
    look(page)
    page.locator("button.primary[value=submit]").click()
    expect(page.locator("#report-form")).to_have_count(0)
    look(page)
    assert Version.objects.get(submission__period=scene.newest).nothing_arose
    withdraw_and_send_again(page)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_report_comes_back_in_excel(open_page: OpenPage, tmp_path: Path, size: str) -> None:
    scene = make_scene()
    page = open_at(open_page, size)
    sign_in(page, "an@example.vn", scene.report(scene.cast.ta_van))
    with page.expect_download() as download:
        page.locator("a[href$='template.xlsx']").click()
    template = download.value.path().read_bytes()
    filled = tmp_path / "mẫu đã điền.xlsx"
    filled.write_bytes(fill(template, {"processed": 1284, "online": 1310, "staff": 9}))
    load(page, filled)
    expect(page.locator("#cell-online")).to_have_value("1.310")
    expect(page.locator("tr.below", has_text=ONLINE)).to_be_visible()
    look(page)
    page.locator("button.primary[value=submit]").click()
    expect(page.locator(".error-summary")).to_contain_text(ONLINE)
    look(page)
    filled.write_bytes(fill(template, {"processed": 1284, "online": 1210, "staff": 9}))
    load(page, filled)
    expect(page.locator("#cell-online")).to_have_value("1.210")
    page.locator("button.primary[value=submit]").click()
    expect(page.locator("#report-form")).to_have_count(0)
    version = Version.objects.get(submission__period=scene.newest)
    assert (version.state, version.channel) == ("submitted", "workbook")
    look(page)


def load(page: Page, file: Path) -> None:
    page.locator("button[data-opens=workbook-dialog]").click()
    page.set_input_files("#workbook", file)
    look(page)
    page.locator("#workbook-dialog button.primary").click()
    expect(page.locator("#workbook-dialog")).to_be_hidden()
