"""Which pictures does a consolidated report have, and which answer does each carry?"""

from collections.abc import Iterator

from giaoban.documents.chart_specs import bar_by_unit_spec, line_series_spec
from giaoban.documents.content import Chart
from giaoban.documents.period_titles import period_title, year_title
from giaoban.documents.reporting.report_words import (
    LANGUAGE,
    SAID,
    axis_title,
    change_words,
    measured,
    number_text,
    ratio_decimals,
)
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts, ShownIndicator
from giaoban.rules.reporting.period_years import year_of

USUAL_CHARTS = 2
MOST_BARS = 15
"""More bars than these fill a page; the table by unit has them all."""


def report_charts(facts: ConsolidatedFacts, chosen: tuple[str, ...] | None) -> list[Chart]:
    """A line with last year's for each chosen indicator, and bars by unit for the first of them."""
    codes = usual_charts(facts) if chosen is None else chosen
    indicators = [shown for code in codes if (shown := facts.indicator(code)) is not None]
    drawn: list[tuple[dict[str, object], str, str]] = []
    for place, indicator in enumerate(indicators):
        drawn.extend(_line(facts, indicator))
        if place == 0:
            drawn.extend(_bars(facts, indicator))
    return [
        Chart(spec, SAID.charts.title.format(number=number, title=title), alt)
        for number, (spec, title, alt) in enumerate(drawn, start=1)
    ]


def usual_charts(facts: ConsolidatedFacts) -> tuple[str, ...]:
    """The first indicators that have a figure; with a target, then sums, before all others."""
    there = [shown for shown in facts.indicators if facts.unit.of(shown.code).now is not None]
    there.sort(key=lambda s: (facts.unit.of(s.code).target is None, s.is_ratio, not s.adds_up))
    return tuple(shown.code for shown in there[:USUAL_CHARTS])


def _line(
    facts: ConsolidatedFacts, indicator: ShownIndicator
) -> Iterator[tuple[dict[str, object], str, str]]:
    keys = facts.trend.keys
    now = facts.trend.now.get(indicator.code, ())
    before = facts.trend.last_year.get(indicator.code, ())
    if sum(value is not None for value in now) < 2 and not any(v is not None for v in before):
        return
    starts = facts.year_starts
    is_one_year = len({year_of(key, starts) for key in keys}) == 1 and len(keys) > 1
    labels = [
        axis_title(key, starts)
        if is_one_year
        else period_title(key, LANGUAGE, year_starts=starts, incident=facts.incident)
        for key in keys
    ]
    this_year = (
        year_title(facts.year, LANGUAGE, year_starts=starts) if is_one_year else SAID.charts.now
    )
    last_year = (
        year_title(facts.year - 1, LANGUAGE, year_starts=starts)
        if is_one_year
        else SAID.charts.a_year_before
    )
    lines = [(this_year, list(zip(labels, now, strict=True)))]
    if any(value is not None for value in before):
        lines.append((last_year, list(zip(labels, before, strict=True))))
    held = facts.unit.of(indicator.code)
    title = f"{indicator.name}: {measured(number_text(indicator, held.now), indicator)}"
    change = held.change_from_last_year(indicator)
    if change is not None:
        year_ago = period_title(facts.last_year, LANGUAGE, year_starts=starts)
        title = SAID.charts.compared.format(
            title=title, change=change_words(change), period=year_ago
        )
    spec = line_series_spec(
        lines, title=title, number_format=_axis_format(indicator, "~"), earlier=(last_year,)
    )
    alt = SAID.charts.line_alt.format(
        indicator=indicator.name.lower(), first=labels[0], last=labels[-1]
    )
    yield spec, title, alt


def _bars(
    facts: ConsolidatedFacts, indicator: ShownIndicator
) -> Iterator[tuple[dict[str, object], str, str]]:
    values = [
        (child.name, held)
        for child in facts.children
        if (held := child.of(indicator.code).now) is not None
    ]
    if len(values) < 2:
        return
    values.sort(key=lambda value: -value[1])
    shown = values[:MOST_BARS]
    if len(values) > MOST_BARS:
        title = SAID.charts.bars_title.format(
            indicator=indicator.name, shown=MOST_BARS, all=len(values)
        )
    else:
        title = SAID.charts.bars_of_all.format(indicator=indicator.name, unit=shown[0][0])
    spec = bar_by_unit_spec(shown, title=title, number_format=_axis_format(indicator))
    alt = SAID.charts.bars_alt.format(shown=len(shown), unit=shown[0][0])
    yield spec, title, alt


def _axis_format(indicator: ShownIndicator, trimmed: str = "") -> str:
    """The charts' own number format; `trimmed` "~" leaves out zeros behind the decimal mark."""
    if indicator.is_ratio:
        return f".{ratio_decimals(indicator)}{trimmed}%"
    return f",.{indicator.decimals or 0}{trimmed}f"
