"""Papers of directives on pages: registers, assignments, reports, lists; never what is not seen."""

import csv
import io
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document as WordFile
from openpyxl import load_workbook
from pypdf import PdfReader

from giaoban.exchange.register.annex_tables import annex_in, tables_of
from giaoban.models import (
    Document,
    DocumentReader,
    DocumentRelation,
    NumberedBody,
    Task,
    TaskEvent,
    Unit,
)
from giaoban.queries.register.named_units import units_named_by
from giaoban.rules.people.permissions import Role
from giaoban.rules.register.documents import Access, Direction, DocumentState
from giaoban.rules.register.standing import Relation
from giaoban.rules.reporting.report_content import content_of, stored
from giaoban.rules.tasks.states import TaskState, TaskStep
from giaoban.web.register import books
from giaoban.web.tasks import tasks_list
from tests.cast import Cast, SignIn
from tests.factories import TODAY, VIETNAM_TIME, appoint, make_person, make_unit
from tests.obligations import make_body, make_document, make_obligation
from tests.outline_scene import make_outline_scene

BOOKS, PROGRESS = "/documents/books/", "/tasks/progress/"
SECRET = "Việc kín của ba đơn vị"


@pytest.fixture
def body(cast: Cast) -> NumberedBody:
    return make_body(cast.lao_cai, name=cast.committee.name)


@pytest.fixture
def chi(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.chi)


@pytest.fixture
def ha(cast: Cast, sign_in: SignIn) -> Client:
    """An auditor beside the secretariat: sees the province, keeps no register, decides nothing."""
    return sign_in(cast.ha)


def today() -> Any:
    return timezone.localdate()


def came(body: NumberedBody, number: int, **fields: object) -> Document:
    return make_document(
        body,
        **{
            "symbol": f"{number}/QĐ-UBND",
            "direction": Direction.INCOMING,
            "state": DocumentState.REGISTERED,
            "number": number,
            "arrived_on": today(),
            "dated_on": today(),
            "author": "UBND tỉnh",
            "title": f"Văn bản đến {number}",
            "search_text": f"van ban den {number}",
            **fields,
        },
    )


def give(document: Document, unit: Unit, giver: Unit, days: int, **fields: Any) -> Task:
    state = fields.pop("state", TaskState.ASSIGNED)
    given_at = timezone.now() - timedelta(days=20)
    return Task.objects.create(
        **{
            "obligation": make_obligation(document, unit, clause="1.a"),
            "unit": unit,
            "giver": giver,
            "text": "Rà soát dữ liệu dân cư",
            "due_on": today() + timedelta(days=days),
            "first_due_on": today() + timedelta(days=days),
            "state": state,
            "whole": state,
            "given_at": given_at,
            **fields,
        }
    )


def rows_in(response: HttpResponse) -> list[list[str]]:
    """Of the one sheet of a workbook, what is not empty."""
    assert response.status_code == 200, response
    sheet = load_workbook(io.BytesIO(response.content)).active
    found = [[str(cell) for cell in row if cell is not None] for row in sheet.values]
    return [row for row in found if row]


def words_in(response: HttpResponse) -> str:
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_register_is_printed_with_the_filters_of_the_list(
    chi: Client, body: NumberedBody
) -> None:
    came(body, 1)
    came(body, 2, type_code="KH", symbol="2/KH-UBND")
    came(body, 3, arrived_on=today() - timedelta(days=800))
    came(body, 4, title="=HYPERLINK(1)")
    listed = chi.get("/documents/?show=incoming&type=Q%C4%90")
    address = f"{BOOKS}?show=incoming&amp;type=Q%C4%90"
    assert address in listed.content.decode()
    page = chi.get(f"{BOOKS}?type=QĐ")
    assert [(one.kind, one.count) for one in page.context["books"]] == [
        ("incoming", 2),
        ("outgoing", 0),
        ("follow-up", 2),
    ]
    assert page.context["books"][0].query in page.content.decode().replace("&amp;", "&")
    book = rows_in(chi.get(f"{BOOKS}incoming/xlsx/?type=QĐ"))
    lines = [row for row in book if row[-1].startswith("Quyết định ")]
    assert [row[3] for row in lines] == ["1/QĐ-UBND", "4/QĐ-UBND"]
    assert book[-1] == ["Chỉ gồm văn bản loại: Quyết định."]
    printed = chi.get(f"{BOOKS}incoming/pdf/?q=den+2")
    assert printed["Content-Disposition"] == (
        f'attachment; filename="so-van-ban-den-{today().year}-01-01-{today().year}-12-31.pdf"'
    )
    assert "2/KH-UBND" in words_in(printed)
    assert "Chỉ gồm văn bản có các từ: den 2." in words_in(printed)
    assert "1/QĐ-UBND" not in words_in(printed)


def test_days_that_make_no_span_are_asked_for_again(chi: Client, body: NumberedBody) -> None:
    came(body, 1)
    page = chi.get(BOOKS, {"first": "2026-02-01", "last": "2026-01-01"})
    assert "last" in page.context["form"].errors
    assert page.context["books"] == []
    assert chi.get(f"{BOOKS}incoming/pdf/?first=2026-02-01&last=x").status_code == 302
    assert chi.get(f"{BOOKS}incoming/docx/").status_code == 404
    assert chi.get(f"{BOOKS}sideways/pdf/").status_code == 404


def test_a_book_too_long_for_a_page_to_wait_for_is_asked_for_in_parts(
    chi: Client, body: NumberedBody, monkeypatch: pytest.MonkeyPatch
) -> None:
    came(body, 1)
    came(body, 2)
    monkeypatch.setattr(books, "MOST_IN_FILE", {"pdf": 1, "xlsx": 2})
    (incoming, *_others) = chi.get(BOOKS).context["books"]
    assert (incoming.is_printed, incoming.is_calculated) == (False, True)
    assert chi.get(f"{BOOKS}incoming/pdf/").status_code == 302
    assert chi.get(f"{BOOKS}incoming/xlsx/").status_code == 200


@pytest.fixture
def secret(body: NumberedBody, cast: Cast) -> Document:
    """What came for named units alone, an answer to it, and what both ask of a commune."""
    above = came(body, 7, access=Access.LIMITED, title=SECRET, recipients=SECRET)
    answer = make_document(body, symbol="77/KH-KIN", access=Access.LIMITED, title=SECRET)
    DocumentRelation.objects.create(
        later=answer, earlier=above, kind=Relation.CARRIES_OUT, since=TODAY
    )
    for each in (above, answer):
        give(each, cast.ta_van, cast.lao_cai, days=-5, text=SECRET)
    return above


def test_no_paper_holds_what_its_maker_may_not_read(
    chi: Client, ha: Client, body: NumberedBody, cast: Cast, secret: Document
) -> None:
    answer = Document.objects.get(symbol="77/KH-KIN")
    shown = came(body, 8)
    reply = make_document(body, symbol="88/QĐ-BCĐ", title="Phân công")
    give(reply, cast.ta_van, cast.lao_cai, days=-5)
    carried_out = [(reply, shown), (reply, secret), (answer, shown)]
    for later, earlier in carried_out:
        DocumentRelation.objects.create(
            later=later, earlier=earlier, kind=Relation.CARRIES_OUT, since=TODAY
        )
    addresses = [
        *(f"{BOOKS}{kind}/xlsx/" for kind in ("incoming", "outgoing", "follow-up")),
        f"{PROGRESS}xlsx/",
        "/tasks/list/xlsx/?show=all",
        "/tasks/directives/xlsx/?show=all",
        "/tasks/unanswered/xlsx/",
    ]
    for address in addresses:
        response = ha.get(address)
        assert response.status_code == 200, address
        book = load_workbook(io.BytesIO(response.content))
        words = " ".join(str(c) for s in book for row in s.values for c in row if c is not None)
        assert "88/QĐ-BCĐ" in words or "8/QĐ-UBND" in words or "Tả Van" in words, address
        assert SECRET not in words, address
        assert "KIN" not in words, address
        assert "7/QĐ-UBND" not in words, address
    note = ["Chỉ gồm những văn bản mà người lập được xem."]
    assert rows_in(ha.get(addresses[0]))[-1] == note
    assert rows_in(chi.get(addresses[0]))[-1] != note
    assert SECRET in str(rows_in(chi.get(addresses[0])))
    assert "77/KH-KIN" in str(rows_in(chi.get(addresses[2])))
    assert SECRET in str(rows_in(chi.get(addresses[4])))

    paper = f"/documents/{reply.pk}/paper/pdf/"
    assert "7/QĐ-UBND" in words_in(chi.get(paper))
    assert "7/QĐ-UBND" not in words_in(ha.get(paper))
    for pk in (secret.pk, answer.pk):
        for address in (f"/documents/{pk}/paper/docx/", f"{PROGRESS}?document={pk}"):
            assert ha.get(address).status_code == 404
        assert ha.get(f"{PROGRESS}pdf/?document={pk}").status_code == 404
        assert SECRET in words_in(chi.get(f"{PROGRESS}pdf/?document={pk}"))
    # One who works at a named unit reads the document, and not what others were given by it.
    DocumentReader.objects.create(document=answer, unit=cast.lao_cai)
    page = ha.get(f"{PROGRESS}?document={answer.pk}")
    assert page.context["facts"].total == 0


def test_the_paper_of_a_decision_is_read_again_as_the_same_obligations(
    chi: Client, body: NumberedBody, cast: Cast
) -> None:
    decision = make_document(body)
    held = [make_obligation(decision, cast.ta_van, clause="1", text="Lập kế hoạch, gửi tỉnh")]
    held.append(make_obligation(decision, cast.y_ty, clause="2", heading="Nhân lực"))
    page = chi.get(f"/documents/{decision.pk}/").content.decode()
    for form in ("docx", "pdf"):
        assert f"/documents/{decision.pk}/paper/{form}/" in page
    response = chi.get(f"/documents/{decision.pk}/paper/docx/")
    assert response["X-Content-Type-Options"] == "nosniff"
    annex = annex_in(tables_of("a.docx", response.content), units_named_by(body, TODAY))
    assert [(row.draft.clause, row.draft.text, row.draft.lead_id) for row in annex.rows] == [
        (one.clause, one.text, one.lead_id) for one in held
    ]
    again = chi.get(f"/documents/{decision.pk}/paper/pdf/")
    assert "QUYẾT ĐỊNH" in words_in(again)


def test_only_what_gives_tasks_of_our_own_has_a_paper(
    chi: Client, body: NumberedBody, cast: Cast
) -> None:
    letter = make_document(body, type_code="", symbol="9/BCĐ-TH")
    arrived = came(body, 1)
    off = make_document(body, symbol="10/KH-BCĐ", type_code="KH", state=DocumentState.CALLED_OFF)
    for document in (letter, arrived, off):
        make_obligation(document, cast.ta_van)
        assert chi.get(f"/documents/{document.pk}/paper/pdf/").status_code == 404
        assert "/paper/" not in chi.get(f"/documents/{document.pk}/").content.decode()
    empty = make_document(body, symbol="11/KH-BCĐ", type_code="KH")
    assert chi.get(f"/documents/{empty.pk}/paper/pdf/").status_code == 404


def test_figures_are_seen_before_the_report_and_are_those_of_the_report(
    chi: Client, body: NumberedBody, cast: Cast
) -> None:
    directive = make_document(body)
    late = give(directive, cast.ta_van, cast.lao_cai, days=-5)
    give(directive, cast.sa_pa, cast.lao_cai, days=5)
    TaskEvent.objects.create(
        task=late,
        step=TaskStep.BEGIN,
        before="assigned",
        at=timezone.now() - timedelta(days=2),
        explanation="Thiếu máy",
    )
    page = chi.get(PROGRESS)
    counts = {"done_on_time": 0, "done_late": 0, "within_term": 1, "overdue": 1}
    assert page.context["counts"] == counts
    assert "Thiếu máy" in page.content.decode()
    whole = chi.get(f"{PROGRESS}?document={directive.pk}")
    assert whole.context["counts"] == counts
    assert whole.context["asked"].span is None
    only = chi.get(PROGRESS, {"document": directive.pk, "unit": cast.ta_van.code})
    assert only.context["counts"] == counts | {"within_term": 0}

    word = chi.get(f"{PROGRESS}docx/?{only.context['query']}")
    paragraphs = [one.text for one in WordFile(io.BytesIO(word.content)).paragraphs]
    assert "Kết quả thực hiện Quyết định số 05/QĐ-BCĐ tại Xã Tả Van" in paragraphs
    printed = words_in(chi.get(f"{PROGRESS}pdf/?document={directive.pk}"))
    assert "tổng số nhiệm vụ được giao là 2" in printed
    assert "Thiếu máy" in printed


def test_a_report_over_years_has_each_of_them(chi: Client, body: NumberedBody, cast: Cast) -> None:
    give(make_document(body), cast.ta_van, cast.lao_cai, days=-5)
    year = today().year
    days = {"first": f"{year - 2}-01-01", "last": f"{year}-12-31"}
    page = chi.get(PROGRESS, days)
    assert [one.name for one in page.context["years"]] == [str(year - 2 + n) for n in range(3)]
    assert [one.is_chosen for one in page.context["spans"]].index(True) == 4
    assert "qua các năm" in words_in(chi.get(f"{PROGRESS}pdf/", days))
    wrong = {"first": f"{year - 30}-01-01", "last": f"{year}-12-31"}
    assert "last" in chi.get(PROGRESS, wrong).context["form"].errors
    assert "first" in chi.get(PROGRESS, {"last": "2026-01-01"}).context["form"].errors
    assert chi.get(f"{PROGRESS}pdf/", wrong).status_code == 302


def test_whoever_sees_less_than_the_body_gave_makes_no_report_of_it(
    body: NumberedBody, cast: Cast, sign_in: SignIn
) -> None:
    directive = make_document(body, access=Access.PUBLIC)
    give(directive, cast.ta_van, cast.lao_cai, days=5)
    officer = sign_in(cast.an)
    assert officer.get(f"/documents/{directive.pk}/").status_code == 200
    assert officer.get(f"{PROGRESS}?document={directive.pk}").status_code == 404
    page = officer.get(PROGRESS)
    assert page.context["form"] is None
    assert officer.get(f"{PROGRESS}pdf/?body={body.pk}").status_code == 302


def test_the_list_of_tasks_is_exported_as_it_is_narrowed(
    chi: Client, body: NumberedBody, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    directive = make_document(body, symbol="+5/QĐ")
    sly = make_unit("x1", "@SUM(A1) Xã", under=cast.lao_cai)
    give(directive, sly, cast.lao_cai, days=-3, text="=1+1", product="-1")
    give(directive, cast.ta_van, cast.lao_cai, days=3)
    text = chi.get("/tasks/list/csv/?show=overdue").content.decode("utf-8-sig")
    (_head, line) = csv.reader(io.StringIO(text))
    day = (today() - timedelta(days=3)).isoformat()
    assert line[:5] == ["'+5/QĐ", "1.a", "'=1+1", "'@SUM(A1) Xã", "x1"]
    assert (line[8], line[-1]) == (day, "'-1")
    assert len(chi.get("/tasks/list/csv/").content.decode().splitlines()) == 3
    page = chi.get("/tasks/?show=overdue").content.decode()
    assert "/tasks/list/xlsx/?show=overdue" in page
    assert chi.get("/tasks/list/pdf/").status_code == 404
    monkeypatch.setattr(tasks_list, "MOST_ROWS", 1)
    assert chi.get("/tasks/list/csv/").status_code == 302


def test_a_task_leads_to_its_document_and_back_for_who_may_read_it(
    chi: Client, body: NumberedBody, cast: Cast, sign_in: SignIn
) -> None:
    directive = make_document(body, access=Access.INTERNAL)
    task = give(directive, cast.ta_van, cast.lao_cai, days=3)
    page = chi.get(reverse("task", args=[task.pk])).content.decode()
    place = f"/documents/{directive.pk}/#obligation-{task.obligation_id}"
    assert f'href="{place}"' in page
    document = chi.get(f"/documents/{directive.pk}/").content.decode()
    assert f'id="obligation-{task.obligation_id}"' in document
    for address in (
        f"/tasks/?document={directive.pk}&amp;show=all",
        f"/tasks/directives/?document={directive.pk}",
        f"{PROGRESS}?document={directive.pk}",
    ):
        assert f'href="{address}"' in document
    Document.objects.filter(pk=directive.pk).update(access=Access.LIMITED)
    officer = make_person("moi@example.vn", "Mới")
    appoint(officer, Role.UNIT_OFFICER, cast.ta_van)
    hidden = sign_in(officer).get(reverse("task", args=[task.pk]))
    assert (hidden.status_code, hidden.context["document_address"]) == (200, "")


def test_the_pages_ask_as_often_for_many_as_for_one(
    chi: Client, body: NumberedBody, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 5):
        give(came(body, number), cast.ta_van, cast.lao_cai, days=-number)
    with django_assert_max_num_queries(25):
        chi.get(BOOKS)
    with django_assert_max_num_queries(25):
        chi.get(f"{BOOKS}follow-up/xlsx/")
    with django_assert_max_num_queries(45):
        chi.get(PROGRESS)
    with django_assert_max_num_queries(20):
        chi.get("/tasks/list/csv/")


def test_tasks_are_drawn_into_the_consolidated_report_on_page_word_and_pdf(
    cast: Cast, sign_in: SignIn
) -> None:
    scene = make_outline_scene(cast)
    report = scene.report
    body = make_body(cast.lao_cai)
    directive = make_document(body)
    limited = make_document(body, symbol="09/KIN", access=Access.LIMITED)
    for document in (directive, limited):
        give(document, cast.ta_van, cast.lao_cai, days=0, text=document.symbol)
    early = datetime.combine(scene.period.starts_on, time(9), tzinfo=VIETNAM_TIME)
    Task.objects.update(given_at=early, due_on=scene.period.starts_on + timedelta(days=1))
    content = content_of(report.content)
    first = replace(content.sections[0], text="[[tasks]]")
    report.content = stored(content.with_section(first))
    report.save()
    chi = sign_in(cast.chi)
    page = chi.get(reverse("consolidated_report", args=[report.pk])).content.decode()
    printed = words_in(chi.get(reverse("consolidated_file", args=[report.pk, "pdf"])))
    word = chi.get(reverse("consolidated_file", args=[report.pk, "docx"])).content
    tables = WordFile(io.BytesIO(word)).tables
    written = " ".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    for words in (page, printed, written):
        assert "05/QĐ-BCĐ" in words
        assert "09/KIN" not in words
    outline = chi.get(reverse("edit_outline", args=[scene.period.regime_id])).content.decode()
    assert "<code>[[tasks]]</code>" in outline
