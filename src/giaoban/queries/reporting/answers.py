"""What units answered: the numbers and texts of versions, with those of the periods compared."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from giaoban.models import Period, Submission, Value, Version
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.periods import previous_key, same_period_last_year


@dataclass
class Answers:
    """The cells of one version by indicator code; yes/no is 1.0 or 0.0 among the numbers."""

    numbers: dict[str, float] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """What the same units said for the period before and for the same period of last year."""

    previous: dict[int, Answers]
    last_year: dict[int, Answers]


def answers_of(version: Version) -> Answers:
    return answers_of_versions([version.pk])[version.pk]


def answers_of_versions(version_ids: Iterable[int]) -> dict[int, Answers]:
    """The answers of each version asked for, empty where it has none; one query."""
    found: dict[int, Answers] = {version_id: Answers() for version_id in version_ids}
    rows = Value.objects.filter(version__in=list(found)).values_list(
        "version_id", "indicator__code", "number", "text"
    )
    for version_id, code, number, text in rows:
        _put(found[version_id], code, number, text)
    return found


def counted_answers(period: Period | None, unit_ids: Collection[int]) -> dict[int, Answers]:
    """What counts of each unit in the period, for the units that have something; one query."""
    if period is None:
        return {}
    found: dict[int, Answers] = defaultdict(Answers)
    counted = Submission.objects.filter(period=period, counted__isnull=False)
    if len(unit_ids) < 500:
        counted = counted.filter(unit__in=unit_ids)
    rows = Value.objects.filter(version__in=counted.values("counted")).values_list(
        "version__submission__unit_id", "indicator__code", "number", "text"
    )
    for unit_id, code, number, text in rows:
        _put(found[unit_id], code, number, text)
    return dict(found)


def comparison(period: Period, unit_ids: Collection[int]) -> Comparison:
    """The counted answers of the period before and of last year's; at most three queries."""
    earlier = compared_periods(period)
    return Comparison(
        previous=counted_answers(earlier.get("previous"), unit_ids),
        last_year=counted_answers(earlier.get("last_year"), unit_ids),
    )


def compared_periods(period: Period) -> dict[str, Period]:
    """The period before (`previous`) and the same of last year (`last_year`), where they exist."""
    keys: dict[str, str] = {}
    for name, key_of in (("previous", previous_key), ("last_year", same_period_last_year)):
        try:
            keys[name] = key_of(period.key)
        except RuleError:  # `once` has neither
            continue
    by_key = {
        found.key: found
        for found in Period.objects.filter(regime=period.regime_id, key__in=keys.values())
    }
    return {name: by_key[key] for name, key in keys.items() if key in by_key}


def _put(answers: Answers, code: str, number: float | None, text: str) -> None:
    if number is not None:
        answers.numbers[code] = number
    elif text:
        answers.texts[code] = text
