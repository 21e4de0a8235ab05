"""A committee makes its Word layout its own, and puts a signed copy beside the report."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from giaoban.actions.reporting import consolidation as actions
from giaoban.documents.pdf import to_pdf
from giaoban.documents.reporting.consolidated_report import report_document
from giaoban.models import ConsolidatedReport, DocumentTemplate
from giaoban.queries.reporting.consolidated_reports import figures_of
from tests.browser import OpenPage
from tests.factories import NOW
from tests.journeys.scene import make_scene
from tests.journeys.walking import look, open_at, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def changed(starter: Path, words: str) -> bytes:
    """The starter with a line of one's own above everything."""
    word = docx.Document(str(starter))
    word.paragraphs[0].insert_paragraph_before(words)
    held = BytesIO()
    word.save(held)
    return held.getvalue()


def test_the_administrator_mends_a_template_and_the_secretary_finds_an_altered_figure(
    open_page: OpenPage, tmp_path: Path
) -> None:
    scene = make_scene()
    cast = scene.cast
    page = open_at(open_page, "desk")
    sign_in(page, "khanh@example.vn", "/settings/")
    page.locator("a[href='/templates/']").click()
    look(page)
    with page.expect_download() as download:
        page.locator("a[href$='starter.docx']").click()
    starter = download.value.path()
    for name, field in (("sai.docx", "so_lieu.proccessed"), ("dung.docx", "so_lieu.processed")):
        (tmp_path / name).write_bytes(changed(starter, f"Đã xử lý {{{{ {field} }}}} hồ sơ"))
    page.set_input_files("#template-file", tmp_path / "sai.docx")
    page.locator("form[enctype] button").click()
    expect(page.locator("#main")).to_contain_text("có phải so_lieu.processed?")
    look(page)
    page.locator("a.primary").click()
    page.set_input_files("#template-file", tmp_path / "dung.docx")
    page.locator("form[enctype] button").click()
    page.locator("form[action$='/try/'] button").click()
    expect(page.locator(".template-lines")).to_contain_text("hồ sơ")
    look(page)
    page.locator("form[action$='/use/'] button").click()
    expect(page.locator("form[action$='/stop/']")).to_be_visible()
    assert [each.is_in_use for each in DocumentTemplate.objects.order_by("number")] == [False, True]
    page.goto("/templates/")
    page.locator("a[href$='/fields/']").click()
    look(page)

    report = actions.draft_report(unit=cast.lao_cai, period=scene.before, by=cast.chi, now=NOW)
    actions.fix_report(report=report, by=cast.chi, now=NOW)
    actions.approve_consolidated(report=report, by=cast.dung, now=NOW)
    signed = tmp_path / "ban-ky.pdf"
    signed.write_bytes(with_another_figure(report))
    page = open_at(open_page, "phone")
    sign_in(page, "chi@example.vn", f"/reports/consolidated/{report.pk}/")
    with page.expect_download() as download:
        page.locator("a[href$='report.docx']").click()
    said = [paragraph.text for paragraph in docx.Document(str(download.value.path())).paragraphs]
    assert "Đã xử lý" in said[0]
    page.set_input_files("#copy-file", signed)
    page.locator("form[action$='/issued/'] button").click()
    page.locator("a[href$='/compared/']").click()
    expect(page.locator("#main")).to_contain_text("1.001")
    look(page)
    page.locator("#note").fill("Xã Tả Van đính chính sau khi trình ký")
    page.locator("form.form button").click()
    expect(page.locator("#issued")).to_contain_text("Xã Tả Van đính chính")
    look(page)


def with_another_figure(report: ConsolidatedReport) -> bytes:
    """The approved report as PDF, in which somebody made Tả Van's 1.000 a 1.001."""
    report.refresh_from_db()
    found = figures_of(report)
    children = tuple(
        replace(
            child,
            figures={**child.figures, "processed": replace(child.of("processed"), now=1001.0)},
        )
        if child.code == "03037"
        else child
        for child in found.facts.children
    )
    facts = replace(found.facts, children=children)
    return to_pdf(report_document(report, facts, found.earlier))
