"""How is a cell of the report page drawn: what it holds as text, and what is said below it?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.documents.numbers import MISSING, format_number, format_percent
from giaoban.queries.reporting.report_page import Line, Part, Report
from giaoban.rules.reporting.checks import Finding, FindingLevel
from giaoban.web.reporting.report_words import finding_words


@dataclass(frozen=True)
class ShownFinding:
    """`check_id` is where a warning's reason goes; `tone` is late for errors, term for the rest."""

    level: str
    words: str
    check_id: int | None
    reason: str
    problem: str = ""  # why the reason that was typed is not stored

    @property
    def is_warning(self) -> bool:
        return self.level == FindingLevel.WARNING

    @property
    def is_error(self) -> bool:
        return self.level == FindingLevel.ERROR


@dataclass(frozen=True)
class ShownLine:
    """`typed` is what stands in the input: what could not be read stays there as it was typed.

    `known` is what is stored, as the page will send it back to tell whether somebody else was
    quicker; `newer` says that somebody was.
    """

    line: Line
    number: str  # 1, 1.1: as a paper form counts its rows
    typed: str
    known: str
    figure: str
    answer: str  # as it is read, a dash where there is none
    previous: str
    last_year: str
    target: str
    typed_remark: str = ""  # what a reviewer had typed beside it
    problem: str = ""
    newer: str = ""
    note: str = ""
    note_problem: str = ""
    findings: tuple[ShownFinding, ...] = ()

    @property
    def has_error(self) -> bool:
        return bool(self.problem) or any(finding.is_error for finding in self.findings)

    @property
    def has_warning(self) -> bool:
        return any(finding.is_warning for finding in self.findings)

    @property
    def has_notes_below(self) -> bool:
        return bool(self.problem or self.newer or self.findings or self.line.remark)


@dataclass(frozen=True)
class ShownPart:
    """A section with its state: how many cells are wrong, doubtful, empty."""

    part: Part
    lines: tuple[ShownLine, ...]
    errors: int
    warnings: int
    empty: int

    @property
    def number(self) -> int:
        return self.part.number

    @property
    def title(self) -> str:
        return self.part.title


@dataclass(frozen=True)
class TypedRemark:
    """A remark as it was typed, and why it was not stored."""

    text: str
    problem: str


@dataclass
class TypedBack:
    """What the last save could not store, by indicator code; of reasons by check id."""

    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    newer: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, TypedRemark] = field(default_factory=dict)
    reasons: Mapping[int, TypedRemark] = field(default_factory=dict)
    remark: TypedRemark | None = None

    @property
    def is_kept(self) -> bool:
        return not (self.problems or self.newer or self.notes or self.reasons or self.remark)


@dataclass(frozen=True)
class ShownReport:
    parts: tuple[ShownPart, ...]
    errors: int
    warnings: int
    missing: int
    filled: int
    asked: int
    jumps: tuple[tuple[ShownLine, ShownFinding | None], ...]

    @property
    def lines(self) -> list[ShownLine]:
        return [line for part in self.parts for line in part.lines]

    def only(self, is_wanted: Callable[[ShownLine], bool]) -> list[ShownPart]:
        """The sections with those lines alone; a section without any is left out."""
        narrowed = (
            replace(part, lines=tuple(filter(is_wanted, part.lines))) for part in self.parts
        )
        return [part for part in narrowed if part.lines]

    def has_trouble_beside(self, lines: Sequence[ShownLine]) -> bool:
        """Whether a cell elsewhere is to be mended or explained."""
        return any(line not in lines for line, _finding in self.jumps)


def shown_report(report: Report, back: TypedBack | None = None) -> ShownReport:
    back = back or TypedBack()
    by_code: dict[str, list[Finding]] = {}
    for finding in report.found:
        by_code.setdefault(finding.indicator, []).append(finding)
    parts = []
    number = 0
    for part in report.parts:
        lines = []
        for line in part.lines:
            number += 1
            lines.append(_line(report, line, str(number), by_code.get(line.code, []), back))
        parts.append(_part(part, tuple(lines)))
    shown = [line for part in parts for line in part.lines]
    jumps: list[tuple[ShownLine, ShownFinding | None]] = []
    for each in shown:
        if each.problem:
            jumps.append((each, None))
        jumps += [(each, finding) for finding in each.findings if finding.problem]
        jumps += [
            (each, finding)
            for finding in each.findings
            if finding.is_error or (finding.is_warning and not finding.reason)
        ]
    too_long = sum(map(len, (back.notes, back.reasons))) + (back.remark is not None)
    return ShownReport(
        parts=tuple(parts),
        errors=report.progress.errors + len(back.problems) + too_long,
        warnings=len(report.unexplained),
        missing=report.progress.missing,
        filled=report.progress.filled,
        asked=report.progress.asked,
        jumps=tuple(jumps),
    )


def typed_text(line: Line) -> str:
    """The stored answer as one would type it, with every decimal that it has."""
    if line.kind in {"count", "amount"}:
        return number_text(line.number)
    if line.kind == "yes_no":
        return "" if line.number is None else str(int(line.number))
    return line.text


def number_text(number: float | None) -> str:
    if number is None:
        return ""
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return format_number(number, get_language() or "vi", decimals=decimals)


def figure_of(line: Line, number: float | None, text: str = "") -> str:
    """How a value is read: a ratio as a percentage, yes and no and texts as words.

    Where the unit of measure beside it is the sign already, the sign is left out.
    """
    language = get_language() or "vi"
    if line.kind == "ratio":
        is_bare = line.indicator.measure.strip() == "%"
        return format_percent(number, language, decimals=_decimals(line), is_bare=is_bare)
    if line.kind in {"count", "amount"}:
        return format_number(number, language, decimals=line.item.decimals)
    return text


def _read(line: Line, number: float | None, text: str) -> str:
    """A figure or an answer as words, a dash where there is nothing."""
    if number is None:
        return text or MISSING
    if line.kind == "yes_no":
        return _("yes") if number else _("no")
    return figure_of(line, number)


def _decimals(line: Line) -> int:
    return 1 if line.item.decimals is None else line.item.decimals


def _line(
    report: Report, line: Line, number: str, found: list[Finding], back: TypedBack
) -> ShownLine:
    known = typed_text(line)
    note = back.notes.get(line.code, TypedRemark(line.note, ""))
    return ShownLine(
        line=line,
        number=number,
        typed=back.typed.get(line.code, known),
        known=known,
        figure=figure_of(line, line.number, line.text),
        answer=_read(line, line.number, line.text),
        previous=_read(line, line.previous, line.previous_text),
        last_year=_read(line, line.last_year, line.last_year_text),
        target=_read(line, line.target, ""),
        typed_remark=back.remarks.get(line.code, ""),
        problem=back.problems.get(line.code, ""),
        newer=back.newer.get(line.code, ""),
        note=note.text,
        note_problem=note.problem,
        findings=tuple(
            _finding(report, finding, back)
            for finding in found
            if finding.level is not FindingLevel.MISSING
        ),
    )


def _finding(report: Report, finding: Finding, back: TypedBack) -> ShownFinding:
    check_id = None if finding.check is None else report.facts.check_ids[finding.check]
    typed = back.reasons.get(-1 if check_id is None else check_id)
    return ShownFinding(
        level=finding.level,
        words=finding_words(finding),
        check_id=check_id,
        reason=typed.text if typed else report.reason_for(finding),
        problem=typed.problem if typed else "",
    )


def _part(part: Part, lines: tuple[ShownLine, ...]) -> ShownPart:
    return ShownPart(
        part=part,
        lines=lines,
        errors=sum(line.has_error for line in lines),
        warnings=sum(
            any(finding.is_warning and not finding.reason for finding in line.findings)
            for line in lines
        ),
        empty=sum(not line.line.is_filled and line.line.kind != "ratio" for line in lines),
    )
