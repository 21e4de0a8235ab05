"""What a row of a table of documents says, and what is said of one that cannot be read."""

from datetime import date

import pytest

from giaoban.rules.register.document_rows import (
    COLUMNS,
    DocumentProblem,
    DocumentRow,
    judged_row,
    read_document_rows,
)
from giaoban.rules.register.documents import Access, Direction
from giaoban.rules.register.kinds import (
    DECREED,
    OTHERS,
    PLAIN,
    PLAIN_TYPES,
    TYPES,
    changed_kinds,
)

TODAY = date(2026, 11, 20)
CAME = {
    "direction": "incoming",
    "symbol": "749/QĐ-TTg",
    "dated_on": "2026-11-10",
    "arrived_on": "2026-11-12",
    "title": "Phê duyệt \0 chương trình",
    "author": "Thủ tướng Chính phủ",
}


def test_a_row_is_read_as_it_stands_and_its_type_from_the_symbol() -> None:
    more = {"recipients": "Sở Y tế; Sở Xây dựng\n", "copies": "12", "access": "public"}
    assert judged_row(2, CAME | more, TODAY) == (
        DocumentRow(
            line=2,
            direction=Direction.INCOMING,
            symbol="749/QĐ-TTg",
            type_code="QĐ",
            dated_on=date(2026, 11, 10),
            arrived_on=date(2026, 11, 12),
            title="Phê duyệt chương trình",
            author="Thủ tướng Chính phủ",
            recipients="Sở Y tế\nSở Xây dựng",
            copies=12,
            access=Access.PUBLIC,
        ),
        [],
    )


@pytest.mark.parametrize(
    "direction, symbol, number",
    [
        ("outgoing", "05/QĐ-BCĐ", 5),
        ("outgoing", "30/2026/QĐ-UBND", 30),
        ("outgoing", "12a/KH-BCĐ", None),  # a letter tells it from 12: no number of a series
        ("outgoing", "không số", None),
        ("incoming", "05/QĐ-BCĐ", None),  # the number of its arrival is another one
    ],
)
def test_what_goes_out_bears_the_number_of_its_symbol(
    direction: str, symbol: str, number: int | None
) -> None:
    row, problems = judged_row(2, CAME | {"direction": direction, "symbol": symbol}, TODAY)
    assert (row.number if row else "no row", problems) == (number, [])


@pytest.mark.parametrize(
    "change, column, code",
    [
        ({"direction": "đến"}, "direction", "direction_unknown"),
        ({"symbol": " "}, "symbol", "text_missing"),
        ({"symbol": "1" * 61}, "symbol", "text_too_long"),
        ({"title": ""}, "title", "text_missing"),
        ({"dated_on": ""}, "dated_on", "text_missing"),
        ({"dated_on": "10/11/2026"}, "dated_on", "date_malformed"),
        ({"dated_on": "20261110"}, "dated_on", "date_malformed"),
        ({"dated_on": "2026-13-01"}, "dated_on", "date_malformed"),
        ({"dated_on": "1845-01-01"}, "dated_on", "date_out_of_range"),
        ({"arrived_on": "2026-11-21"}, "arrived_on", "date_in_the_future"),
        ({"arrived_on": "2026-11-09"}, "dated_on", "dated_after_arrival"),
        ({"arrived_on": ""}, "arrived_on", "arrival_missing"),
        ({"author": ""}, "author", "author_missing"),
        ({"type": "Quyết nghị"}, "type", "type_unknown"),
        ({"number": "0"}, "number", "number_malformed"),
        ({"number": "5a"}, "number", "number_malformed"),
        ({"number": "1000000"}, "number", "number_malformed"),
        ({"copies": "-1"}, "copies", "copies_malformed"),
        ({"access": "mọi người"}, "access", "access_unknown"),
        ({"secrecy": "Tối mật"}, "secrecy", "state_secret"),
        ({"secrecy": "MẬT"}, "secrecy", "state_secret"),
        ({"secrecy": "A"}, "secrecy", "secrecy_unknown"),
        ({"note": "Bản sao\nMẬT"}, "secrecy", "state_secret"),
        ({"note": "Độ mật: Tuyệt mật"}, "secrecy", "state_secret"),
        ({"title": "MẬT\nPhê duyệt chương trình"}, "secrecy", "state_secret"),
    ],
)
def test_a_bad_cell_is_named_with_its_column(
    change: dict[str, str], column: str, code: str
) -> None:
    row, problems = judged_row(7, CAME | change, TODAY)
    assert row is None
    assert [(each.line, each.column, each.code) for each in problems] == [(7, column, code)]


def test_everything_that_is_wrong_with_a_row_is_said_at_once() -> None:
    _row, problems = judged_row(2, dict.fromkeys(COLUMNS, "") | {"copies": "x"}, TODAY)
    assert {each.column for each in problems} == {
        *("direction", "symbol", "dated_on", "title", "copies")
    }


def table(*rows: dict[str, str], header: tuple[str, ...] = tuple(CAME)) -> list[DocumentProblem]:
    lines = [
        (line, tuple(row.get(name, "") for name in header)) for line, row in enumerate(rows, 2)
    ]
    return read_document_rows(header, lines, TODAY)[1]


@pytest.mark.parametrize(
    "rows, header, expected",
    [
        ([CAME], tuple(CAME), []),
        ([], tuple(CAME), [(1, "", "file_empty")]),
        ([CAME], (*CAME, "độ khẩn"), [(1, "độ khẩn", "column_unknown")]),
        ([CAME], (*CAME, "title"), [(1, "title", "column_twice")]),
        ([CAME], tuple(CAME)[1:], [(1, "direction", "column_missing")]),
        ([CAME, CAME], tuple(CAME), [(3, "symbol", "document_twice")]),
        # the same paper, spelled otherwise
        (
            [CAME, CAME | {"symbol": "Số: 749/qđ–ttg", "author": "THỦ TƯỚNG CHÍNH PHỦ"}],
            tuple(CAME),
            [(3, "symbol", "document_twice")],
        ),
        ([CAME, CAME | {"author": "Bộ Y tế"}], tuple(CAME), []),
        (
            [CAME | {"outside_id": "x"}, CAME | {"outside_id": "x", "symbol": "2/QĐ-TTg"}],
            (*CAME, "outside_id"),
            [(3, "symbol", "document_twice")],
        ),
    ],
)
def test_a_table_is_judged_as_a_whole(
    rows: list[dict[str, str]], header: tuple[str, ...], expected: list[tuple[int, str, str]]
) -> None:
    found = table(*rows, header=header)
    assert [(each.line, each.column, each.code) for each in found] == expected


def test_a_row_of_another_length_is_named() -> None:
    problems = read_document_rows(tuple(CAME), [(2, ("incoming",))], TODAY)[1]
    assert problems == [
        DocumentProblem(2, "", "row_length_differs", {"cells": 1, "columns": len(CAME)})
    ]


@pytest.mark.parametrize("code, name", TYPES.items())
def test_a_type_is_known_by_name_and_abbreviation(code: str, name: str) -> None:
    assert (DECREED.named(name.upper()), DECREED.named(code)) == (code, code)
    assert DECREED.name_of(code) == name


@pytest.mark.parametrize("name", ["", "Công văn", "CÔNG VĂN", "Thư công"])
def test_a_letter_has_no_abbreviation(name: str) -> None:
    assert DECREED.named(name) == ""


def test_a_profile_adds_renames_and_retires_types():
    changed = changed_kinds({"PCV": "Phiếu công việc", "BC": "Báo cáo tuần", "GNP": ""})
    assert changed.offered == {
        **{code: name for code, name in TYPES.items() if code != "GNP"},
        "BC": "Báo cáo tuần",
        "PCV": "Phiếu công việc",
    }
    # Old papers bear it still, and what comes in may be of a type that nobody here writes.
    assert (changed.name_of("GNP"), changed.named("Giấy nghỉ phép")) == ("Giấy nghỉ phép", "GNP")
    assert [changed.named(name) for name in OTHERS.values()] == list(OTHERS)
    assert changed.shown_by("07/PCV-BCĐ") == "PCV"


def test_where_no_decree_says_the_types_they_are_plain_ones():
    assert PLAIN.offered == PLAIN_TYPES
    assert (PLAIN.name_of("PLAN"), PLAIN.name_of("")) == ("Plan", "Letter")
    assert [PLAIN.named(name) for name in ("decision", "Letter", "Quyết định")] == ["DEC", "", None]
    assert PLAIN.shown_by("05/DIR-CRRP") == "DIR"
    changed = changed_kinds({"MEMO": "Memorandum", "INV": ""}, PLAIN)
    assert list(changed.offered) == [*(code for code in PLAIN_TYPES if code != "INV"), "MEMO"]
    assert changed.name_of("") == "Letter"
