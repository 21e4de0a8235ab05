"""A department writes a section on a telephone; the report goes out on two regimes."""

import re
from io import BytesIO

import pytest
from django.core import mail
from django.utils import timezone
from docx import Document
from playwright.sync_api import Page, expect

from giaoban.actions.messages.sending import send_due
from giaoban.actions.reporting.consolidation import draft_report
from giaoban.actions.reporting.contacts import set_contact
from giaoban.actions.reporting.section_authors import hand_out_section
from giaoban.models import AssignedSection, ConsolidatedReport, OutgoingMail, OutlineSection
from giaoban.rules.people.permissions import Role
from tests.browser import OpenPage
from tests.factories import NOW, TODAY, appoint, make_period, make_person, make_regime, make_unit
from tests.journeys.scene import Scene, make_scene, send
from tests.journeys.walking import agree, look, open_at, row_of, sign_in
from tests.outline_scene import report_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WRITTEN = "Kinh phí đã giải ngân trong kỳ là "
SPENT = "1.250"
REMARK = "Nêu rõ nguồn kinh phí."


def make_draft(scene: Scene) -> ConsolidatedReport:
    """One section draws on a second regime and goes to a department, another to a commune."""
    province = scene.cast.lao_cai
    department = make_unit("SKHCN", "Sở Khoa học và Công nghệ", kind="sở", under=province)
    appoint(make_person("so@example.vn", "Vi Thị Hạnh"), Role.UNIT_OFFICER, department)
    budget = make_regime(
        province,
        code="kinh-phi",
        name="Báo cáo kinh phí",
        calendar="calendar",
        indicators=[{"code": "spent", "name": "Đã giải ngân", "measure": "triệu đồng"}],
    )
    report_in(department, make_period(budget, scene.newest.key), {"spent": 1250.0})
    send(scene, scene.cast.ta_van, 4000, 3000)
    for position, author, draws_on in ((1, "SKHCN", "kinh-phi"), (2, "03037", "")):
        OutlineSection.objects.filter(regime=scene.regime, position=position).update(
            author=author, draws_on=draws_on, instruction="Viết ngắn.", text=""
        )
    return draft_report(unit=province, period=scene.newest, by=scene.cast.chi, now=NOW)


def test_a_department_writes_and_the_chair_approves_a_report_on_two_regimes(
    open_page: OpenPage,
) -> None:
    scene = make_scene()
    report = make_draft(scene)
    address = f"/reports/consolidated/{report.pk}/"
    secretary = open_at(open_page, "desk")
    sign_in(secretary, "chi@example.vn", f"{address}authors/")
    look(secretary)
    secretary.locator("form[action$='authors/usual/'] button").click()
    expect(secretary.locator(".section-author .badge")).to_have_count(2)

    write(open_at(open_page, "phone"))
    take(secretary)
    chair = open_at(open_page, "desk")
    sign_in(chair, "dung@example.vn", address)
    comment(chair)
    secretary.goto(address)
    look(secretary)
    secretary.locator("#comments form[action*='settle/'] button").click()
    expect(secretary.locator("#comments .is-settled")).to_have_count(1)
    secretary.locator("form[action$='fix/'] button").click()
    agree(secretary)
    chair.goto(address)
    chair.locator("form[action$='approve/'] button").click()
    agree(chair)
    expect(chair.locator("#issued")).to_be_visible()
    report.refresh_from_db()
    assert report.state == "approved"
    assert_the_word_file_holds_both(secretary, address)


def test_a_section_that_is_called_off_while_it_is_written_says_so_and_keeps_the_text(
    open_page: OpenPage,
) -> None:
    scene = make_scene()
    given = hand_out_section(
        report=make_draft(scene),
        section="s2",
        unit=scene.cast.ta_van,
        person=None,
        instruction="",
        due_on=TODAY,
        by=scene.cast.chi,
        today=TODAY,
        now=NOW,
        site="https://giaoban.example",
    )
    page = open_at(open_page, "phone")
    sign_in(page, "an@example.vn", f"/reports/sections/{given.pk}/")
    move_a_line(page)
    AssignedSection.objects.update(state="withdrawn")
    box = page.locator("#section-text")
    box.fill("Chưa kịp gửi.")
    expect(page.locator("[data-message]")).to_contain_text("Tổ giúp việc đã thôi giao phần này")
    expect(page.locator("[data-status]")).to_have_text("")
    expect(page.locator("button[name=hand_in]")).to_be_disabled()
    expect(box).to_have_value("Chưa kịp gửi.")
    page.locator("[data-copy]").click()
    expect(page.locator("[data-status]")).to_have_text("Đã sao chép.")
    look(page)


def test_a_department_without_an_account_writes_by_the_link_of_its_letter(
    open_page: OpenPage,
) -> None:
    scene = make_scene()
    department = make_unit("SCT", "Sở Công Thương", kind="sở", under=scene.cast.lao_cai)
    now = timezone.now()
    contact = {"name": "Văn phòng Sở", "email": "so@example.vn", "telephone": ""}
    set_contact(unit=department, **contact, by=None, today=now.date(), now=now)
    given = hand_out_section(
        report=make_draft(scene),
        section="s2",
        unit=department,
        person=None,
        instruction="Viết ngắn.",
        due_on=now.date(),
        by=scene.cast.chi,
        today=now.date(),
        now=now,
        site="https://giaoban.example",
    )
    OutgoingMail.objects.update(send_after=now)  # on whatever day this runs
    assert send_due(now=now) == 1
    found = re.search(r"https://[^/]+(/link/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    page = open_at(open_page, "phone")
    page.goto(found[1])
    look(page)
    page.get_by_role("button", name=re.compile("Sở Công Thương")).click()
    expect(page.locator("#section-text")).to_be_visible()
    assert found[1] not in page.url
    look(page)
    page.locator("#section-text").fill("Sở đã hoàn thành.")
    expect(page.locator("[data-preview]")).to_contain_text("Sở đã hoàn thành.")
    page.locator("button[name=hand_in]").click()
    agree(page)
    expect(page.locator(".notice.done").first).to_be_visible()
    given.refresh_from_db()
    assert (given.state, given.handed_in_as) == ("handed_in", "Văn phòng Sở <so@example.vn>")
    page.goto(f"/reports/sections/{given.pk}/")
    expect(page.locator("[name=login]")).to_be_visible()


def move_a_line(page: Page) -> None:
    """By keyboard and by button; the blank line stays where it is, and the preview follows."""
    box = page.locator("#section-text")
    box.fill("Một.\n\n[[timeliness]]")
    box.press("Alt+ArrowUp")
    expect(box).to_have_value("[[timeliness]]\n\nMột.")
    expect(page.locator("[data-moved]")).to_have_text("Đã chuyển lên.")
    page.locator("[data-move-lines] [data-way='1']").click()
    expect(box).to_have_value("Một.\n\n[[timeliness]]")
    box.press("Alt+ArrowDown")
    expect(page.locator("[data-moved]")).to_have_text("")
    page.locator("[data-move-lines] [data-way='-1']").click()
    expect(page.locator("[data-preview] p").last).to_have_text("Một.")


def write(page: Page) -> None:
    """From the home page to the section, with a figure put in from the list."""
    sign_in(page, "so@example.vn")
    look(page)
    owed = page.locator("section[aria-labelledby=owed]")
    row_of(owed, "II. Kết quả").locator("a.button").click()
    look(page)
    box = page.locator("#section-text")
    box.fill(WRITTEN)
    page.locator("#insert-name").select_option("spent")
    page.locator("[data-put]").click()
    expect(box).to_have_value(re.compile(r"\[\[spent\]\]$"))
    box.press_sequentially(" triệu đồng.")
    expect(page.locator("[data-preview]")).to_contain_text(f"{WRITTEN}{SPENT} triệu đồng.")
    page.locator("button[name=hand_in]").click()
    agree(page)
    expect(page.locator(".notice.done").first).to_be_visible()
    look(page)
    assert AssignedSection.objects.get(section="s2").state == "handed_in"


def take(page: Page) -> None:
    page.goto("/")
    row_of(page.locator("section[aria-labelledby=owed]"), "II. Kết quả").locator("a.button").click()
    expect(page.locator("#s2 .paper-part")).to_contain_text(f"{WRITTEN}{SPENT}")
    look(page)
    page.locator("#s2 button[name=step][value=take]").click()
    expect(page.locator("#s2 .badge.done")).to_be_visible()


def comment(page: Page) -> None:
    page.locator("#comment-section").select_option("s2")
    page.locator("#comment-text").fill(REMARK)
    page.locator("#comments form", has=page.locator("#comment-text")).locator("button").click()
    expect(page.locator("#comments")).to_contain_text(REMARK)
    look(page)


def assert_the_word_file_holds_both(page: Page, address: str) -> None:
    page.goto(address)
    with page.expect_download() as download:
        page.locator("a[href$='report.docx']").click()
    word = Document(BytesIO(download.value.path().read_bytes()))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert f"{WRITTEN}{SPENT} triệu đồng." in said
    assert "Toàn tỉnh tiếp nhận 4.000 hồ sơ." in said
    assert REMARK not in said
