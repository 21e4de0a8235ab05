"""What does a report say in which nothing arose?"""

from collections.abc import Iterable, Mapping

from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind, OverTime


def adds_up(indicator: IndicatorFacts) -> bool:
    """Whether the indicator counts what arose in the period, so that nothing is 0 of it."""
    return (
        indicator.kind in {IndicatorKind.COUNT, IndicatorKind.AMOUNT}
        and indicator.over_time is OverTime.SUM
    )


def nothing_arose_numbers(
    indicators: Iterable[IndicatorFacts], previous: Mapping[str, float]
) -> dict[str, float]:
    """0 for all that is counted anew each period; a state (staff, yes/no) stays as it last was.

    What has no last value stays empty, as do choices, texts and files.
    """
    numbers: dict[str, float] = {}
    for indicator in indicators:
        if adds_up(indicator):
            numbers[indicator.code] = 0.0
        elif indicator.kind is not IndicatorKind.RATIO and indicator.code in previous:
            numbers[indicator.code] = previous[indicator.code]
    return numbers
