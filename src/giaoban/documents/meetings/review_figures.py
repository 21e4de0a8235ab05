"""How are the figures of a review shown: a table, the whole course, a chart of each?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from giaoban.documents.chart_specs import line_series_spec
from giaoban.documents.content import Block, Cell, Chart, Column, Paragraph, Row, Table, text
from giaoban.documents.numbers import MISSING, capital_first
from giaoban.documents.period_titles import period_short_title, period_title
from giaoban.documents.reporting.report_words import (
    CARRIED_MARK,
    LANGUAGE,
    SAID,
    measured,
    number_format,
    number_text,
    ratio_decimals,
    unit_of_measure,
)
from giaoban.queries.meetings.review_series import ReviewSeries
from giaoban.queries.written_days import day_text
from giaoban.rules.meetings.reviewing import Point, TargetState

MOST_COLUMNS = 12
"""More points of a series than this stand under one another."""


class Numbers:
    """Numbers of tables and charts, in the order in which they are met."""

    def __init__(self) -> None:
        self.tables = self.charts = 0

    def caption(self, words: str) -> str:
        self.tables += 1
        return words.format(number=self.tables)

    def chart_title(self, title: str) -> str:
        self.charts += 1
        return SAID.charts.title.format(number=self.charts, title=title)


def figure_blocks(series: Sequence[ReviewSeries], numbers: Numbers) -> Iterator[Block]:
    if not series:
        yield Paragraph(text(SAID.review.no_figures))
        return
    yield _series_table(series, numbers)
    sources = dict.fromkeys(
        point.source for each in series for point in each.points if point.source
    )
    for source in sources:
        yield Paragraph(text(SAID.review.carried_note.format(source=source)))
    yield from _points_tables(series, numbers)
    for each in series:
        if each.stands_out.has_course:
            yield _chart(each, numbers)


def _series_table(series: Sequence[ReviewSeries], numbers: Numbers) -> Table:
    return Table(
        columns=(
            Column(2.3),
            Column(0.9, "center"),
            *(Column(1.5, "right") for _each in range(4)),
            Column(1.7, "right"),
        ),
        header=(tuple(Cell(title) for title in SAID.review.series_head),),
        rows=tuple(_series_row(each) for each in series),
        caption=numbers.caption(SAID.review.series_table),
    )


def _series_row(each: ReviewSeries) -> Row:
    out = each.stands_out
    points = (out.first, out.last, out.best, out.worst)
    return Row(
        (
            Cell(each.indicator.name),
            Cell(unit_of_measure(each.indicator)),
            *(Cell(_said(point, each), origin=_origin(point, each)) for point in points),
            Cell(_target(each)),
        )
    )


def _said(point: Point | None, each: ReviewSeries) -> str:
    """ "48.210 (Quý III/2026)"; marked where an earlier document says it."""
    if point is None:
        return MISSING
    value = number_text(each.indicator, point.value) + (CARRIED_MARK if point.source else "")
    return SAID.review.point.format(value=value, period=period_words(point, each))


def period_words(point: Point, each: ReviewSeries) -> str:
    """ "quý III/2026", "năm 2026, đến 14/09/2026": within a sentence."""
    period = period_title(point.key, LANGUAGE, each.year_starts)
    return _with_part(period, point)


def _with_part(words: str, point: Point) -> str:
    said = SAID.review
    first = day_text(point.since, LANGUAGE) if point.since else ""
    last = day_text(point.until, LANGUAGE) if point.until else ""
    if first and last:
        return said.since_until.format(period=words, first=first, last=last)
    if first or last:
        return (said.since if first else said.until).format(period=words, first=first, last=last)
    return words


def _target(each: ReviewSeries) -> str:
    """With what the year came to, which of a span of months is none of its points."""
    if each.target is None:
        return MISSING
    target = number_text(each.indicator, each.target)
    reached = each.reached
    if reached is None or each.target_state is None:
        return target
    said, value = SAID.review, number_text(each.indicator, reached.value)
    if each.target_state is TargetState.OPEN and reached.until is not None:
        day = day_text(reached.until, LANGUAGE)
        return said.not_yet.format(target=target, value=value, day=day)
    words = said.reached if each.target_state is TargetState.REACHED else said.not_reached
    return words.format(target=target, value=value)


def _points_tables(series: Sequence[ReviewSeries], numbers: Numbers) -> Iterator[Table]:
    """The whole course, the charts' own figures: a table for those of the same periods."""
    by_keys: dict[tuple[object, ...], list[ReviewSeries]] = {}
    for each in series:
        keys = (each.year_starts, *(point.key for point in each.points))
        by_keys.setdefault(keys, []).append(each)
    for same in by_keys.values():
        columns = [
            _column([each.points[place] for each in same], same)
            for place in range(len(same[0].points))
        ]
        if any(each.together for each in same):
            together = [_value(each.together, each) for each in same]
            columns.append((SAID.review.together, together))
        if len(same[0].points) > MOST_COLUMNS:
            yield _down(same, columns, numbers)
        elif len(same[0].points) > 1:
            yield _across(same, columns, numbers)


def _column(points: Sequence[Point], same: Sequence[ReviewSeries]) -> tuple[str, Sequence[Cell]]:
    """The figures of one period; that they hold a part of it is said once where all do."""
    title = period_title(points[0].key, LANGUAGE, same[0].year_starts)
    known = [point for point in points if point.value is not None]
    parts = {(point.since, point.until) for point in known}
    if len(parts) == 1:
        title = _with_part(title, known[0])
    cells = [_value(point, each) for point, each in zip(points, same, strict=True)]
    if len(parts) > 1:
        cells = [
            replace(cell, text=_partly(cell.text, point)) if point.is_part else cell
            for cell, point in zip(cells, points, strict=True)
        ]
    return capital_first(title), cells


def _partly(value: str, point: Point) -> str:
    """ "338.104,6 (đến 14/09/2026)"."""
    return SAID.review.point.format(value=value, period=_with_part("", point).lstrip(", "))


def _across(
    same: Sequence[ReviewSeries], columns: Sequence[tuple[str, Sequence[Cell]]], numbers: Numbers
) -> Table:
    """A row for each indicator."""
    return Table(
        columns=(Column(2.6), *(Column(1.0, "right") for _column in columns)),
        header=((Cell(SAID.review.series_head[0]), *(Cell(title) for title, _ in columns)),),
        rows=tuple(
            Row((Cell(each.indicator.name), *(cells[place] for _title, cells in columns)))
            for place, each in enumerate(same)
        ),
        caption=numbers.caption(SAID.review.points_table),
        is_landscape=len(columns) > 6,
    )


def _down(
    same: Sequence[ReviewSeries], columns: Sequence[tuple[str, Sequence[Cell]]], numbers: Numbers
) -> Table:
    """A row for each period, where there are more of them than a page is wide."""
    names = [each.indicator.name for each in same]
    return Table(
        columns=(Column(1.6), *(Column(1.4, "right") for _name in names)),
        header=((Cell(SAID.review.period), *(Cell(name) for name in names)),),
        rows=tuple(Row((Cell(title), *cells)) for title, cells in columns),
        caption=numbers.caption(SAID.review.points_table),
        is_landscape=len(names) > 6,
    )


def _value(point: Point | None, each: ReviewSeries) -> Cell:
    if point is None:
        return Cell(MISSING)
    written = number_text(each.indicator, point.value)
    return Cell(
        written + (CARRIED_MARK if point.source else ""),
        point.value,
        origin=_origin(point, each),
        number_format=number_format(each.indicator),
    )


def _origin(point: Point | None, each: ReviewSeries) -> str:
    """The key of the page where the figure comes from; empty where it has none of its own."""
    if point is None or point.period_id is None:
        return ""
    return f"{each.unit_id}|{point.period_id}|{each.indicator.code}"


def _chart(each: ReviewSeries, numbers: Numbers) -> Chart:
    """Its title is the answer: from where to where it went."""
    out, indicator = each.stands_out, each.indicator
    assert out.first is not None
    assert out.last is not None
    title = SAID.review.from_to.format(
        name=indicator.name,
        first=measured(number_text(indicator, out.first.value), indicator),
        last=measured(number_text(indicator, out.last.value), indicator),
        first_period=period_words(out.first, each),
        last_period=period_words(out.last, each),
    )
    points = [(_axis(point, each), point.value) for point in each.points]
    decimals = ratio_decimals(indicator) if indicator.is_ratio else indicator.decimals or 0
    axis = f".{decimals}~%" if indicator.is_ratio else f",.{decimals}~f"
    spec = line_series_spec([("", points)], title=title, number_format=axis)
    alt = SAID.review.line_alt.format(
        name=indicator.name,
        first=period_words(each.points[0], each),
        last=period_words(each.points[-1], each),
    )
    return Chart(spec, numbers.chart_title(title), alt)


def _axis(point: Point, each: ReviewSeries) -> str:
    """Short, since a dozen of them stand beside one another; marked where it is a part."""
    return period_short_title(point.key, LANGUAGE, each.year_starts) + ("…" * point.is_part)
