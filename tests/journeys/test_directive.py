"""A directive comes in, its annex is taken and mended, and the communes find their tasks."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from giaoban.models import Document, Obligation, Task
from tests.browser import OpenPage
from tests.journeys.scene import make_scene
from tests.journeys.walking import look, open_at, sign_in
from tests.obligations import make_body
from tests.register_files import word_annex, word_text

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TITLE = "Chương trình chuyển đổi số quốc gia (văn bản giả định)"
FIRST = "Rà soát dữ liệu dân cư"
ROWS = (
    ("", "I. DỮ LIỆU", "", "", "", ""),
    ("1", FIRST, "Xã Tả Van", "Xã Y Tý", "thường xuyên", "Báo cáo kết quả"),
    ("2", "Tập huấn cán bộ thôn bản", "Xã Tả Vàn Chư", "Hội Nông dân", "quý IV/2099", ""),
)


def test_a_secretary_takes_the_annex_of_a_directive_and_gives_it_to_the_communes(
    open_page: OpenPage, tmp_path: Path
) -> None:
    scene = make_scene()
    make_body(scene.cast.lao_cai, name="Ban Chỉ đạo chuyển đổi số", symbol="BCĐCĐS")
    secretary = open_at(open_page, "desk")
    sign_in(secretary, "chi@example.vn")
    register(secretary, tmp_path)
    take_annex(secretary, tmp_path)
    give(secretary)
    expect(secretary.locator(".notice.done")).to_be_visible()
    look(secretary)
    assert set(Task.objects.values_list("unit__code", flat=True)) == {"03037", "02701"}

    officer = open_at(open_page, "phone")
    sign_in(officer, "an@example.vn")
    row = officer.locator("section[aria-labelledby=owed] li", has_text=FIRST)
    expect(row).to_contain_text("749/QĐ-TTg")
    officer.goto(f"/documents/{Document.objects.get().pk}/")
    expect(officer.locator("h1")).to_have_text(TITLE)
    expect(officer.locator("main form[method=post]")).to_have_count(0)
    look(officer)


def register(page: Page, folder: Path) -> None:
    paper = folder / "749.docx"
    paper.write_bytes(word_text("QUYẾT ĐỊNH", TITLE))
    page.locator("nav a[href='/documents/']").first.click()
    look(page)
    page.locator(".page-actions a[href='/documents/register/']").click()
    look(page)
    for name, text in (("author", "Thủ tướng Chính phủ"), ("symbol", "749/QĐ-TTg")):
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=dated_on]").fill("2025-06-03")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=files]").set_input_files(paper)
    page.locator("main form.form button.primary").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    look(page)


def take_annex(page: Page, folder: Path) -> None:
    annex = folder / "phu-luc.docx"
    annex.write_bytes(word_annex(*ROWS))
    page.locator(".page-actions a[href$='/annex/']").click()
    look(page)
    page.locator("[name=file]").set_input_files(annex)
    page.locator("main form button.primary").click()
    row = page.locator(".annex-row")
    expect(row).to_have_count(1)
    expect(row.locator(".annex-lead .error")).to_contain_text("Xã Tả Vàn Chư")
    look(page)
    row.locator("[name$='-lead']").fill("Xã Y Tý")
    page.locator("button[name=check]").click()
    expect(page.locator(".annex-row")).to_have_count(0)
    look(page)
    page.locator("button[name=take]").click()
    expect(page.locator(".obligations li[id]")).to_have_count(2)
    look(page)
    assert list(Obligation.objects.values_list("lead__code", flat=True)) == ["03037", "02701"]


def give(page: Page) -> None:
    first = page.locator(".obligations li[id]", has_text=FIRST)
    first.locator("a[href$='/give/']").click()
    look(page)
    page.locator("button[name=count]").click()
    expect(page.locator("button[name=give]")).to_be_visible()
    look(page)
    page.locator("button[name=give]").click()


def test_what_a_secretary_typed_outlives_being_signed_out(open_page: OpenPage) -> None:
    scene = make_scene()
    make_body(scene.cast.lao_cai)
    page = open_at(open_page, "desk")
    page.clock.install()
    sign_in(page, "chi@example.vn", to="/documents/register/")
    typed = {"author": "Bộ Y tế", "symbol": "7/QĐ-BYT", "dated_on": "2025-06-03", "title": TITLE}
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)
    page.clock.fast_forward("11:00")
    page.context.clear_cookies()
    page.locator("main form.form button.primary").click()
    expect(page.locator("#connection")).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    assert not Document.objects.exists()

    other = page.context.new_page()
    sign_in(other, "chi@example.vn")
    page.locator("main form.form button.primary").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    assert Document.objects.get().type_code == "QĐ"
