"""Documents of another system on a page: looked at first, entered once, refused in plain words."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.register.outgoing import call_off_document
from giaoban.exchange.register.problem_words import document_column
from giaoban.models import Document, DocumentFile, NumberedBody, NumberSeries
from giaoban.rules.register.documents import Numbering
from tests.cast import Cast, SignIn
from tests.obligations import make_body
from tests.register_files import word_text

DAY = timezone.localdate()
YESTERDAY = DAY - timedelta(days=1)
HEAD = "direction,symbol,dated_on,title,author,arrived_on"


@pytest.fixture
def body(cast: Cast) -> NumberedBody:
    return make_body(cast.lao_cai)


@pytest.fixture
def chi(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.chi)


def table(*rows: str, name: str = "so-van-ban.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([HEAD, *rows]).encode())


def row(symbol: str, title: str = "Chỉ đạo (giả định)", day: object = YESTERDAY) -> str:
    return f"incoming,{symbol},{day},{title},Ủy ban nhân dân tỉnh,{DAY}"


def package(*, subject: str = "Kế hoạch (giả định)", number: str = "749") -> bytes:
    return (
        '<?xml version="1.0"?><edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">'
        "<edXMLEnvelope><edXMLHeader><MessageHeader>"
        "<From><OrganId>H38</OrganId><OrganName>Ủy ban nhân dân tỉnh</OrganName></From>"
        f"<Code><CodeNumber>{number}</CodeNumber><CodeNotation>KH-UBND</CodeNotation></Code>"
        f"<PromulgationInfo><PromulgationDate>{YESTERDAY:%Y/%m/%d}</PromulgationDate>"
        f"</PromulgationInfo><Subject>{subject}</Subject>"
        "</MessageHeader></edXMLHeader></edXMLEnvelope></edXML>"
    ).encode()


def sent(body: NumberedBody, *files: SimpleUploadedFile) -> dict[str, object]:
    return {"body": body.pk, "arrived_on": DAY, "files": files}


@pytest.mark.django_db
def test_a_table_is_shown_first_and_entered_once(chi: Client, body: NumberedBody) -> None:
    page = reverse("import_documents")
    shown = chi.post(page, sent(body, table(row("749/QĐ-UBND"), row("750/QĐ-UBND"))))
    assert [one.symbol for one in shown.context["tried"].added] == ["749/QĐ-UBND", "750/QĐ-UBND"]
    assert not Document.objects.exists()
    assert not NumberSeries.objects.filter(given__gt=0).exists()
    chi.post(page, {"kept": shown.context["kept"]})
    chi.post(page, {"kept": shown.context["kept"]})
    assert list(Document.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]
    other = row("749/QĐ-UBND").replace("Ủy ban nhân dân tỉnh", "UBND tỉnh")
    doubted = chi.post(page, sent(body, table(other, row("751/QĐ-UBND"))))
    assert [twin and twin.number for _one, twin in doubted.context["fresh"]] == [1, None]
    again = chi.post(page, sent(body, table(row("749/qđ-ubnd"))))
    assert ("kept" in again.context, again.context["tried"].done.unchanged) == (False, 1)


@pytest.mark.django_db
def test_a_table_that_only_fills_in_what_is_empty_is_confirmed_too(
    chi: Client, body: NumberedBody
) -> None:
    page = reverse("import_documents")
    head, line = f"{HEAD},kept_by", row("749/QĐ-UBND")
    shown = chi.post(page, sent(body, table(line)))
    chi.post(page, {"kept": shown.context["kept"]})
    fuller = SimpleUploadedFile("a.csv", f"{head}\n{line},Văn thư".encode())
    asked = chi.post(page, sent(body, fuller))
    assert (asked.context["same"], len(asked.context["tried"].done.completed)) == (0, 1)
    assert Document.objects.get().kept_by == ""
    chi.post(page, {"kept": asked.context["kept"]})
    assert Document.objects.get().kept_by == "Văn thư"


@pytest.mark.django_db
def test_a_package_whose_document_was_called_off_here_says_so_with_the_way_to_it(
    chi: Client, body: NumberedBody
) -> None:
    page = reverse("import_documents")
    content = package().replace(
        b"</OrganName></From>", b"</OrganName></From><DocumentId>h38-749</DocumentId>"
    )
    chi.post(page, sent(body, SimpleUploadedFile("749.edxml", content)))
    document = Document.objects.get()
    assert document.outside_id == "h38-749"
    call_off_document(document=document, reason="Nhầm", by=None, now=timezone.now())
    again = chi.post(page, sent(body, SimpleUploadedFile("749.edxml", content)))
    (one,) = again.context["taken"]
    assert (one.done.unchanged, [each.pk for each in one.called_off]) == (0, [document.pk])
    assert reverse("document", args=[document.pk]) in again.content.decode()


@pytest.mark.django_db
def test_numbers_of_the_offices_system_stay_as_they_are(chi: Client, body: NumberedBody) -> None:
    NumberedBody.objects.update(numbering=Numbering.GIVEN)
    page = reverse("import_documents")
    own = f"outgoing,88/KH-BCĐ,{YESTERDAY},Kế hoạch (giả định),,"
    shown = chi.post(page, sent(body, table(own)))
    chi.post(page, {"kept": shown.context["kept"]})
    assert Document.objects.values_list("symbol", "number").get() == ("88/KH-BCĐ", 88)


@pytest.mark.django_db
def test_every_bad_cell_of_a_table_is_said_with_its_row_and_column(
    chi: Client, body: NumberedBody
) -> None:
    bad = table(row("749/QĐ-UBND"), row(""), row("751/QĐ-UBND", day="hôm qua"))
    answer = chi.post(reverse("import_documents"), sent(body, bad))
    problems = answer.context["tried"].problems
    assert {(one.line, one.column) for one in problems} == {
        (3, document_column("symbol")),
        (4, document_column("dated_on")),
    }
    assert not any(one.column in {"symbol", "dated_on"} for one in problems)
    assert "kept" not in answer.context
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_each_package_is_taken_or_refused_by_itself(chi: Client, body: NumberedBody) -> None:
    files = (
        SimpleUploadedFile("749.edxml", package()),
        SimpleUploadedFile("mat.edxml", package(subject="TUYỆT MẬT\nKế hoạch", number="7")),
        SimpleUploadedFile("anh.png", b"x"),
    )
    answer = chi.post(reverse("import_documents"), sent(body, *files))
    taken = [(one.name, one.done is not None) for one in answer.context["taken"]]
    assert taken == [("749.edxml", True), ("mat.edxml", False), ("anh.png", False)]
    assert [one.symbol for one in Document.objects.all()] == ["749/KH-UBND"]
    again = chi.post(
        reverse("import_documents"), sent(body, files[0].__class__("749.edxml", package()))
    )
    assert (again.context["taken"][0].done.unchanged, Document.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("names", [(), ("a.csv", "b.edxml")])
def test_no_file_or_a_table_among_others_is_asked_for_again(
    chi: Client, body: NumberedBody, names: tuple[str, ...]
) -> None:
    files = [SimpleUploadedFile(name, b"x") for name in names]
    answer = chi.post(reverse("import_documents"), sent(body, *files))
    assert list(answer.context["form"].errors) == ["files"]


@pytest.mark.django_db
def test_a_forged_preview_is_asked_for_again(chi: Client, body: NumberedBody) -> None:
    answer = chi.post(reverse("import_documents"), {"kept": "x:y"})
    assert (answer["Location"], Document.objects.count()) == (reverse("import_documents"), 0)


@pytest.mark.django_db
def test_one_that_looks_the_same_is_registered_when_a_person_says_it_is_another(
    chi: Client, body: NumberedBody
) -> None:
    typed = {
        "body": body.pk,
        "arrived_on": DAY,
        "dated_on": YESTERDAY,
        "author": "Ủy ban nhân dân tỉnh",
        "symbol": "749/QĐ-UBND",
        "title": "Đề án (giả định)",
        "access": "internal",
    }
    page = reverse("register_document")
    file = word_text("QUYẾT ĐỊNH")
    chi.post(page, {**typed, "files": SimpleUploadedFile("a.docx", file)})
    first = Document.objects.get()
    assert first.type_code == "QĐ"
    other_name = chi.post(page, {**typed, "author": "UBND tỉnh"})
    same_file = {**typed, "symbol": "7/QĐ", "files": SimpleUploadedFile("b.docx", file)}
    by_file = chi.post(page, same_file)
    assert [one.context["twin"] for one in (other_name, by_file)] == [first.pk, first.pk]
    assert (Document.objects.count(), DocumentFile.objects.count()) == (1, 1)
    chi.post(page, {**typed, "author": "Ủy ban nhân dân xã", "is_another": "on"})
    assert list(Document.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]
