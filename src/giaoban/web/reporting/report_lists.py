"""How are the rows of a list drawn, and what has become of those that were typed?"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.actions.reporting.typed_lists import TypedList, TypedRow
from giaoban.documents.numbers import MISSING, exact_number, format_number
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.checks import Finding, FindingCode, FindingLevel
from giaoban.rules.reporting.form_structure import generated_code
from giaoban.rules.reporting.list_rows import MOST_ROWS, RowCells
from giaoban.rules.reporting.structure_texts import ColumnKind, ColumnText, ListText
from giaoban.web.reporting.report_lines import ShownLine
from giaoban.web.reporting.report_words import problem_in_row


@dataclass(frozen=True)
class TypedBackList:
    """What the last save could not store of a list: `rows` as they were typed, None where they are.

    `problems` by index of the row and code of the column; `said` concerns the whole list.
    """

    rows: Sequence[TypedRow] | None = None
    problems: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    said: str = ""


@dataclass(frozen=True)
class ListCell:
    """`typed` is what stands in the field, `answer` how it is read."""

    column: ColumnText
    typed: str
    answer: str
    problem: str = ""


@dataclass(frozen=True)
class ShownListRow:
    number: int
    cells: tuple[ListCell, ...]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(name of the column, what is wrong), cell by cell."""
        return [(cell.column.name, cell.problem) for cell in self.cells if cell.problem]


@dataclass(frozen=True)
class ShownList:
    """`count` is the line of the number of rows, `totals` that of each column, None without one.

    `known` are the stored rows as the page will send them back; empty before the list is answered.
    """

    listed: ListText
    number: str
    rows: tuple[ShownListRow, ...]
    count: ShownLine
    totals: tuple[ShownLine | None, ...]
    known: str
    said: str
    kind: str = "list"

    @property
    def code(self) -> str:
        return self.listed.code

    @property
    def blank(self) -> ShownListRow:
        """The row after the last: for who has no scripts, and as the pattern of a new one."""
        cells = tuple(ListCell(column, "", MISSING) for column in self.listed.columns)
        return ShownListRow(len(self.rows) + 1, cells)

    @property
    def is_answered(self) -> bool:
        return self.count.line.number is not None

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= MOST_ROWS

    @property
    def lines(self) -> tuple[ShownLine, ...]:
        return (self.count, *(line for line in self.totals if line))

    @property
    def width(self) -> int:
        return 2 + len(self.listed.columns)


def shown_list(
    listed: ListText,
    count: ShownLine,
    by_code: Mapping[str, ShownLine],
    rows: Sequence[RowCells],
    back: TypedBackList,
    found: Sequence[Finding],
) -> ShownList:
    texts = [row_texts(listed, row) for row in rows]
    problems = problems_by_row(listed, found, back)
    typed = texts if back.rows is None else back.rows
    return ShownList(
        listed=listed,
        number=count.number,
        rows=tuple(
            ShownListRow(
                index + 1,
                tuple(
                    ListCell(
                        column,
                        row.get(column.code, ""),
                        cell_answer(column, rows[index].get(column.code))
                        if back.rows is None
                        else row.get(column.code, ""),
                        problems.get(index, {}).get(column.code, ""),
                    )
                    for column in listed.columns
                ),
            )
            for index, row in enumerate(typed)
        ),
        count=count,
        totals=tuple(
            by_code.get(generated_code(listed.code, column.code)) for column in listed.columns
        ),
        known=known_rows(listed, rows) if count.line.number is not None else "",
        said=back.said,
    )


def problems_by_row(
    listed: ListText, found: Sequence[Finding], back: TypedBackList
) -> dict[int, dict[str, str]]:
    """By index of the typed row and code of the column: what cannot be read, then what is wrong."""
    # Stored are the rows that hold anything: their numbers lead back to the rows as typed.
    stored_at = None
    if back.rows is not None:
        stored_at = [index for index, row in enumerate(back.rows) if _holds(row, back, index)]
    problems: dict[int, dict[str, str]] = {
        index: dict(of_row) for index, of_row in back.problems.items()
    }
    own = {generated_code(listed.code, "rows")}
    for finding in found:
        if finding.code is not FindingCode.IN_LIST_ROW or finding.indicator not in own:
            continue
        if finding.level is FindingLevel.MISSING:
            continue  # an empty cell of a draft is no mistake yet
        index = int(finding.params["row"]) - 1
        if stored_at is not None:
            if index >= len(stored_at):
                continue
            index = stored_at[index]
        column = str(finding.params["column_code"])
        problems.setdefault(index, {}).setdefault(column, problem_in_row(finding))
    return problems


def _holds(row: TypedRow, back: TypedBackList, index: int) -> bool:
    unread = back.problems.get(index, {})
    return any(text.strip() and column not in unread for column, text in row.items())


def row_texts(listed: ListText, row: RowCells) -> dict[str, str]:
    """A stored row as one would type it."""
    texts = {}
    for column in listed.columns:
        content = row.get(column.code)
        if content is None:
            continue
        if isinstance(content, str):
            texts[column.code] = content
        elif column.kind == ColumnKind.YES_NO:
            texts[column.code] = str(int(content))
        else:
            texts[column.code] = exact_number(content, get_language() or "vi")
    return texts


def known_rows(listed: ListText, rows: Sequence[RowCells]) -> str:
    texts = [row_texts(listed, row) for row in rows]
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"))


def cell_answer(column: ColumnText, content: float | str | None) -> str:
    """A stored cell as it is read, a dash where there is nothing."""
    if content is None or content == "":
        return MISSING
    if column.kind == ColumnKind.DATE and isinstance(content, str):
        return day_text(date.fromisoformat(content))
    if isinstance(content, str):
        return content
    if column.kind == ColumnKind.YES_NO:
        return _("yes") if content else _("no")
    decimals = 0 if column.kind == ColumnKind.COUNT else column.decimals
    return format_number(content, get_language() or "vi", decimals=decimals)


def typed_lists(
    given: Mapping[str, str], all_given: Callable[[str], Sequence[str]]
) -> dict[str, TypedList]:
    """The lists that were sent: whole as `rows-LIST`, or field by field as `row-LIST-N-COLUMN`.

    The first is how scripts send them, with `sent-rows-LIST` for each time that it was sent in vain
    (`all_given` gives those); `none-LIST` says that there were none.
    """
    found: dict[str, TypedList] = {}
    fields: dict[str, dict[str, dict[str, str]]] = {}
    for name, text in given.items():
        kind, _dash, rest = name.partition("-")
        if kind == "row" and rest.count("-") == 2:
            code, number, column = rest.split("-")
            fields.setdefault(code, {}).setdefault(number, {})[column] = text
        elif kind == "rows" and text:
            known = given.get(f"was-{name}", "")
            rows = _read(text)
            sent = [_read(each) for each in all_given(f"sent-{name}")]
            found[rest] = TypedList(rows, _read(known), not rows and not known, sent)
        elif kind == "none":
            known = given.get(f"was-rows-{rest}", "")
            found[rest] = TypedList([], _read(known), is_answer=True)
    for code, by_number in fields.items():
        known = given.get(f"was-rows-{code}", "")
        found.setdefault(code, TypedList(list(by_number.values()), _read(known)))
    return found


def _read(text: str) -> list[dict[str, str]]:
    """Rows as the page sends them; what is nothing of the kind says nothing."""
    try:
        rows: Any = json.loads(text) if text else []
    except ValueError:
        return []
    if not isinstance(rows, list):
        return []
    return [
        {str(column): str(value) for column, value in row.items()} if isinstance(row, dict) else {}
        for row in rows[: MOST_ROWS + 1]
    ]
