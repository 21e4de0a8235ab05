"""Does the signed copy say the same as the report that it was made from?

The words of both are aligned in order. Numbers are compared as numbers in the report's language:
`25.544` and `25544` agree in Vietnamese, and `25,544` is another number.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any
from unicodedata import normalize

MOST_WORDS = 60_000
MOST_LISTED = 200
_GAP_IN_NUMBER = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))")
_GAP_BEFORE_PERCENT = re.compile(r"(?<=\d)\s+%")
_AROUND = "“”\"'‘’()[];:!?…,.*"
_MINUS = str.maketrans({"−": "-", "–": "-"})


@dataclass(frozen=True, slots=True)
class NumberMarks:
    """How a language writes numbers."""

    decimal: str
    group: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A stretch of the report in printing order; `where` is where a reader finds it.

    `has_figures`: its numbers were worked out or looked up, and each must be in the copy.
    `is_optional`: it may be printed or not (what stands inside a picture).
    """

    where: str
    text: str
    has_figures: bool = False
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A line of the copy; `place` says where in words that the page knows. Pages count from 1."""

    text: str
    place: Mapping[str, Any]
    page: int = 0


@dataclass(frozen=True, slots=True)
class MissedFigure:
    """A figure that is not where it belongs; `near` are the numbers that stand there instead."""

    where: str
    expected: str
    near: tuple[str, ...]
    place: Mapping[str, Any]
    moved_to: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ExtraNumber:
    text: str
    line: str
    place: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TextChange:
    where: str
    before: str
    after: str
    place: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CopyComparison:
    """`matched` of `figures` stand where they belong."""

    figures: int
    matched: int
    missed: tuple[MissedFigure, ...] = ()
    extra: tuple[ExtraNumber, ...] = ()
    changed: tuple[TextChange, ...] = ()

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    text: str
    line: int

    @property
    def has_digits(self) -> bool:
        return any(character.isdigit() for character in self.text)


@dataclass
class _Sides:
    draft: list[_Word]
    copy: list[_Word]
    missed: list[tuple[_Word, MissedFigure]] = field(default_factory=list)
    left: list[_Word] = field(default_factory=list)


def compare_copy(
    draft: Sequence[DraftLine],
    copy: Sequence[CopyLine],
    marks: NumberMarks,
    running: Sequence[str] = (),
    heads: Sequence[str] = (),
) -> CopyComparison | None:
    """What differs; None where either is too long to be compared.

    `running` are texts that every page may carry. `heads` are the heads of tables: they are printed
    again on each page that the table reaches, and their cells are read in any order.
    """
    written = _words([line.text for line in draft], marks)
    read = _words([line.text for line in copy], marks)
    if max(len(written), len(read)) > MOST_WORDS:
        return None
    again = [[word.key for word in _words([text], marks)] for text in running]
    read = _without_furniture(read, copy, [keys for keys in again if keys])
    sides = _Sides(written, _without_heads(read, heads))
    matcher = SequenceMatcher(
        None, [word.key for word in written], [word.key for word in sides.copy], autojunk=False
    )
    changed: list[TextChange] = []
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            block = (sides.draft[start:end], sides.copy[first:last])
            place = _place_at(copy, sides.copy, first)
            changed += _judged(draft, sides, block, place)
    missed = [_moved(word, found, sides.left, copy) for word, found in sides.missed]
    figures = sum(1 for word in written if draft[word.line].has_figures and word.has_digits)
    return CopyComparison(
        figures=figures,
        matched=figures - len(missed),
        missed=tuple(missed[:MOST_LISTED]),
        extra=tuple(
            ExtraNumber(word.text, copy[word.line].text[:200], copy[word.line].place)
            for word in sides.left
        )[:MOST_LISTED],
        changed=tuple(changed[:MOST_LISTED]),
    )


def _judged(
    draft: Sequence[DraftLine],
    sides: _Sides,
    block: tuple[list[_Word], list[_Word]],
    place: Mapping[str, Any],
) -> Iterator[TextChange]:
    """A stretch that differs: its figures that are missed, its numbers left over, its text."""
    was, now = block
    was = [word for word in was if not draft[word.line].is_optional]
    lost = [word for word in was if draft[word.line].has_figures and word.has_digits]
    numbers = [word for word in now if word.has_digits]
    near = tuple(word.text for word in numbers[:5])
    for word in lost:
        sides.missed.append((word, MissedFigure(draft[word.line].where, word.text, near, place)))
    # What stands in the place of a missed figure is told with it.
    sides.left += numbers[len(lost) :] if lost else numbers
    before = " ".join(word.text for word in was)
    after = " ".join(word.text for word in now)
    is_text = any(not word.has_digits for word in (*was, *now))
    if is_text and (before or after):
        where = draft[was[0].line].where if was else ""
        yield TextChange(where, before[:300], after[:300], place)


def _moved(
    word: _Word, found: MissedFigure, left: list[_Word], copy: Sequence[CopyLine]
) -> MissedFigure:
    """A figure that stands somewhere else in the copy, where nothing of the report belongs."""
    there = next((other for other in left if other.key == word.key), None)
    if there is None:
        return found
    left.remove(there)
    return MissedFigure(
        found.where, found.expected, found.near, found.place, copy[there.line].place
    )


def _place_at(copy: Sequence[CopyLine], words: Sequence[_Word], number: int) -> Mapping[str, Any]:
    if not words:
        return {}
    return copy[words[min(number, len(words) - 1)].line].place


def _without_furniture(
    words: list[_Word], copy: Sequence[CopyLine], again: Sequence[Sequence[str]]
) -> list[_Word]:
    """Without page numbers and running texts at the top and foot of each page."""
    pages: dict[int, list[_Word]] = {}
    for word in words:
        pages.setdefault(copy[word.line].page, []).append(word)
    kept: list[_Word] = []
    counted = 0
    for page, found in pages.items():
        if not page:
            kept += found
            continue
        found, counted = _without_number(found, page, counted)
        kept += _without_running(found, again)
    return kept


def _without_number(found: list[_Word], page: int, counted: int) -> tuple[list[_Word], int]:
    """A lone number at either end that is the page's, or counts on from the page before."""
    wanted = {str(page), str(counted + 1), "1", "2"} if page > 1 else {"1"}
    for end in (0, -1):
        if not found:
            break
        word = found[end]
        alone = sum(1 for other in found if other.line == word.line) == 1
        if word.text in wanted and (alone or end == 0):
            del found[end]
            return found, int(word.text)
    return found, counted


def _without_running(found: list[_Word], again: Sequence[Sequence[str]]) -> list[_Word]:
    is_shorter = True
    while is_shorter:
        is_shorter = False
        for keys in again:
            if keys and [word.key for word in found[: len(keys)]] == list(keys):
                found, is_shorter = found[len(keys) :], True
    return found


def _without_heads(words: list[_Word], heads: Sequence[str]) -> list[_Word]:
    """Without each stretch that has exactly the letters of a table's head."""
    for head in sorted(heads, key=len, reverse=True):
        letters = _letters(head)
        if letters:
            words = _without_letters(words, Counter(letters), len(letters))
    return words


def _without_letters(words: list[_Word], wanted: Counter[str], length: int) -> list[_Word]:
    spelt = [_letters(word.text) for word in words]
    kept: list[_Word] = []
    start = 0
    while start < len(words):
        end, size = start, 0
        while end < len(words) and size < length:
            # A word that the head has not ends the stretch at once.
            if not all(letter in wanted for letter in spelt[end]):
                break
            size += len(spelt[end])
            end += 1
        if size == length and Counter("".join(spelt[start:end])) == wanted:
            start = end
            continue
        kept.append(words[start])
        start += 1
    return kept


def _letters(text: str) -> str:
    return "".join(letter for letter in normalize("NFC", text).casefold() if letter.isalnum())


def _words(lines: Sequence[str], marks: NumberMarks) -> list[_Word]:
    words = []
    for number, line in enumerate(lines):
        joined = _GAP_BEFORE_PERCENT.sub("%", normalize("NFC", line))
        joined = _GAP_IN_NUMBER.sub(marks.group, joined)
        for text in joined.split():
            bare = text.strip(_AROUND)
            if any(map(str.isalnum, bare)):  # dashes are read together or not at all
                words.append(_Word(_key(bare, marks), bare, number))
    return words


def _key(word: str, marks: NumberMarks) -> str:
    value = number_value(word, marks)
    if value is None:
        return word.casefold()
    return f"{value.normalize():f}{'%' if word.endswith('%') else ''}"


def number_value(word: str, marks: NumberMarks) -> Decimal | None:
    """What a word says as a number; None where it is none, or is written as no number is.

    A gain's sign says nothing more: +5 is 5. Thousands are in threes, or not parted at all.
    """
    bare = word.translate(_MINUS).removesuffix("%").removeprefix("+")
    sign = -1 if bare.startswith("-") else 1
    whole, _mark, part = bare.removeprefix("-").partition(marks.decimal)
    groups = whole.split(marks.group)
    if not all(group.isdecimal() and group.isascii() for group in groups):
        return None
    if len(groups) > 1 and (len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:])):
        return None
    if _mark and not (part.isdecimal() and part.isascii()):
        return None
    return sign * Decimal(f"{''.join(groups)}.{part or '0'}")
