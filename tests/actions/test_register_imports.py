"""Documents that come from a file while people work on the same ones."""

import threading
import time
from datetime import date

import pytest
from django.db import transaction

from giaoban.actions.register.editing import edit_document
from giaoban.actions.register.importing import DocumentsRefused
from giaoban.actions.register.importing_files import import_document_file
from giaoban.actions.register.importing_obligations import read_annex_file
from giaoban.models import Document, NumberedBody
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import Direction, DocumentState, Numbering
from giaoban.rules.register.symbols import bare_symbol
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_unit
from tests.obligations import make_body, make_document
from tests.register_files import annex_workbook
from tests.threads import in_threads

HEAD = "direction,symbol,dated_on,title,kept_by"
ISSUED_ELSEWHERE = f"{HEAD}\noutgoing,17/KH-BCĐ,2026-11-19,Kế hoạch,\n".encode()
WHO = {"by": None, "now": NOW}


def bring(body: NumberedBody, content: bytes) -> list[Document]:
    done = import_document_file(
        body=body, name="a.csv", content=content, arrived_on=TODAY, today=TODAY, **WHO
    )
    return done.added


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_being_edited_is_not_issued_over_what_is_typed() -> None:
    body = make_body(make_unit("15", "Tỉnh Lào Cai", kind="tỉnh"))
    NumberedBody.objects.update(numbering=Numbering.GIVEN)
    draft = make_document(
        body, symbol="", dated_on=None, state=DocumentState.DRAFT, type_code="KH", title="Kế hoạch"
    )
    is_edited = threading.Event()

    def edit() -> None:
        with transaction.atomic():
            edit_document(
                document=draft, changes={"title": "Đề án"}, reader_ids=(), revision=0, **WHO
            )
            is_edited.set()
            time.sleep(0.3)  # the import has read by now, if it does not wait

    def take() -> None:
        is_edited.wait(10)
        bring(body, ISSUED_ELSEWHERE)

    in_threads(edit, take)
    found = Document.objects.order_by("pk").values_list("title", "state")
    assert list(found) == [("Đề án", DocumentState.DRAFT), ("Kế hoạch", DocumentState.ISSUED)]


def test_a_stamp_of_a_workbook_is_seen_in_its_first_rows_however_many_cells_lie_over_it() -> None:
    over = [[f"{row}.{column}" for column in range(6)] for row in range(9)]
    with pytest.raises(RuleError) as refused:
        read_annex_file("a.xlsx", annex_workbook(Phụ_lục=[*over, ["", "", "TUYỆT MẬT"]]))
    assert refused.value.code == "state_secret"


@pytest.mark.django_db
def test_a_line_that_a_file_filled_in_was_changed_for_whoever_has_it_open(cast: Cast) -> None:
    body = make_body(cast.lao_cai)
    document = make_document(
        body,
        symbol="5/KH-BCĐ",
        bare_symbol=bare_symbol("5/KH-BCĐ"),
        type_code="KH",
        number=5,
        dated_on=date(2026, 11, 19),
    )
    row = f"{HEAD}\noutgoing,05/KH-BCĐ,2026-11-19,{document.title},Văn thư\n"
    assert bring(body, row.encode()) == []
    document.refresh_from_db()
    assert document.kept_by == "Văn thư"
    with pytest.raises(RuleError) as refused:
        edit_document(document=document, changes={"kept_by": ""}, reader_ids=(), revision=0, **WHO)
    assert refused.value.code == "document_changed_meanwhile"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "recipients", ["Sở Y tế\nSở Nội vụ", "Sở Y tế; Sở Nội vụ", " sở y tế;Sở Nội vụ; "]
)
def test_recipients_that_were_typed_in_one_line_are_no_others(cast: Cast, recipients: str) -> None:
    body = make_body(cast.lao_cai)
    which = {"symbol": "5/KH-BCĐ", "bare_symbol": "5/kh-bcđ", "type_code": "KH", "number": 5}
    document = make_document(body, **which, dated_on=date(2026, 11, 19), recipients=recipients)
    head = "direction,symbol,dated_on,title,recipients"
    row = f"outgoing,05/KH-BCĐ,2026-11-19,{document.title},Sở Y tế; Sở Nội vụ"
    assert bring(body, f"{head}\n{row}\n".encode()) == []
    other = f"outgoing,05/KH-BCĐ,2026-11-19,{document.title},Sở Y tế; Sở Xây dựng"
    with pytest.raises(DocumentsRefused) as refused:
        bring(body, f"{head}\n{other}\n".encode())
    assert [problem.column for problem in refused.value.problems] == ["recipients"]


CALLED_OFF = DocumentState.CALLED_OFF
PACKAGE_HEAD = "direction,symbol,dated_on,arrived_on,title,author,outside_id,signer"


@pytest.mark.django_db
def test_what_was_called_off_and_registered_again_by_hand_is_known_by_that(cast: Cast) -> None:
    body = make_body(cast.lao_cai)
    came = {"direction": Direction.INCOMING, "author": "UBND tỉnh", "bare_symbol": "7/cv-ubnd"}
    came |= {"symbol": "7/CV-UBND", "type_code": "CV", "arrived_on": TODAY}
    make_document(body, state=CALLED_OFF, outside_id="doc-7", **came)
    row = (
        f"{PACKAGE_HEAD}\nincoming,7/CV-UBND,{TODAY},{TODAY},Phân công nhiệm vụ,UBND tỉnh,doc-7,Ký"
    )
    taken = {"name": "a.csv", "content": row.encode(), "arrived_on": TODAY, "today": TODAY}
    first = import_document_file(body=body, **taken, **WHO)
    assert (len(first.called_off), first.unchanged) == (1, 0)
    again = make_document(body, state=DocumentState.REGISTERED, **came)
    done = import_document_file(body=body, **taken, **WHO)
    assert (done.called_off, done.unchanged, done.completed) == ([], 1, [again])
    again.refresh_from_db()
    assert (again.signer, again.outside_id) == ("Ký", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "access, code", [("limited", ""), ("internal", "draft_not_limited"), (None, "readers_missing")]
)
def test_the_number_of_a_limited_draft_comes_back(
    cast: Cast, access: str | None, code: str
) -> None:
    body = make_body(cast.lao_cai)
    NumberedBody.objects.update(numbering=Numbering.GIVEN)
    body.refresh_from_db()
    if access:
        draft = {"symbol": "", "dated_on": None, "type_code": "KH", "title": "Kế hoạch"}
        make_document(body, state=DocumentState.DRAFT, access=access, **draft)
    content = b"direction,symbol,dated_on,title,access\noutgoing,17/KH-BCD,2026-11-19,"
    content += "Kế hoạch,limited\n".encode()
    if code:
        with pytest.raises(DocumentsRefused) as refused:
            bring(body, content)
        assert [problem.code for problem in refused.value.problems] == [code]
        return
    (issued,) = bring(body, content)
    assert (issued.state, issued.access) == (DocumentState.ISSUED, "limited")
