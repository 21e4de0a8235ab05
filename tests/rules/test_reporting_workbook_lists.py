"""Where the entries of a list end: at the words below it, in their own column."""

import pytest

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.workbook_lists import found_list
from giaoban.rules.reporting.workbook_marks import Asking, Mark, MarkKind
from giaoban.rules.reporting.workbook_shape import Words, plain

OTHER = Mark(MarkKind.LIST, "a", "A9", head="A8", head_text="Loại")


def marked(code: str, letter: str, head: str) -> Mark:
    """A column of a list: its head in row 2, three rows for entries, its foot in A6."""
    words = {"label": "A6", "label_text": "Cộng", "head": f"{letter}2", "head_text": head}
    asking = Asking(list="cau", column=code, rows=3)
    return Mark(MarkKind.LIST, "a", f"{letter}3", f"cau__{code}", asking=asking, **words)


COLUMNS = (marked("ten", "A", "Tên"), marked("ghi", "B", "Ghi chú"))
HEADS = ["Công trình", "Tên | Ghi chú"]


def words(rows: list[str]) -> Words:
    cells = ((at, row.split("|")) for at, row in enumerate(rows))
    return Words(
        ((at, column), plain(text))
        for at, row in cells
        for column, text in enumerate(row)
        if text.strip()
    )


ENDS = {
    "as it was marked": ([*HEADS, "Cầu", "", "", "Cộng"], 5),
    "with its words in another column": ([*HEADS, "Cầu | cộng", "Kè", "", "Cộng"], 5),
    "with rows put in": ([*HEADS, "Cầu", "Kè", "Đường", "Cống", "Mương", "Cộng"], 7),
    "with rows taken away": ([*HEADS, "Cầu", "Cộng"], 3),
    "with a column put in before": (["", "TT | Tên | Ghi chú", "1 | Cầu", "2", "3", " | Cộng"], 5),
    "with the same words below": ([*HEADS, "Cầu", "", "", "Cộng", "", "Cộng"], 5),
    "with rows put in before another list": (
        [*HEADS, "Cầu", "", "", "", "Cộng", "Loại", "", "Cộng"],
        6,
    ),
    "with an entry of its words": ([*HEADS, "Cầu", "Cộng", "Kè", "Cộng"], None),
    "with rows put in and an entry of its words": (
        [*HEADS, "a", "b", "c", "d", "Cộng", "Kè", "Cộng"],
        None,
    ),
    "with its words gone from their column": ([*HEADS, "Cầu | Cộng", "Kè", "", "Tổng"], None),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_list_ends_at_its_foot_or_is_refused_where_an_entry_may_be_taken_for_it(
    name: str,
) -> None:
    rows, end = ENDS[name]
    if end is not None:
        assert found_list("cau", COLUMNS, "a", words(rows), [OTHER]).end == end
        return
    with pytest.raises(RuleError) as raised:
        found_list("cau", COLUMNS, "a", words(rows), [OTHER])
    assert (raised.value.code, raised.value.params["cell"]) == ("workbook_label_moved", "A6")
