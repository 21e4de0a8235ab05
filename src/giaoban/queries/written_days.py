"""How are a day and a moment written here: in the country's form, in the language in force?"""

from datetime import date, datetime
from typing import TypeVar, cast

from django.utils.timezone import is_aware, make_naive
from django.utils.translation import get_language

from giaoban.queries.country import country
from giaoban.rules.country.dates import written_day, written_near_day

Day = TypeVar("Day", bound=date)


def day_text(day: date, language: str = "") -> str:
    """ "20/11/2026" or "20 Nov 2026"; of a moment its local day.

    Without a language it is the reader's; a document gives its own.
    """
    return written_day(_local(day), country().dates, language or _readers())


def near_day_text(day: date) -> str:
    """ "20/11" or "20 Nov": for a day that is near."""
    return written_near_day(_local(day), country().dates, _readers())


def moment_text(moment: datetime) -> str:
    """ "14:02 20/11/2026", local time."""
    local = _local(moment)
    return f"{local:%H:%M} {day_text(local)}"


def _local(day: Day) -> Day:
    if isinstance(day, datetime) and is_aware(day):
        return cast("Day", make_naive(day))
    return day


def _readers() -> str:
    return get_language() or country().language
