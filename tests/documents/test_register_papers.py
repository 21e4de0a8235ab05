"""Registers in the decree's columns, and plans and decisions whose annex can be read again."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document as WordFile
from openpyxl import load_workbook
from pypdf import PdfReader

from giaoban.documents.docx import to_docx
from giaoban.documents.pdf import to_pdf
from giaoban.documents.register.assignment import (
    ASSIGNING_TYPES,
    annex_table,
    assignment,
    assignment_paper,
)
from giaoban.documents.register.book_files import book_pdf, book_xlsx
from giaoban.documents.register.document_names import ground_of
from giaoban.documents.register.due_texts import due_text
from giaoban.documents.register.register_book import BookSource, register_book
from giaoban.documents.tasks.follow_up_book import follow_up_book
from giaoban.exchange.register.annex_tables import annex_in, tables_of
from giaoban.models import (
    CoOperatingUnit,
    Document,
    DocumentRelation,
    NumberedBody,
    Obligation,
    Task,
)
from giaoban.queries.register.assigned import assigned_obligations
from giaoban.queries.register.named_units import units_named_by
from giaoban.queries.register.terms import term_of
from giaoban.rules.register.documents import Direction, DocumentState
from giaoban.rules.register.due_words import read_term
from giaoban.rules.register.kinds import PLAIN_TYPES, TYPES
from giaoban.rules.register.standing import Relation
from giaoban.rules.register.terms import Every, Term, TermKind
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.obligations import make_body, make_document, make_obligation

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def body(cast: Cast) -> NumberedBody:
    return make_body(cast.lao_cai, name=cast.committee.name)


def came(body: NumberedBody, number: int, **fields: object) -> Document:
    return make_document(
        body,
        **{
            "symbol": f"{number}/QĐ-UBND",
            "direction": Direction.INCOMING,
            "state": DocumentState.REGISTERED,
            "number": number,
            "arrived_on": date(2026, 11, number),
            "dated_on": date(2026, 10, 30),
            "author": "UBND tỉnh Lào Cai",
            "title": "Giao nhiệm vụ chuyển đổi số",
            **fields,
        },
    )


def source(body: NumberedBody, **narrowed: object) -> BookSource:
    everything = Document.objects.all()
    return BookSource(
        body, FIRST, LAST, **{"documents": everything, "seen": everything, **narrowed}
    )


def texts(book) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in book.table.rows]


def test_what_came_stands_by_its_arrival_in_the_columns_of_the_decree(body: NumberedBody) -> None:
    came(
        body, 12, type_code="", forwarded_on=date(2026, 11, 13), recipients="- Xã Y Tý;\nXã Tả Van"
    )
    came(body, 3, note="Bản giấy", received_by="Chi")
    came(body, 30, state=DocumentState.CALLED_OFF, called_off_reason="Gửi nhầm")
    came(body, 4, arrived_on=date(2026, 10, 31))
    make_document(body)
    book = register_book(source(body), Direction.INCOMING)
    assert [cell.text for cell in book.table.header[0]] == [
        "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày, tháng, năm văn bản",
        "Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển",
        "Ký nhận", "Ghi chú",
    ]  # fmt: skip
    who, when = "UBND tỉnh Lào Cai", "30/10/2026"
    decision = "Quyết định giao nhiệm vụ chuyển đổi số"
    letter = "Công văn giao nhiệm vụ chuyển đổi số"
    assert texts(book) == [
        ["03/11/2026", "03", who, "3/QĐ-UBND", when, decision, "", "", "Chi", "Bản giấy"],
        ["12/11/2026", "12", who, "12/QĐ-UBND", when, letter, "Xã Y Tý; Xã Tả Van", "13/11/2026",
         "", ""],
        ["30/11/2026", "30", who, "30/QĐ-UBND", when, decision, "", "", "", "Đã hủy: Gửi nhầm"],
    ]  # fmt: skip


def test_what_went_stands_by_its_date_and_drafts_stand_nowhere(body: NumberedBody) -> None:
    make_document(body, symbol="06/KH-BCĐ", type_code="KH", title="Kế hoạch năm 2027", copies=5)
    make_document(
        body, dated_on=date(2026, 11, 2), signer="Trần Văn A", recipients="Như trên\nLưu: VT",
        kept_by="Văn thư", sent_on=date(2026, 11, 3),
    )  # fmt: skip
    make_document(body, symbol="", dated_on=None, state=DocumentState.DRAFT)
    book = register_book(source(body), Direction.OUTGOING)
    assert texts(book) == [
        ["05/QĐ-BCĐ", "02/11/2026", "Quyết định phân công nhiệm vụ", "Trần Văn A",
         "Như trên; Lưu: VT", "Văn thư", "", "03/11/2026", "", ""],
        ["06/KH-BCĐ", "20/11/2026", "Kế hoạch năm 2027", "", "", "", "5", "", "", ""],
    ]  # fmt: skip


def test_the_follow_up_has_a_line_for_each_unit_with_its_progress(
    body: NumberedBody, cast: Cast, django_assert_num_queries
) -> None:
    document = came(body, 3)
    first = make_obligation(document, cast.ta_van, term_kind=TermKind.DATE, due_on=TODAY)
    make_obligation(document, cast.y_ty, note="Chờ kinh phí")
    for unit, state in ((cast.ta_van, "confirmed"), (cast.sa_pa, "assigned")):
        Task.objects.create(
            obligation=first, unit=unit, giver=cast.lao_cai, text="Việc", whole=state, given_at=NOW
        )
    reply = make_document(body, symbol="07/BC-BCĐ", type_code="BC")
    DocumentRelation.objects.create(
        later=reply, earlier=document, kind=Relation.CARRIES_OUT, since=TODAY
    )
    came(body, 5, recipients="Văn phòng")
    with django_assert_num_queries(6):
        book = follow_up_book(source(body), tasks=Task.objects.all(), today=TODAY)
    name = "Quyết định số 3/QĐ-UBND, UBND tỉnh Lào Cai"
    progress = "Hoàn thành đúng hạn: 1; Chưa hoàn thành, trong hạn: 1"
    assert texts(book) == [
        ["03", name, "Xã Tả Van", "20/11/2026", progress, "07/BC-BCĐ", ""],
        ["03", name, "Xã Y Tý", "Thường xuyên", "Chưa giao", "07/BC-BCĐ", "Chờ kinh phí"],
        ["05", name.replace("3/", "5/", 1), "Văn phòng", "Không quy định", "", "", ""],
    ]


def test_a_register_is_printed_wide_and_calculated_further(body: NumberedBody) -> None:
    for number in range(1, 29):
        came(body, number, title="Về việc triển khai nhiệm vụ chuyển đổi số trên địa bàn " * 3)
    book = register_book(source(body), Direction.INCOMING)
    pages = PdfReader(BytesIO(book_pdf(book))).pages
    assert len(pages) > 1
    for page in pages:
        assert page.mediabox.width > page.mediabox.height
        assert "Số đến" in page.extract_text()
    assert "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ" in pages[0].extract_text()
    sheet = load_workbook(BytesIO(book_xlsx(book))).worksheets[0]
    assert sheet["A3"].value == "Từ ngày 01/11/2026 đến ngày 30/11/2026"
    row = [cell.value for cell in sheet[7]]
    assert (row[0].date(), row[1], row[3]) == (date(2026, 11, 1), 1, "1/QĐ-UBND")


def test_an_empty_register_says_so(body: NumberedBody) -> None:
    book = register_book(source(body), Direction.OUTGOING)
    text = PdfReader(BytesIO(book_pdf(book))).pages[0].extract_text()
    assert "Không có văn bản nào trong thời gian này." in text


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Term(), "Thường xuyên"),
        (Term(TermKind.DATE, on=date(2026, 6, 30)), "30/06/2026"),
        (Term(TermKind.WORKING_DAYS, working_days=15), "15 ngày làm việc kể từ ngày ban hành"),
        (Term(TermKind.RECURRING, every=Every.MONTH, day=31), "Hằng tháng"),
        (
            Term(TermKind.RECURRING, every=Every.MONTH, day=5),
            "Hằng tháng, chậm nhất ngày 5",
        ),
        (
            Term(TermKind.RECURRING, every=Every.QUARTER, day=20),
            "Hằng quý, chậm nhất ngày 20 tháng cuối quý",
        ),
        (
            Term(TermKind.RECURRING, every=Every.HALF, day=14),
            "Hằng 6 tháng, chậm nhất ngày 14 tháng cuối kỳ",
        ),
        (
            Term(TermKind.RECURRING, every=Every.YEAR, day=14),
            "Hằng năm, chậm nhất ngày 14 tháng 12",
        ),
    ],
)
def test_a_term_is_written_so_that_it_is_read_again(term: Term, text: str) -> None:
    assert due_text(term) == text
    assert read_term(text).term == term


def test_the_last_day_of_what_recurs_is_said() -> None:
    term = Term(TermKind.RECURRING, every=Every.QUARTER, day=20, until=date(2027, 12, 31))
    text = due_text(term)
    assert text == "Hằng quý, chậm nhất ngày 20 tháng cuối quý, đến 31/12/2027"
    assert read_term(text).term == term


@pytest.fixture
def directive(body: NumberedBody, cast: Cast) -> Document:
    document = make_document(body, title="Về việc phân công nhiệm vụ chuyển đổi số năm 2027")
    fields = [
        {"term_kind": TermKind.DATE, "due_on": date(2027, 6, 30), "product": "Báo cáo"},
        {"term_kind": TermKind.RECURRING, "every": Every.QUARTER, "day": 20},
        {"term_kind": TermKind.WORKING_DAYS, "working_days": 15, "clause": "3"},
    ]
    for place, each in enumerate(fields):
        obligation = make_obligation(
            document,
            cast.ta_van,
            **{
                "clause": str(place + 1),
                "heading": "Hạ tầng số" if place < 2 else "Nhân lực số",
                "text": f"Việc thứ {place + 1}; làm ngay, làm đủ",
                "co_operating_words": "Công an xã" if place else "",
                **each,
            },
        )
        CoOperatingUnit.objects.create(obligation=obligation, unit=cast.y_ty)
    above = came(body, 3)
    DocumentRelation.objects.create(
        later=document, earlier=above, kind=Relation.CARRIES_OUT, since=TODAY
    )
    return document


def said_of(obligation: Obligation) -> tuple[object, ...]:
    return (
        obligation.clause,
        obligation.heading,
        obligation.text,
        obligation.lead_id,
        tuple(each.unit_id for each in obligation.co_operating.all()),
        obligation.co_operating_words,
        term_of(obligation),
        obligation.product,
    )


def test_the_annex_of_a_decision_is_read_again_as_the_same_obligations(
    directive: Document, body: NumberedBody
) -> None:
    word = to_docx(assignment(assignment_paper(directive, seen=Document.objects.all())))
    annex = annex_in(tables_of("phu-luc.docx", word), units_named_by(body, TODAY))
    assert annex.problem is None
    drafts = [row.draft for row in annex.rows]
    assert [
        (
            *(draft.clause, draft.heading, draft.text, draft.lead_id, draft.co_operating_ids),
            *(draft.co_operating_words, draft.term, draft.product),
        )
        for draft in drafts
    ] == [said_of(obligation) for obligation in directive.obligations.order_by("position")]


def test_a_decision_names_its_grounds_and_has_articles(directive: Document) -> None:
    words = [paragraph.text for paragraph in WordFile(
        BytesIO(to_docx(assignment(assignment_paper(directive, seen=Document.objects.all()))))
    ).paragraphs if paragraph.text]  # fmt: skip
    start = words.index("QUYẾT ĐỊNH")
    assert words[start + 1 : start + 4] == [
        "Về việc phân công nhiệm vụ chuyển đổi số năm 2027",
        "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ TỈNH LÀO CAI",
        "Căn cứ Quyết định số 118/QĐ-UBND ngày 15 tháng 7 năm 2025 về việc thành lập Ban Chỉ đạo "
        "chuyển đổi số tỉnh Lào Cai;",
    ]
    assert words[start + 4] == (
        "Căn cứ Quyết định số 3/QĐ-UBND ngày 30 tháng 10 năm 2026 của UBND tỉnh Lào Cai về giao "
        "nhiệm vụ chuyển đổi số."
    )
    assert words[start + 5] == "QUYẾT ĐỊNH:"
    assert words[start + 6].startswith("Điều 1. Giao 3 nhiệm vụ cho các cơ quan, đơn vị")
    assert [word[:7] for word in words[start + 7 : start + 9]] == ["Điều 2.", "Điều 3."]


def test_a_resolution_resolves_where_a_decision_decides(directive: Document) -> None:
    directive.type_code = "NQ"
    paper = assignment(assignment_paper(directive, seen=Document.objects.all()))
    words = [one.text for one in WordFile(BytesIO(to_docx(paper))).paragraphs]
    assert "QUYẾT NGHỊ:" in words
    assert words[words.index("QUYẾT NGHỊ:") + 1].endswith("ban hành kèm theo Nghị quyết này.")


@pytest.mark.parametrize(
    "code, says, first",
    [
        ("KH", "Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai ban hành Kế hoạch với các nội dung sau:",
         "I. MỤC ĐÍCH, YÊU CẦU"),
        ("TB", "Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai thông báo như sau:", "I. NỘI DUNG"),
        ("CT", "Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai yêu cầu thủ trưởng các cơ quan, đơn vị thực "
         "hiện các nội dung sau:", "I. NỘI DUNG"),
    ],
)  # fmt: skip
def test_what_is_carried_out_is_named_whole_and_each_type_opens_in_its_own_words(
    directive: Document, code: str, says: str, first: str
) -> None:
    directive.type_code = code
    paper = assignment(assignment_paper(directive, seen=Document.objects.all()))
    words = [one.text for one in WordFile(BytesIO(to_docx(paper))).paragraphs if one.text]
    place = words.index(first)
    assert words[place - 1] == (
        "Thực hiện Quyết định số 3/QĐ-UBND ngày 30 tháng 10 năm 2026 của UBND tỉnh Lào Cai về giao "
        f"nhiệm vụ chuyển đổi số, {says}"
    )


def test_notices_and_resolutions_give_tasks_in_plain_types_too() -> None:
    plain = {"RES", "DEC", "DIR", "PROG", "PLAN", "PROP", "NOT"}
    assert (ASSIGNING_TYPES & {*PLAIN_TYPES}, ASSIGNING_TYPES - plain - {*TYPES}) == (plain, set())


def test_a_plan_has_sections_and_a_draft_says_that_it_is_one(
    directive: Document, django_assert_num_queries
) -> None:
    Document.objects.filter(pk=directive.pk).update(
        type_code="KH", symbol="", dated_on=None, state=DocumentState.DRAFT, title="Chuyển đổi số"
    )
    plan = Document.objects.select_related("body__unit").get(pk=directive.pk)
    with django_assert_num_queries(5):
        paper = assignment_paper(plan, seen=Document.objects.all())
    pages = [page.extract_text() for page in PdfReader(BytesIO(to_pdf(assignment(paper)))).pages]
    assert "KẾ HOẠCH" in pages[0]
    assert "DỰ THẢO" in pages[0]
    assert "Thực hiện Quyết định số 3/QĐ-UBND" in " ".join(pages[0].split())
    assert "/KH-BCĐ" in pages[0]
    assert "PHÂN CÔNG NHIỆM VỤ" in pages[-1]


def test_a_document_without_obligations_has_an_empty_annex(body: NumberedBody) -> None:
    document = make_document(body)
    assert annex_table(assigned_obligations(document, Document.objects.all())).rows == ()
    assert (
        len(
            PdfReader(
                BytesIO(to_pdf(assignment(assignment_paper(document, seen=Document.objects.all()))))
            ).pages
        )
        >= 2
    )


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("Kế hoạch chuyển đổi số", "về kế hoạch chuyển đổi số"),
        ("Phê duyệt đề án", "phê duyệt đề án"),
        ("Về việc sắp xếp", "về việc sắp xếp"),
        ("UBND tỉnh họp", "về UBND tỉnh họp"),
    ],
)
def test_a_ground_runs_on_into_the_title(body: NumberedBody, title: str, about: str) -> None:
    ground = ground_of(came(body, 3, title=title, dated_on=None))
    assert ground == f"Căn cứ Quyết định số 3/QĐ-UBND của UBND tỉnh Lào Cai {about}"
