"""How is a cell of the report page drawn: what it holds as text, and what is said below it?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.documents.numbers import MISSING, exact_number, format_number, format_percent
from giaoban.documents.period_titles import period_short_title
from giaoban.queries.reporting.report_page import Line, Part, Report
from giaoban.rules.reporting.checks import Finding, FindingCode, FindingLevel
from giaoban.rules.reporting.row_numbers import row_numbers
from giaoban.web.reporting.report_blocks import (
    Block,
    Piece,
    blocks_of,
    only_blocks,
    pieces_of,
)
from giaoban.web.reporting.report_lines import ShownFinding, ShownLine
from giaoban.web.reporting.report_lists import ShownList, TypedBackList
from giaoban.web.reporting.report_offers import (
    FigureWords,
    OfferCounts,
    offer_counts,
    shown_offers,
)
from giaoban.web.reporting.report_words import finding_words


@dataclass(frozen=True)
class ShownPart:
    """A section with its state: how many cells are wrong, doubtful, empty."""

    part: Part
    lines: tuple[ShownLine, ...]
    blocks: tuple[Block, ...]
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
    lists: Mapping[str, TypedBackList] = field(default_factory=dict)

    @property
    def is_kept(self) -> bool:
        return not (
            self.problems
            or self.newer
            or self.notes
            or self.reasons
            or self.remark
            or any(each.problems or each.said for each in self.lists.values())
        )

    @property
    def has_unread(self) -> bool:
        """Whether something could not be stored for what it is, not for what others changed."""
        lists = any(each.problems for each in self.lists.values())
        return bool(self.problems or self.notes or self.reasons or self.remark or lists)


@dataclass(frozen=True)
class ShownReport:
    parts: tuple[ShownPart, ...]
    errors: int
    warnings: int
    missing: int
    filled: int
    asked: int
    jumps: tuple[tuple[ShownLine, ShownFinding | None], ...]
    offered: OfferCounts

    @property
    def lines(self) -> list[ShownLine]:
        return [line for part in self.parts for line in part.lines]

    @property
    def corrected(self) -> int:
        """How many cells say what another report said before it was corrected."""
        return sum(line.elsewhere.corrected is not None for line in self.lines)

    @property
    def pieces(self) -> list[Piece]:
        return pieces_of((part.number, part.title, part.blocks) for part in self.parts)

    def only(self, is_wanted: Callable[[ShownLine], bool]) -> list[Piece]:
        """What holds a wanted line; a section without any is left out."""
        return pieces_of(
            (part.number, part.title, only_blocks(part.blocks, is_wanted)) for part in self.parts
        )

    def without(self, pieces: Sequence[Piece]) -> list[Piece]:
        """The rest of the form."""
        shown = {line.line.code for piece in pieces for each in piece.blocks for line in each.lines}
        return self.only(lambda line: line.line.code not in shown)

    def has_trouble_beside(self, lines: Sequence[ShownLine]) -> bool:
        """Whether a cell elsewhere is to be mended or explained."""
        return any(line not in lines for line, _finding in self.jumps)


def shown_report(report: Report, back: TypedBack | None = None) -> ShownReport:
    back = back or TypedBack()
    by_code: dict[str, list[Finding]] = {}
    for finding in report.found:
        by_code.setdefault(finding.indicator, []).append(finding)
    numbers = row_numbers((line.code, line.place) for line in report.lines)
    parts = []
    for part in report.parts:
        lines = tuple(
            _line(report, line, numbers[line.code], by_code.get(line.code, []), back)
            for line in part.lines
        )
        blocks = blocks_of(report, lines, back.lists, get_language() or "vi")
        parts.append(_part(part, lines, blocks))
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
    jumps += _unread_rows(parts, back)
    too_long = sum(map(len, (back.notes, back.reasons))) + (back.remark is not None)
    unread = sum(len(row) for each in back.lists.values() for row in each.problems.values())
    return ShownReport(
        parts=tuple(parts),
        errors=report.progress.errors + len(back.problems) + too_long + unread,
        warnings=len(report.unexplained),
        missing=report.progress.missing,
        filled=report.progress.filled,
        asked=report.progress.asked,
        jumps=tuple(jumps),
        offered=offer_counts(line.line for line in shown),
    )


def _unread_rows(
    parts: Sequence[ShownPart], back: TypedBack
) -> Iterator[tuple[ShownLine, ShownFinding]]:
    """The cells of lists that could not be stored."""
    lists = [block for part in parts for block in part.blocks if isinstance(block, ShownList)]
    for block in lists:
        for index, of_row in back.lists.get(block.code, TypedBackList()).problems.items():
            names = {column.code: column.name for column in block.listed.columns}
            for column, problem in of_row.items():
                words = _("Row %(row)s, “%(column)s”: %(problem)s") % {
                    "row": index + 1,
                    "column": names[column],
                    "problem": problem,
                }
                anchor = f"row-{block.code}-{index + 1}-{column}"
                yield (
                    block.count,
                    ShownFinding(FindingLevel.ERROR, words, None, "", anchor=anchor),
                )


def typed_text(line: Line) -> str:
    """The stored answer as one would type it, with every decimal that it has."""
    if line.kind in {"count", "amount"}:
        return "" if line.number is None else exact_number(line.number, get_language() or "vi")
    if line.kind == "yes_no":
        return "" if line.number is None else str(int(line.number))
    return line.text


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


def _answer(line: Line) -> str:
    return _figure_words(line)(line.number, line.text, line.is_estimate)


def _read(line: Line, number: float | None, text: str) -> str:
    """A figure or an answer as words, a dash where there is nothing."""
    if number is None:
        return text or MISSING
    if line.kind == "yes_no":
        return _("yes") if number else _("no")
    return figure_of(line, number)


def _previous(report: Report, line: Line) -> str:
    """With its own period, where it is older than the head of its column says."""
    said = _read(line, line.previous, line.previous_text)
    key = report.earlier["previous"].taken_from.get(line.code)
    if key is None:
        return said
    language, starts = get_language() or "vi", report.period.regime.year_starts
    return _("%(figure)s (%(period)s)") % {
        "figure": said,
        "period": period_short_title(key, language, starts),
    }


def _figure_words(line: Line) -> FigureWords:
    def written(number: float | None, text: str, is_estimate: bool) -> str:
        read = _read(line, number, text)
        return _("%(figure)s (est.)") % {"figure": read} if is_estimate else read

    return written


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
        answer=_answer(line),
        previous=_previous(report, line),
        last_year=_read(line, line.last_year, line.last_year_text),
        target=_read(line, line.target, ""),
        typed_remark=back.remarks.get(line.code, ""),
        problem=back.problems.get(line.code, ""),
        newer=back.newer.get(line.code, ""),
        note=note.text,
        note_problem=note.problem,
        elsewhere=shown_offers(line, report.offered, _figure_words(line)),
        findings=tuple(
            _finding(report, finding, back)
            for finding in found
            if finding.level is not FindingLevel.MISSING
        ),
    )


def _finding(report: Report, finding: Finding, back: TypedBack) -> ShownFinding:
    check_id = None if finding.check is None else report.facts.check_ids[finding.check]
    typed = back.reasons.get(-1 if check_id is None else check_id)
    anchor = f"cell-{finding.indicator}" if check_id is None else f"reason-{check_id}"
    if finding.code is FindingCode.IN_LIST_ROW:
        of_list = finding.indicator.removesuffix("__rows")
        anchor = f"row-{of_list}-{finding.params['row']}-{finding.params['column_code']}"
    elif finding.is_error:
        anchor = f"cell-{finding.indicator}"
    return ShownFinding(
        level=finding.level,
        words=finding_words(finding),
        check_id=check_id,
        reason=typed.text if typed else report.reason_for(finding),
        problem=typed.problem if typed else "",
        anchor=anchor,
        is_in_row=finding.code is FindingCode.IN_LIST_ROW,
        stored_reason=report.reason_for(finding),
    )


def _part(part: Part, lines: tuple[ShownLine, ...], blocks: tuple[Block, ...]) -> ShownPart:
    return ShownPart(
        part=part,
        lines=lines,
        blocks=blocks,
        errors=sum(line.has_error for line in lines),
        warnings=sum(
            any(finding.is_warning and not finding.reason for finding in line.findings)
            for line in lines
        ),
        empty=sum(not line.line.is_filled and line.line.is_asked for line in lines),
    )
