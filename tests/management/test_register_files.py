"""Documents and obligations in and out by command, as an office's own system has them."""

import csv
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from docx import Document as WordFile

from giaoban.actions.register.outgoing import OutgoingText, draft_document
from giaoban.management.register_words import day_typed
from giaoban.models import (
    Document,
    DocumentFile,
    NumberedBody,
    NumberSeries,
    Obligation,
    SourceFile,
)
from giaoban.rules.register.document_rows import COLUMNS
from giaoban.rules.register.documents import Access, DocumentState, Numbering
from giaoban.rules.register.symbols import bare_symbol
from tests.cast import Cast
from tests.exchange.test_register_edxml import attached, package
from tests.factories import NOW
from tests.management.shell import Said, giaoban, must, table
from tests.obligations import make_body, make_document
from tests.register_files import word_annexes

CAME = {
    "direction": "incoming",
    "symbol": "749/QĐ-TTg",
    "dated_on": "2026-11-10",
    "arrived_on": "2026-11-12",
    "title": "Phê duyệt chương trình",
    "author": "Thủ tướng Chính phủ",
}
SENT = {
    "direction": "outgoing",
    "symbol": "05/KH-BCĐ",
    "dated_on": "2026-11-13",
    "title": "=Chuyển đổi số",
    "signer": "Trần Văn A",
    "recipients": "Xã Tả Van\nXã Y Tý",
    "copies": "3",
    "access": "public",
    "outside_id": "h38-5",
}


def said_of(added: int, unchanged: int, kept: int = 0) -> str:
    return (
        f"Files: 1, refused: 0. Documents: {added} entered, {unchanged} already there. "
        f"Files of documents kept: {kept}.\n"
    )


@pytest.fixture
def body(cast: Cast, settings: Any, tmp_path: Path) -> NumberedBody:
    """A body whose numbers the office's own system gives."""
    settings.MEDIA_ROOT = str(tmp_path / "kept")
    settings.LANGUAGE_CODE = "en"
    body = make_body(cast.lao_cai)
    body.numbering = Numbering.GIVEN
    body.save()
    return body


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    def written(*rows: dict[str, str]) -> Path:
        columns = [name for name in COLUMNS if any(name in row for row in rows)]
        lines = [[row.get(name, "") for name in columns] for row in rows]
        return table(tmp_path / "documents.csv", columns, lines)

    return written


def take(*words: object) -> Said:
    return giaoban("import_documents", "--body", "bcđ", *words)


@pytest.mark.django_db
def test_a_table_is_entered_once_however_often_it_comes(body: NumberedBody, sheet: Any) -> None:
    file = sheet(CAME, SENT)
    assert take(file).out == said_of(2, 0)
    assert take(file).out == said_of(0, 2)
    sent = Document.objects.get(direction="outgoing")
    assert (sent.number, sent.state, sent.author, sent.type_code, sent.access, sent.copies) == (
        *(5, DocumentState.ISSUED, "Ban Chỉ đạo", "KH"),
        *(Access.PUBLIC, 3),
    )
    came = Document.objects.get(direction="incoming")
    assert (came.number, came.state, came.arrived_on) == (
        *(None, DocumentState.REGISTERED),
        date(2026, 11, 12),
    )


@pytest.mark.django_db
def test_what_is_written_is_read_again_as_it_was(body: NumberedBody, sheet: Any) -> None:
    take(sheet(CAME, SENT))
    written = must("export_documents", "--body", "BCĐ")
    assert "'=Chuyển đổi số" in written
    file = sheet(*csv.DictReader(StringIO(written)))
    assert take(file).out == said_of(0, 2)
    Document.objects.all().delete()
    assert take(file).out == said_of(2, 0)
    assert must("export_documents", "--body", "BCĐ") == written


@pytest.mark.django_db
def test_documents_for_named_units_go_out_when_asked_for_and_come_in_by_hand(
    body: NumberedBody, sheet: Any, tmp_path: Path
) -> None:
    said = take(sheet(CAME, {**SENT, "access": "limited"}))
    assert "A table cannot name the units" in said.errors[0]
    assert not Document.objects.exists()
    for number, access in ((1, Access.LIMITED), (2, Access.INTERNAL)):
        symbol = f"{number}/QĐ-BCĐ"
        make_document(
            body, symbol=symbol, bare_symbol=bare_symbol(symbol), number=number, access=access
        )
    out = ("export_documents", "--body", "BCĐ")
    left = giaoban(*out)
    assert [line["symbol"] for line in csv.DictReader(StringIO(left.out))] == ["2/QĐ-BCĐ"]
    assert left.errors == ["Left out, for named units: 1 (see --with-limited)"]
    whole = must(*out, "--with-limited")
    assert len(list(csv.DictReader(StringIO(whole)))) == 2
    must(*out, "--format", "edxml", "--to", tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 1
    file = tmp_path / "again.csv"
    file.write_text(whole, encoding="utf-8")
    assert take(file).out == said_of(0, 2)


@pytest.mark.django_db
def test_a_paper_typed_here_is_known_when_its_package_comes(
    body: NumberedBody, tmp_path: Path, sheet: Any
) -> None:
    typed = {
        "direction": "incoming",
        "symbol": "Số: 5/kh-ubnd",
        "dated_on": "2026-11-05",
        "arrived_on": "2026-11-12",
        "author": "UBND tỉnh (giả định)",
        "title": "chuyển đổi số (giả định)",
    }
    take(sheet(typed))
    (tmp_path / "p.edxml").write_bytes(package())
    said = take(tmp_path / "p.edxml", "--arrived-on", "2026-11-12")
    assert (said.out, said.errors) == (said_of(0, 1), [])
    known = Document.objects.get()
    assert (known.title, known.symbol, known.signer, known.copies, known.outside_id) == (
        *("chuyển đổi số (giả định)", "Số: 5/kh-ubnd", "Trần Văn A", 12),
        "000.00.00.H38,2026/11/05,05/KH-UBND",
    )
    assert known.search_text.endswith("tran van a")


def word(*lines: str) -> bytes:
    file = WordFile()
    for line in lines:
        file.add_paragraph(line)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_package_comes_with_its_files_and_goes_out_again(
    body: NumberedBody, tmp_path: Path
) -> None:
    text = word("Điều 1. Rà soát")
    files = attached("ke hoach.docx", text) + attached("bang.xls", b"x", "cid:2")
    (tmp_path / "p.edxml").write_bytes(package(attachments=files))
    said = take(tmp_path / "p.edxml")
    assert (said.code, said.out, len(said.errors)) == (0, said_of(1, 0, 1), 1)
    assert "bang.xls" in said.errors[0]
    kept = DocumentFile.objects.select_related("document", "file").get()
    assert (kept.text, kept.file.name) == ("Điều 1. Rà soát", "ke hoach.docx")
    assert kept.document.search_text.endswith("dieu 1. ra soat")
    assert take(tmp_path / "p.edxml", "--arrived-on", "2026-11-06").out == said_of(0, 1)
    out = tmp_path / "out"
    must("export_documents", "--body", "BCĐ", "--format", "edxml", "--to", out)
    Document.objects.all().delete()
    assert take(out).out == said_of(1, 0, 1)
    again = Document.objects.get()
    assert (again.symbol, again.author, again.files.get().text) == (
        *("05/KH-UBND", "UBND tỉnh (giả định)"),
        kept.text,
    )


@pytest.mark.django_db
def test_a_package_of_the_bodys_own_is_outgoing(body: NumberedBody, tmp_path: Path) -> None:
    NumberedBody.objects.update(outside_code="000.00.00.H38")
    (tmp_path / "p.xml").write_bytes(package())
    assert take(tmp_path / "p.xml").code == 0
    sent = Document.objects.get()
    assert (sent.direction, sent.number, sent.arrived_on) == ("outgoing", 5, None)


@pytest.mark.django_db
def test_a_draft_that_comes_back_with_its_number_is_issued_and_not_entered_twice(
    body: NumberedBody, sheet: Any
) -> None:
    text = OutgoingText("KH", "=Chuyển đổi  số", signer="Lê B", note="Trình ký")
    draft = draft_document(body=body, text=text, by=None, now=NOW)
    assert take(sheet(SENT)).out == said_of(1, 0)
    sent = Document.objects.get()
    assert (sent.pk, sent.state, sent.symbol, sent.number) == (
        *(draft.pk, DocumentState.ISSUED),
        *("05/KH-BCĐ", 5),
    )
    assert (sent.signer, sent.recipients, sent.outside_id, sent.note) == (
        *("Lê B", SENT["recipients"]),
        *("h38-5", "Trình ký"),
    )
    two = [draft_document(body=body, text=text, by=None, now=NOW) for _time in range(2)]
    assert take(sheet(SENT | {"symbol": "06/KH-BCĐ", "outside_id": ""})).code == 0
    assert {one.pk for one in Document.objects.filter(state=DocumentState.DRAFT)} == {
        one.pk for one in two
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rows, column, words",
    [
        ([CAME | {"secrecy": "Tối mật"}, SENT], "secrecy", "“Tối mật”"),
        ([CAME, SENT | {"dated_on": "13/11/2026"}], "dated_on", "year-month-day"),
        ([CAME, SENT, SENT | {"outside_id": "", "symbol": "05/kh-bcđ"}], "symbol", "Row 3"),
        (
            [CAME, SENT, SENT | {"outside_id": "", "symbol": "5/KH-BCĐ-VP"}],
            "number",
            "05/KH-BCĐ bears the number 5",
        ),
    ],
)
def test_one_bad_row_refuses_the_table(
    body: NumberedBody, sheet: Any, rows: list[dict[str, str]], column: str, words: str
) -> None:
    said = take(sheet(*rows))
    assert (said.code, Document.objects.count()) == (1, 0)
    assert f"column {column}:" in said.errors[0]
    assert words in said.errors[0]
    assert said.errors[-1] == "Files refused: 1 of 1."


@pytest.mark.django_db
def test_a_stamp_in_a_file_of_a_package_refuses_it_and_nothing_is_kept(
    body: NumberedBody, tmp_path: Path
) -> None:
    stamped = attached("a.docx", word("Rà soát")) + attached("b.docx", word("TUYỆT MẬT"), "cid:2")
    (tmp_path / "p.edxml").write_bytes(package(attachments=stamped))
    said = take(tmp_path / "p.edxml")
    assert (said.code, Document.objects.count(), DocumentFile.objects.count()) == (1, 0, 0)
    assert "Tuyệt mật" in said.errors[0]


@pytest.mark.django_db
def test_what_says_something_else_than_the_register_is_named(
    body: NumberedBody, sheet: Any
) -> None:
    take(sheet(CAME))
    said = take(sheet(CAME | {"title": "Sửa đổi chương trình", "type": "NQ", "signer": "Lê B"}))
    assert (said.code, Document.objects.get().title) == (1, CAME["title"])
    assert "differs in type, what it is about:" in said.errors[0]


@pytest.mark.django_db
def test_a_body_that_gives_numbers_goes_on_behind_what_it_brought_along(
    body: NumberedBody, sheet: Any
) -> None:
    NumberedBody.objects.update(numbering=Numbering.OWN)
    numbered = CAME | {"number": "118"}
    assert take(sheet(numbered, SENT, CAME | {"symbol": "2/CT-TTg"})).code == 0
    found = Document.objects.order_by("number").values_list("symbol", "number")
    assert list(found) == [("05/KH-BCĐ", 5), ("749/QĐ-TTg", 118), ("2/CT-TTg", 119)]
    series = NumberSeries.objects.order_by("direction").values_list("next_number", "given")
    assert list(series) == [(120, 1), (6, 0)]
    said = take(sheet(CAME | {"symbol": "3/CT-TTg", "number": "200"}))
    assert "the next one is 120" in said.errors[0]
    said = take(sheet(CAME | {"symbol": "3/CT-TTg", "arrived_on": "2026-11-11"}))
    assert "12/11/2026" in said.errors[0]
    assert take(sheet(CAME | {"symbol": "3/CT-TTg", "number": "7"})).code == 0


@pytest.mark.django_db
def test_an_import_of_more_documents_takes_no_more_statements(
    body: NumberedBody, sheet: Any
) -> None:
    counts = []
    for first, last in ((1, 3), (10, 40)):
        rows = [CAME | {"symbol": f"{n}/QĐ-TTg"} for n in range(first, last)]
        with CaptureQueriesContext(connection) as queries:
            take(sheet(*rows))
        counts.append(len(queries))
    assert counts[1] <= counts[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words, error",
    [
        (("--body", "không có", "x.csv"), "No body that keeps registers is called không có."),
        (
            ("--body", "BCĐ", "x.csv", "--as", "nobody@giaoban.example"),
            "Nobody signs in with nobody@giaoban.example.",
        ),
        (
            ("--body", "BCĐ", "x.csv", "--as", "an@giaoban.example"),
            "an@giaoban.example may not keep the registers of Ban Chỉ đạo.",
        ),
    ],
)
def test_whose_register_and_who_keeps_it_is_judged_first(
    body: NumberedBody, cast: Cast, words: tuple[str, ...], error: str
) -> None:
    words = tuple(cast.an.email if word == "an@giaoban.example" else word for word in words)
    said = giaoban("import_documents", *words)
    assert (said.code, said.errors) == (1, [error.replace("an@giaoban.example", cast.an.email)])


def test_a_day_that_is_none_is_said_with_how_it_is_written() -> None:
    with translation.override("en"), pytest.raises(ArgumentTypeError) as refused:
        day_typed("2026-13-01")
    assert str(refused.value) == "“2026-13-01” is no day: write it as 2026-11-30."
    assert day_typed("2026-11-30") == date(2026, 11, 30)


ANNEX = [
    ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"],
    ["1", "Rà soát dữ liệu", "Xã Tả Van", "15/12/2026"],
    ["2", "Tập huấn", "02701", "hằng quý"],
]


def annex(path: Path, rows: list[list[str]]) -> Path:
    file = WordFile()
    grid = file.add_table(len(rows), len(rows[0]))
    for row, texts in zip(grid.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    file.save(str(path))
    return path


@pytest.mark.django_db
def test_obligations_are_taken_once_and_a_bad_row_refuses_all(
    body: NumberedBody, tmp_path: Path
) -> None:
    make_document(body, bare_symbol="5/qđ-bcđ")
    words = ("--document", "5/QĐ-BCĐ")
    bad = [*ANNEX, ["3", "Báo cáo", "Sở Trên Trời", "một ngày đẹp trời"]]
    said = giaoban("import_obligations", annex(tmp_path / "bad.docx", bad), *words)
    assert (said.code, len(said.errors), Obligation.objects.count()) == (1, 3, 0)
    assert said.errors[0].startswith("row 4, column lead unit: No unit is called “Sở Trên Trời”")
    good = annex(tmp_path / "good.docx", ANNEX)
    assert must("import_obligations", good, *words) == ("Obligations taken: 2. Already there: 0.\n")
    assert must("import_obligations", good, *words) == ("Obligations taken: 0. Already there: 2.\n")
    assert list(DocumentFile.objects.values_list("file__name", flat=True)) == ["good.docx"]
    changed = [*ANNEX[:2], ["2", "Tập huấn lại", "02701", "hằng quý"]]
    said = giaoban("import_obligations", annex(tmp_path / "changed.docx", changed), *words)
    assert (said.code, Obligation.objects.count()) == (1, 2)
    assert "says something else" in said.errors[0]


@pytest.mark.django_db
def test_of_several_annexes_the_one_named_is_taken_and_each_of_them_once(
    body: NumberedBody, tmp_path: Path
) -> None:
    document = make_document(body, bare_symbol="5/qđ-bcđ")
    path = tmp_path / "phu-luc.docx"
    rows = [[("1", text, "Xã Tả Van", "", "", "")] for text in ("Rà soát", "Tập huấn", "Công bố")]
    first, second, third = rows
    path.write_bytes(word_annexes(Phụ_lục_I=first, Phụ_lục_II=second, Phụ_lục_III=third))
    words = ("import_obligations", path, "--document", "5/QĐ-BCĐ")
    said = giaoban(*words)
    assert (said.code, said.errors[1:]) == (
        0,
        ["  1. Phụ lục I (1 row)", "  2. Phụ lục II (1 row)", "  3. Phụ lục III (1 row)"],
    )
    for number in (3, 2, 3):
        said = giaoban(*words, "--annex", str(number))
        assert (said.code, said.errors) == (0, [])
    texts = [one.text for one in document.obligations.all()]
    assert texts == ["Rà soát", "Công bố", "Tập huấn"]
    path.write_bytes(word_annexes(Phụ_lục_I=first, Phụ_lục_II=[("1", "Sửa", *second[0][2:])]))
    said = giaoban(*words, "--annex", "2")
    assert (said.code, "says something else" in said.errors[0]) == (1, True)
    assert "from 1 to 2" in giaoban(*words, "--annex", "4").errors[0]


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_an_annex_that_is_marked_as_a_secret_is_refused_and_nothing_is_kept(
    body: NumberedBody, tmp_path: Path, ending: str
) -> None:
    make_document(body, bare_symbol="5/qđ-bcđ")
    path = tmp_path / f"a.{ending}"
    rows = [["TỐI MẬT", "", "", ""], *ANNEX]
    if ending == "docx":
        annex(path, rows)
    else:
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    said = giaoban("import_obligations", path, "--document", "5/QĐ-BCĐ")
    assert (said.code, len(said.errors)) == (1, 1)
    assert "Tối mật" in said.errors[0]
    assert not Obligation.objects.exists()
    assert not SourceFile.objects.exists()


@pytest.mark.django_db
def test_a_symbol_that_two_bodies_have_needs_the_body(cast: Cast, body: NumberedBody) -> None:
    other = make_body(cast.tuyen_quang, name="Ban Chỉ đạo", symbol="BCĐ")
    for each in (body, other):
        make_document(each, bare_symbol="5/qđ-bcđ")
    said = giaoban("import_obligations", "x.docx", "--document", "05/QĐ-BCĐ")
    assert "15:Ban Chỉ đạo, 2026; 08:Ban Chỉ đạo, 2026" in said.errors[0]


@pytest.mark.django_db
def test_a_symbol_that_comes_again_each_year_needs_the_year(
    body: NumberedBody, tmp_path: Path
) -> None:
    for year in (2025, 2026):
        make_document(body, bare_symbol="5/qđ-bcđ", dated_on=date(year, 3, 1))
    words = (annex(tmp_path / "a.docx", ANNEX), "--document", "05/QĐ-BCĐ", "--body", "BCĐ")
    assert "2026; 15:Ban Chỉ đạo, 2025" in giaoban("import_obligations", *words).errors[0]
    must("import_obligations", *words, "--year", "2025")
    assert {one.document.dated_on.year for one in Obligation.objects.all()} == {2025}
    out = must("export_tasks", "--directive", "05/QĐ-BCĐ", "--year", "2026")
    assert out.count("\n") == 1
