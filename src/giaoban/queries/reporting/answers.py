"""What units answered: the numbers and texts of versions, with those of the periods compared."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from giaoban.models import Period, Submission, Value, Version
from giaoban.queries.row_reading import holes
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.cumulative import last_said
from giaoban.rules.reporting.indicators import OverTime
from giaoban.rules.reporting.periods import (
    PeriodKind,
    cumulative_parts,
    previous_key,
    same_period_last_year,
)

_FEW = 500
"""Fewer units are named one by one; of more, everything is read."""


@dataclass
class Answers:
    """The cells of one version by indicator code; yes/no is 1.0 or 0.0 among the numbers.

    `estimates` names the numbers that are estimated. What is compared with knows of none; of a
    number that is older than the period before, `taken_from` says the period.
    """

    numbers: dict[str, float] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    estimates: set[str] = field(default_factory=set)
    taken_from: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, float | str]:
        """Every answer by code."""
        return {**self.texts, **self.numbers}


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
    if not found:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT v.version_id, i.code, v.number, v.text, v.is_estimate
            FROM giaoban_value v JOIN giaoban_indicator i ON i.id = v.indicator_id
            WHERE {_one_of("v.version_id", found)}
            """,
            list(found),
        )
        for version_id, code, number, text, is_estimate in cursor.fetchall():
            _put(found[version_id], code, number, text)
            if is_estimate:
                found[version_id].estimates.add(code)
    return found


def counted_answers(period: Period | None, unit_ids: Collection[int]) -> dict[int, Answers]:
    """What counts of each unit in the period, for the units that have something; one query."""
    if period is None:
        return {}
    found: dict[int, Answers] = defaultdict(Answers)
    counted = Submission.objects.filter(period=period, counted__isnull=False)
    if len(unit_ids) < _FEW:
        counted = counted.filter(unit__in=unit_ids)
    rows = Value.objects.filter(version__in=counted.values("counted")).values_list(
        "version__submission__unit_id", "indicator__code", "number", "text"
    )
    for unit_id, code, number, text in rows:
        _put(found[unit_id], code, number, text)
    return dict(found)


def comparison(
    period: Period, unit_ids: Collection[int], codes: Collection[str] | None = None
) -> Comparison:
    """The counted answers of the period before and of last year's; one query.

    What is reported cumulatively is compared with what was said last within its year.
    `codes` names the indicators that are wanted, where not all are.
    """
    found: dict[str, dict[int, Answers]] = {"previous": {}, "last_year": {}}
    names: dict[str, list[str]] = defaultdict(list)  # a year's period before is last year's too
    for name, key in _compared_keys(period).items():
        names[key].append(name)
    compared = Comparison(previous=found["previous"], last_year=found["last_year"])
    if not unit_ids or (codes is not None and not codes):
        return compared
    *earlier, _this = cumulative_parts(
        period.key, PeriodKind(period.regime.frequency), period.regime.year_starts
    )
    so_far: dict[tuple[int, str], dict[str, float]] = defaultdict(dict)
    for key, unit_id, code, over_time, number, text in _counted_rows(
        period, names, earlier, unit_ids, codes
    ):
        if over_time == OverTime.CUMULATIVE and number is not None and key in earlier:
            so_far[unit_id, code][key] = number
        for name in names.get(key, ()):
            if name == "previous" and over_time == OverTime.CUMULATIVE:
                continue  # it begins anew with each year
            _put(found[name].setdefault(unit_id, Answers()), code, number, text)
    _put_last_said(compared, so_far, earlier)
    return compared


def _put_last_said(
    compared: Comparison,
    so_far: Mapping[tuple[int, str], Mapping[str, float]],
    earlier: Sequence[str],
) -> None:
    for (unit_id, code), said in so_far.items():
        key = last_said(said, earlier)
        if key is None:
            continue
        before = compared.previous.setdefault(unit_id, Answers())
        before.numbers[code] = said[key]
        if key != earlier[-1]:
            before.taken_from[code] = key


def _counted_rows(
    period: Period,
    keys: Collection[str],
    earlier: Collection[str],
    unit_ids: Collection[int],
    codes: Collection[str] | None,
) -> list[tuple[str, int, str, str, float | None, str]]:
    """Period key, unit, code, rule over time, number and text of every counted cell; one query.

    Of the periods `keys` everything, of those `earlier` in the year what is cumulative.
    """
    wanted: list[str] = []
    params: list[object] = [period.regime_id]
    if keys:
        wanted.append(_one_of("p.key", keys))
        params.extend(keys)
    if earlier:
        wanted.append(f"({_one_of('p.key', earlier)} AND i.over_time = %s)")
        params.extend([*earlier, OverTime.CUMULATIVE])
    if not wanted:
        return []
    conditions = ["p.regime_id = %s", f"({' OR '.join(wanted)})"]
    if len(unit_ids) < _FEW:
        conditions.append(_one_of("s.unit_id", unit_ids))
        params.extend(unit_ids)
    if codes is not None:
        conditions.append(_one_of("i.code", codes))
        params.extend(codes)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT p.key, s.unit_id, i.code, i.over_time, v.number, v.text
            FROM giaoban_period p
            JOIN giaoban_submission s ON s.period_id = p.id
            JOIN giaoban_indicator i ON i.regime_id = p.regime_id
            JOIN giaoban_value v ON v.version_id = s.counted_id AND v.indicator_id = i.id
            WHERE {" AND ".join(conditions)}
            """,
            params,
        )
        return list(cursor.fetchall())


def _one_of(column: str, values: Collection[object]) -> str:
    return f"{column} IN ({holes(values)})"


def _compared_keys(period: Period) -> dict[str, str]:
    keys: dict[str, str] = {}
    for name, key_of in (("previous", previous_key), ("last_year", same_period_last_year)):
        try:
            keys[name] = key_of(period.key)
        except RuleError:  # `once` has neither
            continue
    return keys


def _put(answers: Answers, code: str, number: float | None, text: str) -> None:
    if number is not None:
        answers.numbers[code] = number
    elif text:
        answers.texts[code] = text
