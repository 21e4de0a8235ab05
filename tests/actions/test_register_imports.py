"""Documents that come from a file while people work on the same ones."""

import threading
import time
from datetime import date

import pytest
from django.db import transaction

from giaoban.actions.register.editing import edit_document
from giaoban.actions.register.importing_files import import_document_file
from giaoban.actions.register.importing_obligations import read_annex_file
from giaoban.models import Document, NumberedBody
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import DocumentState, Numbering
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
