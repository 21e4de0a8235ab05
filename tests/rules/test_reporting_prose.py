"""Reading the figures that stand inside a report's prose."""

import pytest

from giaoban.rules.reporting.prose import (
    KnownNames,
    LineKind,
    Part,
    Plain,
    Token,
    parts_in,
    prose_problems,
    read_prose,
)

KNOWN = KnownNames(indicators={"online", "staff"}, units={"15", "03037"})


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Không có số liệu.", (Plain("Không có số liệu."),)),
        ("[[online]]", (Token("[[online]]", "online", "now"),)),
        (
            "Đạt [[online]] hồ sơ, [[online|change]].",
            (
                Plain("Đạt "),
                Token("[[online]]", "online", "now"),
                Plain(" hồ sơ, "),
                Token("[[online|change]]", "online", "change"),
                Plain("."),
            ),
        ),
        (
            "[[online@03037|previous]]",
            (Token("[[online@03037|previous]]", "online", "previous", "03037"),),
        ),
        ("[[ online | change ]]", (Token("[[ online | change ]]", "online", "change"),)),
        ("[[online|]]", (Token("[[online|]]", "online", "now"),)),
        ("a [b] [[c", (Plain("a [b] [[c"),)),
    ],
)
def test_a_line_is_read_as_text_and_figures(text: str, pieces: tuple[object, ...]) -> None:
    (line,) = read_prose(text)
    assert line.pieces == pieces


def test_lines_are_paragraphs_lists_headings_and_parts_and_blank_ones_are_skipped() -> None:
    read = read_prose("Một\n\n- hai\n# Ba\n[[table]]\n  [[charts]]  ")
    assert [(line.number, line.kind, line.part) for line in read] == [
        (1, LineKind.PARAGRAPH, None),
        (3, LineKind.BULLET, None),
        (4, LineKind.HEADING, None),
        (5, LineKind.PART, Part.TABLE),
        (6, LineKind.PART, Part.CHARTS),
    ]


def test_the_parts_that_a_text_places_are_known() -> None:
    assert parts_in("[[table]]\nvà [[charts]] trong dòng") == {Part.TABLE}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[[online]] [[staff|previous]] [[coverage]] [[missing|names]]", []),
        ("[[online|last_year]] [[online|change_from_last_year]] [[online|cumulative]]", []),
        ("[[online|target]] [[online|percent_of_target]] [[online@03037]] [[late@03037]]", []),
        ("[[table]]", []),
        ("[[onlin]]", [(1, 1, "prose_unknown_name", {"name": "onlin"})]),
        ("[[]]", [(1, 1, "prose_unknown_name", {"name": ""})]),
        ("a\nĐạt [[online|chang]]", [(2, 5, "prose_unknown_view", {"view": "chang"})]),
        (
            "[[coverage|change]]",
            [(1, 1, "prose_view_not_for_name", {"name": "coverage", "view": "change"})],
        ),
        (
            "[[online|names]]",
            [(1, 1, "prose_view_not_for_name", {"name": "online", "view": "names"})],
        ),
        (
            "[[missing@03037|names]]",
            [(1, 1, "prose_view_not_for_name", {"name": "missing", "view": "names"})],
        ),
        ("[[online@99999]]", [(1, 1, "prose_unknown_unit", {"unit": "99999"})]),
        ("Xem [[table]].", [(1, 5, "prose_part_in_line", {"name": "table"})]),
        ("Đạt [[online", [(1, 5, "prose_not_closed", {"source": "[[online"})]),
        (
            "[[x]] [[online",
            [
                (1, 1, "prose_unknown_name", {"name": "x"}),
                (1, 7, "prose_not_closed", {"source": "[[online"}),
            ],
        ),
    ],
)
def test_what_means_nothing_is_named_with_its_place(text: str, found: list[object]) -> None:
    problems = prose_problems(text, KNOWN)
    assert [(p.line, p.column, p.problem.code, dict(p.problem.params)) for p in problems] == found


def test_an_indicator_called_like_a_count_is_meant_by_its_name() -> None:
    known = KnownNames(indicators={"late"}, units=set())
    assert prose_problems("[[late|change]]", known) == []
