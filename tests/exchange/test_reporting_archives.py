"""A zip is read in memory and within limits; what cannot be taken is named."""

import zipfile
from io import BytesIO
from typing import Any

import pytest

from giaoban.exchange.reporting.archives import files_in


def zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def found(content: bytes) -> list[tuple[str, bytes, str]]:
    return [
        (file.name, file.content, file.problem.code if file.problem else "")
        for file in files_in(content)
    ]


def test_files_in_folders_are_found_and_what_computers_add_is_not_seen() -> None:
    content = zipped(
        {
            "xã/a.xlsx": b"a",
            "b.csv": b"b",
            "__MACOSX/xã/._a.xlsx": b"",
            "xã/~$a.xlsx": b"",
            "Thumbs.db": b"",
        }
    )
    assert found(content) == [("xã/a.xlsx", b"a", ""), ("b.csv", b"b", "")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../a.xlsx", "archive_path_escapes"),
        ("/a.xlsx", "archive_path_escapes"),
        ("C:\\a.xlsx", "archive_path_escapes"),
        ("again.zip", "archive_nested"),
        ("letter.docx", "file_kind_unknown"),
    ],
)
def test_what_cannot_be_taken_is_named(name: str, code: str) -> None:
    assert found(zipped({name: b"x", "good.csv": b"y"})) == [
        (name, b"", code),
        ("good.csv", b"y", ""),
    ]


def test_limits_stop_a_zip_that_is_too_much(settings: Any) -> None:
    content = zipped({"a.csv": b"x" * 1000, "b.csv": b"y"})
    settings.UPLOAD_LARGEST_FILE = 999
    assert [code for _, _, code in found(content)] == ["file_too_large", ""]
    settings.ARCHIVE_LARGEST_TOTAL = 1000
    assert found(content) == [("", b"", "archive_too_large")]
    settings.ARCHIVE_MOST_FILES = 1
    assert found(content) == [("", b"", "archive_too_many_files")]


def test_a_damaged_zip_and_a_damaged_file_in_it_are_said_so() -> None:
    content = zipped({"a.csv": bytes(range(256)) * 40, "b.csv": b"y"})
    assert found(b"PK\x03\x04 no zip") == [("", b"", "archive_damaged")]
    broken = bytearray(content)
    broken[60:80] = bytes(20)
    assert [code for _, _, code in found(bytes(broken))] == ["file_damaged", ""]


def test_a_size_that_lies_unpacks_no_more_than_it_says() -> None:
    content = bytearray(zipped({"a.csv": b"x" * 5000}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.index(signature) + offset
        content[at : at + 4] = (10).to_bytes(4, "little")
    assert [(content, code) for _, content, code in found(bytes(content))] == [
        (b"", "file_damaged")
    ]


def test_a_link_in_a_zip_is_no_file() -> None:
    link = zipfile.ZipInfo("secret.csv")
    link.external_attr = 0o120777 << 16
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert found(out.getvalue()) == [("secret.csv", b"", "archive_link")]


def test_a_zip_without_files_is_said_so() -> None:
    assert found(zipped({})) == [("", b"", "archive_empty")]
