"""What is wrong with the values of a report?"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from giaoban.rules.reporting.formulas import Formula, Outcome, evaluate
from giaoban.rules.reporting.indicators import (
    NUMERIC_KINDS,
    IndicatorFacts,
    IndicatorKind,
    asked_of_unit,
    with_ratios,
)
from giaoban.rules.reporting.part_sums import broken_sums


class CheckLevel(StrEnum):
    """An error stops a report from being submitted; a warning asks for a reason."""

    ERROR = "error"
    WARNING = "warning"


class FindingLevel(StrEnum):
    """The levels of checks, and what a draft has yet to fill in."""

    ERROR = "error"
    WARNING = "warning"
    MISSING = "missing"


class FindingCode(StrEnum):
    """What was found; behind each, its parameters."""

    REQUIRED_MISSING = "required_missing"
    NOT_FINITE = "not_finite"
    NEGATIVE = "negative"  # value
    NOT_WHOLE = "not_whole"  # value
    NOT_YES_NO = "not_yes_no"  # value
    NOT_A_CHOICE = "not_a_choice"  # value
    BELOW_MINIMUM = "below_minimum"  # value, minimum
    ABOVE_MAXIMUM = "above_maximum"  # value, maximum
    CHECK_FAILED = "check_failed"  # message, formula
    CUMULATIVE_FALLS = "cumulative_falls"  # value, before
    PARTS_EXCEED = "parts_exceed"  # value, sum, name (of the breakdown)
    PARTS_DIFFER = "parts_differ"  # value, sum, name (of the breakdown)
    NOT_ASKED = "not_asked"  # a project that the unit has no part in, or that does not run
    IN_LIST_ROW = "in_list_row"  # row, column, problem and what belongs to that


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """An implied one says that a figure since the year began does not fall (decision 0023)."""

    formula: Formula
    level: CheckLevel
    message: str = ""
    is_implied: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """`indicator` is the code beside whose cell it stands, `check` the failed check's index."""

    level: FindingLevel
    code: FindingCode
    indicator: str
    check: int | None = None
    params: Mapping[str, str | float] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """True where it stops submission; a warning asks for a reason instead."""
        return self.level is not FindingLevel.WARNING


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a draft has come: "3 errors, 2 warnings, 18 of 24 cells"."""

    errors: int
    warnings: int
    missing: int
    filled: int
    asked: int


def findings(
    indicators: Sequence[IndicatorFacts],
    checks: Sequence[CheckFacts],
    numbers: Mapping[str, float],
    texts: Mapping[str, str],
    previous: Mapping[str, float],
    last_year: Mapping[str, float],
    *,
    nothing_arose: bool = False,
    is_draft: bool = False,
    unasked: Collection[str] = (),
) -> list[Finding]:
    """What stands against the values: first cell by cell in the form's order, then the checks.

    Beside a cell stands too that its parts do not add up to it.

    `numbers` holds counts, amounts and yes/no as 1 or 0; `texts` choices, texts and names of
    files; a code that is absent is missing. `previous` and `last_year` hold those periods' typed
    numbers; ratios are worked out for all three. A report in which nothing arose is asked for
    nothing that it lacks (its counts and amounts are given as zeros); a draft's missing cells
    have a level of their own. Of the codes in `unasked` the unit is asked nothing: a value there is
    an error.
    """
    found: list[Finding] = []
    for indicator in indicators:
        if indicator.code in unasked and is_filled(indicator, numbers, texts):
            found.append(_error(FindingCode.NOT_ASKED, indicator))
    indicators = asked_of_unit(indicators, unasked)
    for indicator in indicators:
        if not indicator.is_asked:
            continue  # what a list holds is judged row by row
        found += _part_findings(indicator, numbers)
        if is_filled(indicator, numbers, texts):
            found += _value_findings(indicator, numbers, texts)
        elif indicator.is_required and not nothing_arose:
            level = FindingLevel.MISSING if is_draft else FindingLevel.ERROR
            found.append(Finding(level, FindingCode.REQUIRED_MISSING, indicator.code))
    found += _failed_checks(
        checks,
        with_ratios(indicators, numbers),
        with_ratios(indicators, previous),
        with_ratios(indicators, last_year),
    )
    return found


def is_filled(
    indicator: IndicatorFacts, numbers: Mapping[str, float], texts: Mapping[str, str]
) -> bool:
    """Whether a cell has an answer; blanks are none."""
    if indicator.kind in NUMERIC_KINDS:
        return indicator.code in numbers
    return bool(texts.get(indicator.code, "").strip())


def progress(
    indicators: Sequence[IndicatorFacts],
    found: Sequence[Finding],
    numbers: Mapping[str, float],
    texts: Mapping[str, str],
    unasked: Collection[str] = (),
) -> Progress:
    """The counts that a page shows above a draft; what is worked out is no cell to fill."""
    levels = [finding.level for finding in found]
    cells = [one for one in asked_of_unit(indicators, unasked) if one.is_asked]
    return Progress(
        errors=levels.count(FindingLevel.ERROR),
        warnings=levels.count(FindingLevel.WARNING),
        missing=levels.count(FindingLevel.MISSING),
        filled=sum(is_filled(cell, numbers, texts) for cell in cells),
        asked=len(cells),
    )


def _value_findings(
    indicator: IndicatorFacts, numbers: Mapping[str, float], texts: Mapping[str, str]
) -> Iterator[Finding]:
    if indicator.kind in NUMERIC_KINDS:
        yield from _number_findings(indicator, numbers[indicator.code])
    elif indicator.kind is IndicatorKind.CHOICE and texts[indicator.code] not in indicator.choices:
        yield _error(FindingCode.NOT_A_CHOICE, indicator, value=texts[indicator.code])


def _number_findings(indicator: IndicatorFacts, value: float) -> Iterator[Finding]:
    if not math.isfinite(value):
        yield _error(FindingCode.NOT_FINITE, indicator)
        return
    if indicator.kind is IndicatorKind.YES_NO and value not in (0, 1):
        yield _error(FindingCode.NOT_YES_NO, indicator, value=value)
    if indicator.kind is IndicatorKind.COUNT:
        if value < 0:
            yield _error(FindingCode.NEGATIVE, indicator, value=value)
        if value != math.floor(value):
            yield _error(FindingCode.NOT_WHOLE, indicator, value=value)
    if indicator.minimum is not None and value < indicator.minimum:
        yield _error(FindingCode.BELOW_MINIMUM, indicator, value=value, minimum=indicator.minimum)
    if indicator.maximum is not None and value > indicator.maximum:
        yield _error(FindingCode.ABOVE_MAXIMUM, indicator, value=value, maximum=indicator.maximum)


def _part_findings(indicator: IndicatorFacts, numbers: Mapping[str, float]) -> Iterator[Finding]:
    for broken in broken_sums(indicator, numbers):
        code = FindingCode.PARTS_DIFFER if broken.group.is_equal else FindingCode.PARTS_EXCEED
        yield _error(code, indicator, value=broken.whole, sum=broken.added, name=broken.group.name)


def _error(code: FindingCode, indicator: IndicatorFacts, **params: str | float) -> Finding:
    return Finding(FindingLevel.ERROR, code, indicator.code, params=params)


def _failed_checks(
    checks: Sequence[CheckFacts],
    numbers: Mapping[str, float],
    previous: Mapping[str, float],
    last_year: Mapping[str, float],
) -> Iterator[Finding]:
    for index, check in enumerate(checks):
        if evaluate(check.formula, numbers, previous, last_year) is not Outcome.FAILS:
            continue
        beside = check.formula.references[0].code
        code = FindingCode.CHECK_FAILED
        params: dict[str, str | float] = {
            "message": check.message,
            "formula": check.formula.text,
        }
        if check.is_implied:
            code = FindingCode.CUMULATIVE_FALLS
            params = {"value": numbers[beside], "before": previous[beside]}
        yield Finding(FindingLevel(check.level), code, beside, index, params)
