"""Which settings of an indicator make no sense together, and where do they stand?"""

import math
import re
from collections.abc import Iterator, Mapping

from giaoban.rules.reporting.indicators import (
    NUMERIC_KINDS,
    SHAREABLE,
    TYPED_NUMBERS,
    Better,
    IndicatorKind,
    OverTime,
    OverUnits,
)
from giaoban.rules.reporting.placed_problems import Place, PlacedProblem, placed
from giaoban.rules.reporting.regime_facts import Asked

CODE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LONGEST_CODE, LONGEST_NAME, LONGEST_MEASURE = 60, 300, 60
MOST_DECIMALS = 9
_KINDS_WITH_BOUNDS = (IndicatorKind.COUNT, IndicatorKind.AMOUNT)
_KINDS_WITH_DECIMALS = (IndicatorKind.AMOUNT, IndicatorKind.RATIO)


def indicator_problems(
    asked: Asked, kinds: Mapping[str, str], place: Place
) -> Iterator[PlacedProblem]:
    """Everything wrong with one indicator; `kinds` gives the kind of every code of the form."""
    if not CODE.fullmatch(asked.code):
        yield placed((*place, "code"), "bad_code", code=asked.code)
    if not asked.name.strip():
        yield placed((*place, "name"), "text_missing")
    for key, text, longest in (
        ("code", asked.code, LONGEST_CODE),
        ("name", asked.name, LONGEST_NAME),
        ("measure", asked.measure, LONGEST_MEASURE),
    ):
        if len(text) > longest:
            yield placed((*place, key), "text_too_long", longest=longest)
    unknown = list(_unknown_choices(asked, place))
    yield from unknown
    if any(problem.place[-1] == "kind" for problem in unknown):
        return  # every other setting depends on the kind
    yield from _rules_for_no_number(asked, place)
    yield from _bounds(asked, place)
    yield from _decimals(asked, place)
    yield from _choices(asked, place)
    yield from _parts(asked, kinds, place)
    if asked.kind == IndicatorKind.RATIO and asked.is_required:
        yield placed((*place, "required"), "ratio_required")
    yield from _shared(asked, place)


def _unknown_choices(asked: Asked, place: Place) -> Iterator[PlacedProblem]:
    for key, written, known in (
        ("kind", asked.kind, IndicatorKind),
        ("over_time", asked.over_time or "none", OverTime),
        ("over_units", asked.over_units or "none", OverUnits),
        ("better", asked.better, Better),
    ):
        values = [choice.value for choice in known]
        if written not in values:
            yield placed((*place, key), "choice_unknown", written=written, known=values)


def _rules_for_no_number(asked: Asked, place: Place) -> Iterator[PlacedProblem]:
    if asked.kind not in TYPED_NUMBERS:
        for key, rule in (("over_time", asked.over_time), ("over_units", asked.over_units)):
            if rule not in {"", "none"}:
                yield placed((*place, key), "rule_not_for_kind", kind=asked.kind)
    if asked.kind == IndicatorKind.YES_NO and asked.over_time == OverTime.CUMULATIVE:
        yield placed((*place, "over_time"), "cumulative_not_for_kind")
    if asked.kind not in NUMERIC_KINDS and asked.better != Better.HIGHER:
        yield placed((*place, "better"), "better_not_for_kind", kind=asked.kind)


def _bounds(asked: Asked, place: Place) -> Iterator[PlacedProblem]:
    least, most = asked.minimum, asked.maximum
    for key, bound in (("min", least), ("max", most)):
        if bound is None:
            continue
        if asked.kind not in _KINDS_WITH_BOUNDS:
            yield placed((*place, key), "bound_not_for_kind", kind=asked.kind)
        elif not math.isfinite(bound):
            yield placed((*place, key), "bound_not_finite")
        elif asked.kind == IndicatorKind.COUNT and bound != math.floor(bound):
            yield placed((*place, key), "bound_not_whole")
    if least is not None and most is not None and least > most:
        yield placed((*place, "max"), "bounds_crossed", least=least, most=most)


def _decimals(asked: Asked, place: Place) -> Iterator[PlacedProblem]:
    if asked.decimals is None:
        return
    if asked.kind not in _KINDS_WITH_DECIMALS:
        yield placed((*place, "decimals"), "decimals_not_for_kind", kind=asked.kind)
    elif not 0 <= asked.decimals <= MOST_DECIMALS:
        yield placed((*place, "decimals"), "decimals_out_of_range", most=MOST_DECIMALS)


def _choices(asked: Asked, place: Place) -> Iterator[PlacedProblem]:
    place = (*place, "choices")
    if asked.kind != IndicatorKind.CHOICE:
        if asked.choices:
            yield placed(place, "choices_not_for_kind", kind=asked.kind)
        return
    if len(asked.choices) < 2:
        yield placed(place, "too_few_choices")
    if not all(choice.strip() for choice in asked.choices):
        yield placed(place, "empty_choice")
    for choice in dict.fromkeys(asked.choices):
        if asked.choices.count(choice) > 1:
            yield placed(place, "repeated_choice", choice=choice)


def _parts(asked: Asked, kinds: Mapping[str, str], place: Place) -> Iterator[PlacedProblem]:
    for key, code in (("numerator", asked.numerator), ("denominator", asked.denominator)):
        if asked.kind != IndicatorKind.RATIO:
            if code:
                yield placed((*place, key), "part_not_for_kind", kind=asked.kind)
        elif not code:
            yield placed((*place, key), "part_missing")
        elif code not in kinds:
            yield placed((*place, key), "part_unknown", code=code)
        elif kinds[code] == IndicatorKind.RATIO:
            yield placed((*place, key), "ratio_of_ratios", code=code)
        elif kinds[code] not in NUMERIC_KINDS:
            yield placed((*place, key), "part_not_a_number", code=code)


def _shared(asked: Asked, place: Place) -> Iterator[PlacedProblem]:
    place = (*place, "shared")
    if not asked.shared:
        return
    if asked.kind not in SHAREABLE:
        yield placed(place, "shared_not_for_kind", kind=asked.kind)
    if not CODE.fullmatch(asked.shared):
        yield placed(place, "bad_code", code=asked.shared)
    elif len(asked.shared) > LONGEST_CODE:
        yield placed(place, "text_too_long", longest=LONGEST_CODE)
