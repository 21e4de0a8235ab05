"""A consolidated report is made, asked about, approved by the chair and issued."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from giaoban.models import ConsolidatedReport, Question
from tests.browser import OpenPage
from tests.factories import VIETNAM_TIME
from tests.journeys.scene import HARDSHIP, Scene, make_scene, send
from tests.journeys.walking import agree, look, open_at, row_of, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TOTAL = "9.100"  # of the dossiers below
PROSE = "Ban Chỉ đạo ghi nhận nỗ lực của các xã, phường: tổng cộng "


def everybody_sends(scene: Scene) -> None:
    cast = scene.cast
    send(scene, cast.ta_van, 4000, 3000, hardship=HARDSHIP)  # four times the month before
    send(scene, cast.y_ty, 550, 500)
    send(scene, cast.sa_pa, 2050, 2000)
    for unit, processed in zip(scene.others, (830, 830, 840), strict=True):
        send(scene, unit, processed, 800)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_report_is_made_asked_about_approved_and_issued(
    open_page: OpenPage, tmp_path: Path, size: str
) -> None:
    scene = make_scene()
    everybody_sends(scene)
    secretary = open_at(open_page, size)
    sign_in(secretary, "chi@example.vn", "/reports/consolidated/")
    look(secretary)
    make_the_report(secretary, scene)
    report = ConsolidatedReport.objects.get()
    assert report.state == "fixed"

    chair = open_at(open_page, size)
    sign_in(chair, "dung@example.vn")
    look(chair)
    chair.goto(f"/results/chair/?period={scene.newest.key}")
    look(chair)
    ask(chair)
    officer = open_at(open_page, size)
    answer(officer)
    approve(chair, scene, report)

    issued = tmp_path / "Báo cáo đã ký.pdf"
    issued.write_bytes(b"%PDF-1.7\n% signed and scanned\n%%EOF\n")
    secretary.goto(f"/reports/consolidated/{report.pk}/")
    secretary.set_input_files("#copy-file", issued)
    secretary.locator("#issued form button").click()
    expect(secretary.locator("#issued")).to_contain_text("Báo cáo đã ký.pdf")
    look(secretary)
    report.refresh_from_db()
    assert report.state == "issued"


def make_the_report(page: Page, scene: Scene) -> None:
    page.locator("#period").select_option(str(scene.newest.pk))
    page.locator("form[action$='draft/'] button").click()
    expect(page.locator(".paper:not(.paper-annex)")).to_contain_text(
        f"Toàn tỉnh tiếp nhận {TOTAL} hồ sơ."
    )
    look(page)
    edit_a_section(page)
    pick_a_narrative(page)
    page.locator("#symbol").fill("15/BC-BCĐ")
    page.locator("#dated_on").fill(f"{datetime.now(VIETNAM_TIME):%Y-%m-%d}")
    page.locator("form[action$='number/'] button").click()
    expect(page.locator(".paper-head")).to_contain_text("15/BC-BCĐ")
    page.locator(".paper-blocks a", has_text=TOTAL).first.click()
    expect(page.locator("#side-panel-body")).to_contain_text("Xã Tả Van")
    look(page)
    page.locator("#side-panel [data-close]").click()
    assert_documents_hold_what_was_written(page)
    page.locator("form[action$='fix/'] button").click()
    agree(page)
    expect(page.locator("form[action$='reopen/']")).to_be_visible()
    look(page)


def edit_a_section(page: Page) -> None:
    """Prose is typed, and the live figure is put in at the caret from the list."""
    page.locator("a[href*='?edit=']").last.click()
    look(page)
    text = page.locator("#section-text")
    text.fill(PROSE)
    page.locator("#insert-name").select_option("processed")
    page.locator("[data-put]").click()
    expect(text).to_have_value(re.compile(r"\[\[processed\]\]$"))
    text.press_sequentially(" hồ sơ.")
    expect(page.locator("[data-preview]")).to_contain_text(f"{PROSE}{TOTAL} hồ sơ.")
    look(page)
    page.locator("form.paper-editor button.primary").click()
    expect(page.locator(".paper:not(.paper-annex)")).to_contain_text(f"{PROSE}{TOTAL} hồ sơ.")


def pick_a_narrative(page: Page) -> None:
    page.locator("a[href$='answers/']").click()
    look(page)
    said = page.locator("ul.answers li", has_text="Xã Tả Van")
    said.locator("form button").click()
    expect(page.locator("ul.answers .badge.done")).to_be_visible()
    look(page)
    page.locator(".page-actions a, header a.button").first.click()
    expect(page.locator(".paper:not(.paper-annex)")).to_contain_text(
        "Đường truyền ở ba thôn vùng cao"
    )


def assert_documents_hold_what_was_written(page: Page) -> None:
    docx = Document(BytesIO(downloaded(page, "docx")))
    words = "\n".join(paragraph.text for paragraph in docx.paragraphs)
    words += "\n".join(
        cell.text for table in docx.tables for row in table.rows for cell in row.cells
    )
    pdf = PdfReader(BytesIO(downloaded(page, "pdf")))
    printed = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    for text in (words, printed):
        assert f"{PROSE}{TOTAL} hồ sơ." in text
        assert HARDSHIP in text
        assert "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ TỈNH LÀO CAI" in " ".join(text.split())
        assert "15/BC-BCĐ" in text


def downloaded(page: Page, form: str) -> bytes:
    with page.expect_download() as download:
        page.locator(f"a[href$='report.{form}']").click()
    return download.value.path().read_bytes()


def ask(chair: Page) -> None:
    """The commune that stands out is asked to explain its figure by Friday."""
    friday = datetime.now(VIETNAM_TIME).date() + timedelta(days=1)
    while friday.weekday() != 4:
        friday += timedelta(days=1)
    expect(chair.locator(".briefing")).to_contain_text("Xã Tả Van")
    chair.locator("a[href*='questions/ask/'][href*='indicator=processed']").first.click()
    look(chair)
    chair.locator("[name=text]").fill("Vì sao tăng gấp bốn lần? Đề nghị giải trình trước thứ Sáu.")
    chair.locator("[name=due_on]").fill(f"{friday:%Y-%m-%d}")
    chair.locator("#main form button.primary").click()
    expect(chair.locator(".notice.done")).to_contain_text("Xã Tả Van")
    assert Question.objects.get().due_on == friday


def answer(officer: Page) -> None:
    sign_in(officer, "an@example.vn")
    owed = officer.locator("section[aria-labelledby=owed]")
    row_of(owed, "giải trình trước thứ Sáu").locator("a.button").click()
    look(officer)
    officer.locator("[name=answer]").fill("Cộng cả hồ sơ của hai xã cũ sau sắp xếp.")
    officer.locator("#main form button.primary").click()
    expect(officer.locator("#main")).to_contain_text("hai xã cũ")
    look(officer)


def approve(chair: Page, scene: Scene, report: ConsolidatedReport) -> None:
    chair.goto(f"/questions/{Question.objects.get().pk}/")
    expect(chair.locator("#main")).to_contain_text("hai xã cũ")
    look(chair)
    chair.goto(f"/results/chair/?period={scene.newest.key}")
    chair.locator(f".briefing a[href='/reports/consolidated/{report.pk}/']").first.click()
    look(chair)
    chair.locator("form[action$='approve/'] button").click()
    agree(chair)
    expect(chair.locator("#issued")).to_be_visible()
    look(chair)
    report.refresh_from_db()
    assert report.state == "approved"


def test_the_chairs_page_is_one_sheet(open_page: OpenPage) -> None:
    """One screen at a desk without scrolling far, and one A4 when printed."""
    scene = make_scene()
    everybody_sends(scene)
    page = open_at(open_page, "desk")
    sign_in(page, "dung@example.vn", f"/results/chair/?period={scene.newest.key}")
    expect(page.locator(".briefing")).to_be_visible()
    printed = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    assert len(printed.pages) == 1
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight * 1.5")
