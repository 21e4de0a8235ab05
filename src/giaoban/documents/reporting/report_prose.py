"""How does the secretary's prose become paragraphs in which every figure opens its origin?"""

from collections.abc import Callable

from giaoban.documents.content import Block, BulletList, Figure, Heading, Inline, Paragraph, Run
from giaoban.documents.numbers import format_number, format_percent
from giaoban.documents.reporting.report_words import (
    LANGUAGE,
    NO_FIGURE,
    change_words,
    names_text,
    number_text,
)
from giaoban.rules.reporting.change import Change
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts
from giaoban.rules.reporting.prose import Line, LineKind, Part, Piece, Plain, Token, read_prose
from giaoban.rules.reporting.report_figures import FigureKind, ResolvedFigure, resolved

DrawPart = Callable[[Part], tuple[Block, ...]]


def origin_key(unit_id: int, period: str, code: str) -> str:
    """Under which a page finds where a figure comes from; empty where no figure is behind it."""
    return f"{unit_id}|{period}|{code}" if period else ""


def prose_blocks(text: str, facts: ConsolidatedFacts, draw_part: DrawPart) -> tuple[Block, ...]:
    """The text's paragraphs, lists and parts in order; `draw_part` gives a part's blocks."""
    blocks: list[Block] = []
    bullets: list[tuple[Inline, ...]] = []

    def close_list() -> None:
        if bullets:
            blocks.append(BulletList(tuple(bullets)))
            bullets.clear()

    for line in read_prose(text):
        if line.kind is LineKind.BULLET:
            bullets.append(_runs(line, facts))
            continue
        close_list()
        if line.part is not None:
            blocks.extend(draw_part(line.part))
        elif line.kind is LineKind.HEADING:
            blocks.append(Heading(2, "".join(run.text for run in _runs(line, facts))))
        else:
            blocks.append(Paragraph(_runs(line, facts)))
    close_list()
    return tuple(blocks)


def figure_words(figure: ResolvedFigure) -> str:
    """What is printed for a figure of the prose."""
    if figure.kind is FigureKind.NAMES:
        return names_text(figure.names, withheld=figure.withheld)
    if figure.value is None:
        return NO_FIGURE
    match figure.kind:
        case FigureKind.CHANGE | FigureKind.POINTS:
            return change_words(Change(figure.value, figure.kind is FigureKind.POINTS))
        case FigureKind.PERCENT:
            return format_percent(figure.value, LANGUAGE)
        case FigureKind.COVERAGE:
            return f"{_whole(figure.value)}/{_whole(figure.whole)}"
        case FigureKind.COUNT:
            return _whole(figure.value)
    assert figure.indicator is not None
    return number_text(figure.indicator, figure.value)


def _runs(line: Line, facts: ConsolidatedFacts) -> tuple[Inline, ...]:
    return tuple(_run(piece, facts) for piece in line.pieces)


def _run(piece: Piece, facts: ConsolidatedFacts) -> Inline:
    if isinstance(piece, Plain):
        return Run(piece.text)
    return _figure(piece, facts)


def _figure(token: Token, facts: ConsolidatedFacts) -> Inline:
    """What means nothing stays as it was typed; the page lists it, and nothing is lost."""
    figure = resolved(token, facts)
    if figure is None:
        return Run(token.source)
    words = figure_words(figure)
    if figure.indicator is None:
        return Run(words)
    origin = origin_key(figure.unit_id, figure.period, figure.indicator.code)
    return Figure(words, origin, figure.value) if origin else Run(words)


def _whole(number: float | None) -> str:
    return format_number(number, LANGUAGE, decimals=0)
