"""How are the figures of a review shown: a table, the whole course, a chart of each?"""

from collections.abc import Iterator, Sequence

from giaoban.documents.chart_specs import line_series_spec
from giaoban.documents.content import Block, Cell, Chart, Column, Paragraph, Row, Table, text
from giaoban.documents.numbers import MISSING
from giaoban.documents.reporting.report_words import (
    CARRIED_MARK,
    SAID,
    column_title,
    measured,
    number_format,
    number_text,
    ratio_decimals,
    unit_of_measure,
)
from giaoban.queries.meetings.review_series import ReviewSeries
from giaoban.rules.meetings.reviewing import Point

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
            Column(2.6),
            Column(1.0, "center"),
            *(Column(1.5, "right") for _each in range(4)),
            Column(1.3, "right"),
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
    if each.is_by_year:
        return SAID.review.year.format(year=point.key)
    return column_title(point.key, each.year_starts)


def _target(each: ReviewSeries) -> str:
    if each.target is None:
        return MISSING
    target = number_text(each.indicator, each.target)
    words = SAID.review.reached if each.is_target_reached else SAID.review.not_reached
    return words.format(target=target)


def _points_tables(series: Sequence[ReviewSeries], numbers: Numbers) -> Iterator[Table]:
    """The whole course, the charts' own figures: a table for those of the same periods."""
    by_keys: dict[tuple[str, ...], list[ReviewSeries]] = {}
    for each in series:
        by_keys.setdefault(tuple(point.key for point in each.points), []).append(each)
    for keys, same in by_keys.items():
        if len(keys) > MOST_COLUMNS:
            yield _down(same, numbers)
        elif len(keys) > 1:
            yield _across(same, numbers)


def _across(same: Sequence[ReviewSeries], numbers: Numbers) -> Table:
    """A row for each indicator."""
    heads = [period_words(point, same[0]) for point in same[0].points]
    return Table(
        columns=(Column(2.6), *(Column(1.0, "right") for _head in heads)),
        header=((Cell(SAID.review.series_head[0]), *(Cell(head) for head in heads)),),
        rows=tuple(
            Row((Cell(each.indicator.name), *(_value(point, each) for point in each.points)))
            for each in same
        ),
        caption=numbers.caption(SAID.review.points_table),
        is_landscape=len(heads) > 6,
    )


def _down(same: Sequence[ReviewSeries], numbers: Numbers) -> Table:
    """A row for each period, where there are more of them than a page is wide."""
    heads = [each.indicator.name for each in same]
    return Table(
        columns=(Column(1.6), *(Column(1.4, "right") for _head in heads)),
        header=((Cell(SAID.review.period), *(Cell(head) for head in heads)),),
        rows=tuple(
            Row(
                (
                    Cell(period_words(point, same[0])),
                    *(_value(each.points[place], each) for each in same),
                )
            )
            for place, point in enumerate(same[0].points)
        ),
        caption=numbers.caption(SAID.review.points_table),
        is_landscape=len(heads) > 6,
    )


def _value(point: Point, each: ReviewSeries) -> Cell:
    written = number_text(each.indicator, point.value)
    marked = written + (CARRIED_MARK if point.source else "")
    return Cell(
        marked,
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
    points = [(period_words(point, each), point.value) for point in each.points]
    decimals = ratio_decimals(indicator) if indicator.is_ratio else indicator.decimals or 0
    axis = f".{decimals}~%" if indicator.is_ratio else f",.{decimals}~f"
    spec = line_series_spec([("", points)], title=title, number_format=axis)
    alt = SAID.review.line_alt.format(name=indicator.name, first=points[0][0], last=points[-1][0])
    return Chart(spec, numbers.chart_title(title), alt)
