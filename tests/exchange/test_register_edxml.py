"""Packages of other document systems: what is read of them, what is refused, and our own."""

import base64
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from giaoban.exchange.register.edxml import read_package, write_package
from giaoban.exchange.register.edxml_apart import answer
from giaoban.exchange.register.edxml_names import NAMESPACE, Attachment, day_text, symbol_text
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import Direction
from tests.cast import Cast
from tests.factories import NOW
from tests.obligations import make_body, make_document

HEADER = """
<edXML:From><edXML:OrganId>000.00.00.H38</edXML:OrganId>
<edXML:OrganName>UBND tỉnh (giả định)</edXML:OrganName></edXML:From>
<edXML:To><edXML:OrganId>H38.1</edXML:OrganId>
<edXML:OrganName>Xã Tả Van</edXML:OrganName></edXML:To>
<edXML:To><edXML:OrganName>Xã Y Tý</edXML:OrganName></edXML:To>
<edXML:DocumentId>000.00.00.H38,2026/11/05,05/KH-UBND</edXML:DocumentId>
<edXML:Code><edXML:CodeNumber>05</edXML:CodeNumber>
<edXML:CodeNotation>KH-UBND</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:Place>Lào Cai</edXML:Place>
<edXML:PromulgationDate>2026/11/05</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:Type>1</edXML:Type><edXML:TypeName>Kế hoạch</edXML:TypeName>
</edXML:DocumentType>
<edXML:Subject>Chuyển đổi số (giả định)</edXML:Subject>
<edXML:Content>Chuyển đổi số (giả định)</edXML:Content>
<edXML:SignerInfo><edXML:Position>Chủ tịch</edXML:Position>
<edXML:FullName>Trần Văn A</edXML:FullName></edXML:SignerInfo>
<edXML:OtherInfo><edXML:Priority>0</edXML:Priority>
<edXML:PromulgationAmount>12</edXML:PromulgationAmount></edXML:OtherInfo>
"""
CELLS = {
    "symbol": "05/KH-UBND",
    "type": "Kế hoạch",
    "dated_on": "2026-11-05",
    "title": "Chuyển đổi số (giả định)",
    "author": "UBND tỉnh (giả định)",
    "signer": "Trần Văn A",
    "recipients": "Xã Tả Van\nXã Y Tý",
    "copies": "12",
    "note": "",
    "outside_id": "000.00.00.H38,2026/11/05,05/KH-UBND",
}


def package(
    header: str = HEADER, does: str = "0", attachments: str = "", before: str = ""
) -> bytes:
    return f"""{before}<edXML xmlns="{NAMESPACE}">
<edXML:edXMLEnvelope xmlns:edXML="{NAMESPACE}"><edXML:edXMLHeader>
<edXML:MessageHeader>{header}</edXML:MessageHeader>
<edXML:TraceHeaderList><edXML:Bussiness><edXML:BussinessDocType>{does}</edXML:BussinessDocType>
</edXML:Bussiness></edXML:TraceHeaderList></edXML:edXMLHeader></edXML:edXMLEnvelope>
<AttachmentEncoded>{attachments}</AttachmentEncoded></edXML>""".encode()


def attached(name: str, content: bytes, known: str = "cid:1") -> str:
    encoded = base64.b64encode(content).decode()
    return (
        f"<Attachment><ContentId>{known}</ContentId><AttachmentName>{name}</AttachmentName>"
        f"<ContentTransferEncoded>{encoded}</ContentTransferEncoded></Attachment>"
    )


def zipped(*names: str, content: bytes = b"%PDF-1.7") -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


def test_a_package_as_published_programs_write_it_is_read() -> None:
    found = read_package(package())
    assert (found.cells, found.sender_code, found.attachments) == (CELLS, "000.00.00.H38", ())


def test_another_spelling_of_the_envelope_is_read_alike() -> None:
    header = re.sub(r"(</?)edXML:", r"\1", HEADER).replace("FullName", "Signer")
    header = header.replace("2026/11/05</Prom", "05/11/2026</Prom")
    other = (
        f'<EdXMLEnvelope xmlns="http://www.go.vn/eDoc"><MessageHeader>{header}</MessageHeader>'
        "<Manifest/></EdXMLEnvelope>"
    )
    assert read_package(other.encode()).cells == CELLS


@pytest.mark.parametrize(
    "number, notation, symbol",
    [
        ("05", "QĐ-BCĐ", "05/QĐ-BCĐ"),
        ("5", "05/QĐ-BCĐ", "05/QĐ-BCĐ"),
        ("", "05/QĐ-BCĐ", "05/QĐ-BCĐ"),
        ("30", "2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("12", "UBND-VX", "12/UBND-VX"),
        ("12", "", "12"),
    ],
)
def test_number_and_notation_give_the_symbol(number: str, notation: str, symbol: str) -> None:
    assert symbol_text(number, notation) == symbol


@pytest.mark.parametrize(
    "text, day",
    [
        ("2026/11/05", "2026-11-05"),
        ("2026-11-05T08:30:00", "2026-11-05"),
        ("5/11/2026", "2026-11-05"),
        ("tháng 11", "tháng 11"),
    ],
)
def test_days_are_read_in_the_ways_that_programs_write_them(text: str, day: str) -> None:
    assert day_text(text) == day


@pytest.mark.parametrize(
    "content, kept",
    [
        (b"%PDF-1.7", b"%PDF-1.7"),
        (zipped("0c1f.pdf"), b"%PDF-1.7"),  # some programs put each into a zip
        (zipped("[Content_Types].xml"), None),  # a .docx is a zip itself
        (zipped("a.pdf", "b.pdf"), None),
    ],
)
def test_attachments_are_unwrapped_where_they_were_wrapped(
    content: bytes, kept: bytes | None
) -> None:
    found = read_package(package(attachments=attached("../../a.pdf", content)))
    assert found.attachments == (Attachment("a.pdf", content if kept is None else kept),)


@pytest.mark.parametrize(
    "content, code",
    [
        (package(does="1"), "package_revokes"),
        (package(does="2"), "package_updates"),
        (package(does="9"), "package_unknown"),
        (b"<edXML/>", "package_unknown"),
        (b"<edXML><MessageStatus/></edXML>", "package_is_a_receipt"),
        (b"<edXML", "package_damaged"),
        (b"", "package_damaged"),
        (b"PK\x03\x04", "package_damaged"),
        (package(before='<!DOCTYPE a [<!ENTITY b "c">]>'), "package_damaged"),
        (package(before='<!DOCTYPE a SYSTEM "file:///etc/passwd">'), "package_damaged"),
        ("<a/>".encode("utf-16"), "package_damaged"),
        (b"<a>" * 41 + b"</a>" * 41, "package_too_large"),
        (b"<a>" + b"<b/>" * 20_001 + b"</a>", "package_too_large"),
        (package(attachments=attached("a.pdf", b"x") * 101), "package_too_large"),
        (package(attachments="<Attachment><Content>no base64!</Content></Attachment>"), "damaged"),
    ],
)
def test_a_package_that_brings_no_document_or_could_do_harm_is_refused(
    content: bytes, code: str
) -> None:
    given = {"most_nodes": 20_000, "most_files": 100, "largest_file": 20 * 1024 * 1024}
    head, made = answer(given, content)
    assert (head["refused"].removeprefix("package_"), made) == (code.removeprefix("package_"), b"")


@pytest.mark.parametrize(
    "content, code",
    [
        (b" " * (40 * 1024 * 1024 + 1), "file_too_large"),
        (package(does="1"), "package_revokes"),
    ],
)
def test_what_was_refused_apart_is_refused_here(content: bytes, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_package(content)
    assert refused.value.code == code


def test_a_scan_larger_than_the_parsers_own_bound_is_read() -> None:
    scan = b"%PDF-1.7" + b"\0" * (12 * 1024 * 1024)
    assert read_package(package(attachments=attached("a.pdf", scan))).attachments == (
        Attachment("a.pdf", scan),
    )


@pytest.mark.django_db
def test_our_own_package_says_what_the_document_says(cast: Cast) -> None:
    body = make_body(cast.lao_cai)
    body.outside_code = "000.00.01.H38"
    document = make_document(
        body,
        signer="Trần <B> & C",
        recipients="Xã Tả Van\nXã Y Tý",
        copies=3,
        note="Có phụ lục",
    )
    files = [Attachment("a.pdf", b"%PDF-1.7"), Attachment("phụ lục.docx", zipped("word"))]
    written = write_package(document, files, written_at=NOW)
    assert write_package(document, files, written_at=NOW) == written
    found = read_package(written)
    assert (found.sender_code, found.attachments) == ("000.00.01.H38", tuple(files))
    assert found.cells == {
        "symbol": "05/QĐ-BCĐ",
        "type": "Quyết định",
        "dated_on": "2026-11-20",
        "title": "Phân công nhiệm vụ",
        "author": "Ban Chỉ đạo",
        "signer": "Trần <B> & C",
        "recipients": "Xã Tả Van\nXã Y Tý",
        "copies": "3",
        "note": "Có phụ lục",
        "outside_id": "000.00.01.H38,2026/11/20,05/QĐ-BCĐ",
    }


@pytest.mark.django_db
def test_what_came_is_written_as_its_author_sent_it(cast: Cast) -> None:
    document = make_document(
        make_body(cast.lao_cai),
        direction=Direction.INCOMING,
        author="Bộ Y tế",
        outside_id="G09,2026/11/20,1/QĐ-BYT",
    )
    found = read_package(write_package(document, written_at=NOW))
    assert (found.sender, found.cells["outside_id"]) == ("Bộ Y tế", "G09,2026/11/20,1/QĐ-BYT")
