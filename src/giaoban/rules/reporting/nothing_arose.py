"""What does a report say in which nothing arose?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind, OverTime


@dataclass(frozen=True, slots=True)
class NothingArose:
    """The cells by indicator code; what stands in neither is left empty."""

    numbers: dict[str, float]
    texts: dict[str, str]


def nothing_arose(
    indicators: Iterable[IndicatorFacts],
    previous_numbers: Mapping[str, float],
    previous_texts: Mapping[str, str],
    *,
    begins_year: bool,
) -> NothingArose:
    """What happens in a period did not happen; what lasts beyond it stands as it stood.

    A count or an amount that adds up over time is 0. Any other number, a yes or no and a choice
    describe how things stand: they keep the last period's answer, where there is one; what came
    together since the year began is 0 in its first period (`begins_year`). Texts and files tell of
    one period and are left empty; a ratio is worked out.
    """
    numbers: dict[str, float] = {}
    texts: dict[str, str] = {}
    for indicator in indicators:
        if indicator.is_from_list:
            continue  # an empty list counts itself
        code = indicator.code
        match indicator.kind:
            case IndicatorKind.COUNT | IndicatorKind.AMOUNT if indicator.over_time is OverTime.SUM:
                numbers[code] = 0.0
            case IndicatorKind.COUNT | IndicatorKind.AMOUNT | IndicatorKind.YES_NO:
                if begins_year and indicator.over_time is OverTime.CUMULATIVE:
                    numbers[code] = 0.0
                elif code in previous_numbers:
                    numbers[code] = previous_numbers[code]
            case IndicatorKind.CHOICE:
                if previous_texts.get(code) in indicator.choices:
                    texts[code] = previous_texts[code]
    return NothingArose(numbers, texts)
