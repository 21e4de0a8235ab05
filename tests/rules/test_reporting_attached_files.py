"""Which files may lie beside a report."""

import pytest

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.attached_files import LARGEST_FILE, refuse_file


@pytest.mark.parametrize(
    "name, beginning",
    [
        ("kế hoạch.pdf", b"%PDF-1.7"),
        ("ANH.JPG", b"\xff\xd8\xff\xe0"),
        ("anh.png", b"\x89PNG\r\n\x1a\n"),
        ("bieu.xlsx", b"PK\x03\x04"),
        ("bieu.ods", b"PK\x03\x04"),
    ],
)
def test_documents_pictures_and_tables_are_taken(name: str, beginning: bytes) -> None:
    refuse_file(name, 1000, beginning)


@pytest.mark.parametrize(
    "name, size, beginning, code",
    [
        ("chay.exe", 1000, b"MZ", "file_kind_not_allowed"),
        ("trang.html", 1000, b"<html>", "file_kind_not_allowed"),
        ("anh.svg", 1000, b"<svg", "file_kind_not_allowed"),
        ("khong-duoi", 1000, b"%PDF-", "file_kind_not_allowed"),
        ("rong.pdf", 0, b"", "file_is_empty"),
        ("to.pdf", LARGEST_FILE + 1, b"%PDF-", "attached_file_too_large"),
        ("gia.pdf", 1000, b"MZ\x90\x00", "file_is_not_what_it_says"),
        ("gia.xlsx", 1000, b"\xd0\xcf\x11\xe0", "file_is_not_what_it_says"),
    ],
)
def test_other_files_are_refused(name: str, size: int, beginning: bytes, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        refuse_file(name, size, beginning)
    assert refused.value.code == code
