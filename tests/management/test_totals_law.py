"""Do the exported totals equal what docs/contracts.md says, worked out from the files alone?

Units, regime and values are written as files and imported by command; the expected table is made
of the same rows with plain loops. Nothing of the product but its commands is used.
"""

import calendar
import csv
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from tests.management.shell import UNIT_COLUMNS, VALUE_COLUMNS, must, table

OVER_TIME = ("sum", "average", "last", "first", "least", "most", "none")
OVER_UNITS = ("sum", "average", "least", "most", "none")
YEAR = 2024
Figure = tuple[float, float | None, float | None, float | None, float | None]


@dataclass
class Place:
    """A row of the units' file; `above` is the row of its parent."""

    code: str
    above: "Place | None"
    opened_on: date = date(1900, 1, 1)
    closed_on: date | None = None
    below: list["Place"] = field(default_factory=list)

    @property
    def level(self) -> int:
        return 1 if self.above is None else self.above.level + 1

    def is_open(self, on: date) -> bool:
        return self.opened_on <= on and (self.closed_on is None or on < self.closed_on)

    def all_below(self) -> list["Place"]:
        return [self] + [place for child in self.below for place in child.all_below()]


@dataclass
class Months:
    """A period: its key, its days, and the months it consists of."""

    key: str
    first: int
    last: int
    by_decree: bool

    @property
    def ends_on(self) -> date:
        day = 14 if self.by_decree else calendar.monthrange(YEAR, self.last)[1]
        return date(YEAR, self.last, day)

    @property
    def starts_on(self) -> date:
        if not self.by_decree:
            return date(YEAR, self.first, 1)
        return date(YEAR - 1, 12, 15) if self.first == 1 else date(YEAR, self.first - 1, 15)


def periods_of(length: int, by_decree: bool) -> tuple[list[Months], list[Months]]:
    """The reported periods of the year, each `length` months long, and all that they fill."""
    known = [(f"{YEAR}-{month:02d}", month, month) for month in range(1, 13)]
    known += [(f"{YEAR}Q{number}", number * 3 - 2, number * 3) for number in range(1, 5)]
    known += [(f"{YEAR}H1", 1, 6), (f"{YEAR}H2", 7, 12), (f"{YEAR}-9M", 1, 9), (f"{YEAR}", 1, 12)]
    fitting = [
        Months(key, first, last, by_decree)
        for key, first, last in known
        if (first - 1) % length == 0 and last % length == 0
    ]
    return [period for period in fitting if period.last - period.first == length - 1], fitting


def random_places(choose: random.Random) -> list[Place]:
    """Four levels at most; some open late, some close, and some codes are borne a second time."""
    root = Place("R", None)
    places = [root]
    numbers = itertools.count(1)

    def add(above: Place, code: str = "", since: date | None = None) -> Place:
        place = Place(code or f"{next(numbers):03d}", above, since or above.opened_on)
        above.below.append(place)
        places.append(place)
        return place

    provinces = [add(root) for _ in range(choose.randint(2, 3))]
    communes = [add(choose.choice(provinces)) for _ in range(choose.randint(4, 7))]
    hamlets = [add(choose.choice(communes)) for _ in range(choose.randint(0, 5))]
    days = [date(YEAR, month, day) for month in range(1, 13) for day in (1, 14, 15, 16)]
    for place in hamlets + [commune for commune in communes if not commune.below]:
        fate = choose.random()
        if fate < 0.2:
            place.opened_on = choose.choice(days)
        elif fate < 0.6:
            place.closed_on = choose.choice(days)
            if fate < 0.5:
                add(choose.choice(provinces), place.code, place.closed_on)
    return places


def meaning(places: Sequence[Place], code: str, period: Months) -> Place | None:
    """The bearer on the period's last day, else the last bearer within the period."""
    within = [
        place
        for place in places
        if place.code == code
        and place.opened_on <= period.ends_on
        and (place.closed_on is None or place.closed_on > period.starts_on)
    ]
    return max(within, key=lambda place: place.opened_on, default=None)


Indicators = dict[str, tuple[str, str, str]]  # code: kind, rule over time, rule over units


def all_rules() -> Indicators:
    """Every pair of rules for amounts, some for yes/no."""
    found = {
        f"{time}_{units}": ("amount", time, units)
        for time, units in itertools.product(OVER_TIME, OVER_UNITS)
    }
    return found | {
        "open_desk": ("yes_no", "last", "sum"),
        "any_desk": ("yes_no", "most", "average"),
    }


RATIOS = {
    "plain_share": ("sum_sum", "last_sum"),
    "share_of_means": ("average_average", "most_least"),
    "desk_share": ("open_desk", "sum_sum"),
    "alone_share": ("sum_none", "sum_sum"),
}


def regime_file(path: Path, frequency: str, kind_of_calendar: str, indicators: Indicators) -> Path:
    lines = ['code = "law"', 'name = "Law"', f'frequency = "{frequency}"', 'reporters = "all"']
    lines.append(f'calendar = "{kind_of_calendar}"')
    for code, (kind, time, units) in indicators.items():
        lines += ["[[indicators]]", f'code = "{code}"', f'name = "{code}"', f'kind = "{kind}"']
        lines += [f'over_time = "{time}"', f'over_units = "{units}"']
    for code, (numerator, denominator) in RATIOS.items():
        lines += ["[[indicators]]", f'code = "{code}"', f'name = "{code}"', 'kind = "ratio"']
        lines += [f'numerator = "{numerator}"', f'denominator = "{denominator}"']
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


Reports = dict[tuple[int, str], dict[str, float]]  # by id() of the place and period key


def random_reports(
    choose: random.Random, places: Sequence[Place], reported: Sequence[Months], kinds: Indicators
) -> tuple[Reports, list[tuple[str, str, str, float]]]:
    """Reports with gaps, of units with children too, and the rows that say the same."""
    reports: Reports = {}
    rows = []
    for place, period in itertools.product(places, reported):
        if not place.is_open(period.ends_on) or choose.random() < 0.35:
            continue
        cells = {}
        for code, (kind, _, _) in kinds.items():
            if choose.random() < 0.3:
                continue
            number = float(choose.randint(0, 1))
            if kind == "amount":
                number = choose.choice([0.0, choose.randint(-5, 30), choose.uniform(-2, 1e6)])
            cells[code] = number
            rows.append((place.code, period.key, code, number))
        if cells:
            reports[id(place), period.key] = cells
    choose.shuffle(rows)
    return reports, rows


def over_time(rule: str, numbers: list[float], is_reported: bool) -> float | None:
    if not numbers:
        return None
    if is_reported:
        return numbers[0]
    match rule:
        case "sum":
            return sum(numbers)
        case "average":
            return sum(numbers) / len(numbers)
        case "last":
            return numbers[-1]
        case "first":
            return numbers[0]
        case "least":
            return min(numbers)
        case "most":
            return max(numbers)
    return None


class Expected:
    """The table of one period, by place and indicator."""

    def __init__(
        self, reports: Reports, kinds: Indicators, reported: Sequence[Months], period: Months
    ):
        self.reports, self.kinds, self.period = reports, kinds, period
        self.parts = [
            part for part in reported if period.first <= part.first and part.last <= period.last
        ]

    def _own(self, place: Place, code: str) -> float | None:
        said = [self.reports.get((id(place), part.key), {}).get(code) for part in self.parts]
        numbers = [number for number in said if number is not None]
        return over_time(self.kinds[code][1], numbers, len(self.parts) == 1)

    def row(self, place: Place, code: str) -> Figure | None:
        if code in RATIOS:
            upper, lower = (self.row(place, part) for part in RATIOS[code])
            if upper is None or lower is None or lower[0] == 0:
                return None
            return (upper[0] / lower[0], None, None, None, None)
        rule = self.kinds[code][2]
        counted = [place] if rule == "none" else place.all_below()
        owns = [self._own(each, code) for each in counted]
        there = [own for own in owns if own is not None]
        if not there:
            return None
        total, count = sum(there), len(there)
        value = {"average": total / count, "least": min(there), "most": max(there)}.get(rule, total)
        return (value, total, count, min(there), max(there))


def exported(*words: object) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(must("export_totals", "--regime", "law", *words))))


def numbers(row: dict[str, str]) -> Figure:
    columns = ("value", "sum", "count", "min", "max")
    return tuple(float(row[column]) if row[column] else None for column in columns)  # type: ignore[return-value]


def agree(one: Figure, other: Figure) -> bool:
    return all(
        (a is None and b is None)
        or (a is not None and b is not None and isclose(a, b, rel_tol=1e-9, abs_tol=1e-7))
        for a, b in zip(one, other, strict=True)
    )


LENGTHS = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "seed, frequency, kind_of_calendar",
    [
        (1, "month", "nd09"),
        (2, "month", "calendar"),
        (3, "quarter", "nd09"),
        (4, "half", "calendar"),
        (5, "nine_months", "nd09"),
        (6, "year", "calendar"),
    ],
)
def test_every_exported_figure_follows_from_the_files(
    seed: int, frequency: str, kind_of_calendar: str, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "kept")
    choose = random.Random(seed)
    kinds = all_rules()
    places = random_places(choose)
    reported, periods = periods_of(LENGTHS[frequency], kind_of_calendar == "nd09")
    reported = [period for period in reported if period.key != f"{YEAR}H2" or choose.random() < 0.9]
    reports, rows = random_reports(choose, places, reported, kinds)
    import_everything(tmp_path, places, frequency, kind_of_calendar, kinds, rows)

    open_keys = {key for _, key in reports}
    wrong = []
    for period in periods:
        expected = Expected(reports, kinds, reported, period)
        if not any(part.key in open_keys for part in expected.parts):
            continue
        wanted = {
            (place.code, code): figure
            for place in places
            if meaning(places, place.code, period) is place
            for code in (*kinds, *RATIOS)
            if (figure := expected.row(place, code)) is not None
        }
        got = exported("--period", period.key)
        keys = [(row["unit"], row["indicator"]) for row in got]
        assert {row["period"] for row in got} <= {period.key}
        assert sorted(keys) == sorted(wanted), period.key
        wrong += [
            (period.key, key, wanted[key], numbers(row))
            for key, row in zip(keys, got, strict=True)
            if not agree(wanted[key], numbers(row))
        ]
    assert wrong == []
    must("verify_totals")


def import_everything(
    folder: Path,
    places: Sequence[Place],
    frequency: str,
    kind_of_calendar: str,
    kinds: Indicators,
    rows: Sequence[tuple[str, str, str, float]],
) -> None:
    units = [
        (
            place.code,
            f"Unit {number}",
            f"level {place.level}",
            place.above.code if place.above else "",
            place.opened_on if place.opened_on > date(1900, 1, 1) else "",
            place.closed_on or "",
        )
        for number, place in enumerate(places)
    ]
    must("import_units", table(folder / "units.csv", UNIT_COLUMNS, units))
    must("import_regime", regime_file(folder / "law.toml", frequency, kind_of_calendar, kinds))
    values = table(folder / "values.csv", VALUE_COLUMNS, rows)
    must("import_submissions", "--regime", "law", values)
