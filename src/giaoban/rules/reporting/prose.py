"""Which figures stand inside a report's prose, and where is one that means nothing?

A figure is written `[[code]]`, `[[code|previous]]`, `[[code@UNIT|change]]`; a count of units
`[[coverage]]`, `[[missing]]`, `[[missing|names]]`. It stays live until the report is fixed. A line
that holds `[[table]]`, `[[charts]]`, `[[timeliness]]`, `[[tasks]]` or `[[words]]` alone is where
that part of the report stands. What cannot be read stays in the text as it was typed.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from giaoban.rules.problems import Problem


class View(StrEnum):
    """What of an indicator is written; NAMES lists units and is for counts of them."""

    NOW = "now"
    PREVIOUS = "previous"
    LAST_YEAR = "last_year"
    CHANGE = "change"  # from the period before
    CHANGE_FROM_LAST_YEAR = "change_from_last_year"
    TARGET = "target"
    PERCENT_OF_TARGET = "percent_of_target"
    CUMULATIVE = "cumulative"
    NAMES = "names"


class Count(StrEnum):
    """Counts of units; COVERAGE is "96/99"."""

    COVERAGE = "coverage"
    EXPECTED = "expected"
    RECEIVED = "received"
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    RETURNED = "returned"


class Part(StrEnum):
    """Parts of the report that are not prose."""

    TABLE = "table"
    CHARTS = "charts"
    TIMELINESS = "timeliness"
    WORDS = "words"  # what units wrote, of that which was chosen into the section
    TASKS = "tasks"  # how the tasks of the unit and of those under it stand


class LineKind(StrEnum):
    PARAGRAPH = "paragraph"
    BULLET = "bullet"  # "- " in front
    HEADING = "heading"  # "# " in front
    PART = "part"


NAMED_COUNTS = frozenset({Count.LATE, Count.MISSING, Count.RETURNED})


@dataclass(frozen=True, slots=True)
class Plain:
    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """`source` is what was typed, brackets included; `view` may be a word that is unknown."""

    source: str
    name: str
    view: str
    unit: str = ""


Piece = Plain | Token


@dataclass(frozen=True, slots=True)
class Line:
    """One line of prose; `number` counts from 1, and `part` is set where it is one of the parts."""

    number: int
    kind: LineKind
    pieces: tuple[Piece, ...] = ()
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class ProseProblem:
    """A problem and where it stands, both counted from 1."""

    line: int
    column: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a report can write: codes of indicators, and codes of the unit and those under it.

    An indicator that is called like a count is meant by its name.
    """

    indicators: Collection[str]
    units: Collection[str]


_TOKEN = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_MARKS = (("- ", LineKind.BULLET), ("– ", LineKind.BULLET), ("# ", LineKind.HEADING))


def read_prose(text: str) -> list[Line]:
    """The lines that say something, in order; blank ones only set others apart."""
    return [
        _line(number, written.strip())
        for number, written in enumerate(text.splitlines(), start=1)
        if written.strip()
    ]


def prose_problems(text: str, known: KnownNames) -> list[ProseProblem]:
    """Everything that could not be written, in reading order.

    Codes: `prose_not_closed` (source), `prose_unknown_name` (name), `prose_unknown_view` (view),
    `prose_view_not_for_name` (name, view), `prose_unknown_unit` (unit), `prose_part_in_line`
    (name).
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        rest = _TOKEN.sub(lambda match: "\0" * len(match[0]), line)
        for match in _TOKEN.finditer(line):
            problem = _token_problem(_token(match), known, stands_alone=_part(line) is not None)
            if problem is not None:
                found.append(ProseProblem(number, match.start() + 1, problem))
        opened = rest.find("[[")
        if opened >= 0:
            source = line[opened : opened + 40]
            found.append(
                ProseProblem(number, opened + 1, Problem("prose_not_closed", {"source": source}))
            )
    return sorted(found, key=lambda problem: (problem.line, problem.column))


def parts_in(text: str) -> set[Part]:
    """The parts that the text places."""
    return {line.part for line in read_prose(text) if line.part is not None}


def is_count(token: Token, known_indicators: Collection[str]) -> bool:
    """Whether the name is that of a count of units, and not of an indicator."""
    return token.name not in known_indicators and token.name in set(Count)


def _line(number: int, written: str) -> Line:
    part = _part(written)
    if part is not None:
        return Line(number, LineKind.PART, part=part)
    for mark, kind in _MARKS:
        if written.startswith(mark):
            return Line(number, kind, tuple(_pieces(written.removeprefix(mark).strip())))
    return Line(number, LineKind.PARAGRAPH, tuple(_pieces(written)))


def _part(written: str) -> Part | None:
    match = _TOKEN.fullmatch(written.strip())
    name = match[1].strip() if match else ""
    return Part(name) if name in set(Part) else None


def _pieces(written: str) -> Iterator[Piece]:
    done = 0
    for match in _TOKEN.finditer(written):
        if match.start() > done:
            yield Plain(written[done : match.start()])
        yield _token(match)
        done = match.end()
    if done < len(written):
        yield Plain(written[done:])


def _token(match: re.Match[str]) -> Token:
    asked, _, view = match[1].partition("|")
    name, _, unit = asked.partition("@")
    return Token(match[0], name.strip(), view.strip() or View.NOW, unit.strip())


def _token_problem(token: Token, known: KnownNames, *, stands_alone: bool) -> Problem | None:
    if token.name in set(Part) and token.name not in known.indicators:
        return None if stands_alone else Problem("prose_part_in_line", {"name": token.name})
    is_counted = is_count(token, known.indicators)
    if not is_counted and token.name not in known.indicators:
        return Problem("prose_unknown_name", {"name": token.name})
    if token.view not in set(View):
        return Problem("prose_unknown_view", {"view": token.view})
    if is_counted:
        allowed = {View.NOW, View.NAMES} if token.name in NAMED_COUNTS else {View.NOW}
    else:
        allowed = set(View) - {View.NAMES}
    if token.view not in allowed or (token.view == View.NAMES and token.unit):
        return Problem("prose_view_not_for_name", {"name": token.name, "view": token.view})
    if token.unit and token.unit not in known.units:
        return Problem("prose_unknown_unit", {"unit": token.unit})
    return None
