"""Which public holidays does a year have, and what are they called?"""

from datetime import date
from functools import lru_cache

import holidays

_LANGUAGES = {"vi": "vi", "en": "en_US"}


@lru_cache(maxsize=64)
def named_holidays(year: int, language: str) -> tuple[tuple[date, str], ...]:
    """The days off of Việt Nam in a year with their names, in the order of the days.

    Source: the library `holidays`, as in working_days.py (Labour Code 45/2019/QH14 art. 112).
    `language` is vi or en; another one is read as vi.
    """
    known = holidays.country_holidays(
        "VN", years=year, expand=False, language=_LANGUAGES.get(language, "vi")
    )
    return tuple(sorted(known.items()))


@lru_cache(maxsize=64)
def worked_weekends(year: int) -> tuple[date, ...]:
    """The weekend days of a year that are worked in exchange for a holiday that was moved."""
    known = holidays.country_holidays("VN", years=year, expand=False)
    return tuple(sorted(day for day in known.weekend_workdays if day.year == year))
