"""A file of several annexes: a person chooses which is read, and every one of them is taken."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from giaoban.models import Document
from tests.cast import Cast, SignIn
from tests.obligations import make_body, make_document
from tests.register_files import annex_workbook, word_annexes

FIRST = [
    ("1", "Rà soát dữ liệu dân cư", "Xã Tả Van", "", "15/12/2026", "Báo cáo"),
    ("2", "Tập huấn cán bộ", "Xã Y Tý", "", "", ""),
]
SECOND = [
    ("1", "Bố trí kinh phí", "Xã Tả Van", "", "", ""),
    ("2", "Công khai kết quả", "Xã nào đó", "", "", ""),
]
FILES = {
    "phu-luc.docx": word_annexes(Phụ_lục_I=FIRST, Phụ_lục_II=SECOND),
    "phu-luc.xlsx": annex_workbook(Phụ_lục_I=FIRST, Ghi_chú=[], Phụ_lục_II=SECOND),
}


@pytest.fixture
def document(cast: Cast) -> Document:
    return make_document(make_body(cast.lao_cai))


@pytest.fixture
def chi(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.chi)


def choices(answer: Any) -> list[tuple[str, int, int, int]]:
    return [
        (one.name.replace("_", " "), one.rows, one.bad, one.there)
        for one in answer.context["choices"]
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
def test_each_annex_of_a_file_is_chosen_mended_and_taken(
    chi: Client, document: Document, name: str
) -> None:
    page = reverse("annex", args=[document.pk])
    sent = {"file": SimpleUploadedFile(name, FILES[name])}
    asked = chi.post(page, sent, follow=True)
    (address, _status), *_others = asked.redirect_chain
    assert choices(asked) == [("Phụ lục I", 2, 0, 0), ("Phụ lục II", 2, 1, 0)]
    shown = chi.get(f"{address}&annex=1")
    assert (shown.context["good_count"], shown.context["bad_count"]) == (2, 0)
    taken = chi.post(page, {"kept": shown.context["kept"], "take": "1"})
    assert taken["Location"] == address
    assert choices(chi.get(address)) == [("Phụ lục I", 2, 0, 2), ("Phụ lục II", 2, 1, 0)]
    kept = chi.get(f"{address}&annex=2").context["kept"]
    mended = chi.post(page, {"kept": kept, "check": "1", "r3-lead": "Xã Y Tý"})
    last = chi.post(page, {"kept": mended.context["kept"], "take": "1"})
    assert last["Location"] == reverse("document", args=[document.pk])
    assert [(one.clause, one.text) for one in document.obligations.all()] == [
        ("1", "Rà soát dữ liệu dân cư"),
        ("2", "Tập huấn cán bộ"),
        ("1", "Bố trí kinh phí"),
        ("2", "Công khai kết quả"),
    ]
    assert [each.file.name for each in document.files.all()] == [name]


@pytest.mark.django_db
def test_a_file_that_the_document_has_is_read_without_being_sent_again(
    chi: Client, document: Document
) -> None:
    page = reverse("annex", args=[document.pk])
    chi.post(page, {"file": SimpleUploadedFile("phu-luc.docx", FILES["phu-luc.docx"])})
    (held,) = chi.get(page).context["files"]
    assert len(choices(chi.get(f"{page}?file={held.pk}"))) == 2
    for asked in (f"file={held.pk + 1}", "file=²", "file="):
        assert chi.get(f"{page}?{asked}").status_code == 404
    beyond = chi.get(f"{page}?file={held.pk}&annex=3")
    assert list(beyond.context["form"].errors) == ["file"]
    held.file.content.delete(save=False)
    assert list(chi.get(f"{page}?file={held.pk}").context["form"].errors) == ["file"]
