"""What does a typed cell hold, and has somebody else changed it meanwhile?"""

from collections.abc import Collection
from dataclasses import dataclass

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.cell_input import LARGEST_NUMBER, typed_number, yes_or_no
from giaoban.rules.reporting.indicators import IndicatorKind

LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class CellContent:
    """A number or a text; neither means an empty cell."""

    number: float | None = None
    text: str = ""


def typed_cell(
    kind: IndicatorKind, typed: str, language: str, *, largest: float = LARGEST_NUMBER
) -> CellContent:
    """What was typed, read by the kind of its indicator and the language of the page.

    Raises RuleError `not_a_number`, `misplaced_grouping`, `too_large`, `not_yes_or_no` or
    `text_too_long` (most). A choice that is not offered is left to the checks.
    """
    if kind in {IndicatorKind.COUNT, IndicatorKind.AMOUNT}:
        return CellContent(number=typed_number(typed, language, largest=largest))
    if kind is IndicatorKind.YES_NO:
        return CellContent(number=yes_or_no(typed))
    text = typed.replace("\r\n", "\n").replace("\0", "").strip()  # PostgreSQL keeps no NUL
    if len(text) > LONGEST_TEXT:
        raise RuleError("text_too_long", most=LONGEST_TEXT)
    return CellContent(text=text)


def is_newer(
    stored: CellContent,
    known: CellContent,
    wanted: CellContent,
    sent: Collection[CellContent] = (),
) -> bool:
    """Whether somebody else changed the cell since the page last knew it.

    The same answer given twice is no conflict: a page that never heard back sends it again. `sent`
    is what it sent before and never heard of: that may have been stored.
    """
    return stored not in (known, wanted, *sent)


def is_text_newer(stored: str, known: Collection[str], wanted: str) -> bool:
    """The same of a remark; where nothing is said to be known, nothing is judged."""
    return bool(known) and stored not in (*known, wanted)
