"""What are the public holidays of a year called, in the reader's language?"""

from datetime import date

from giaoban.rules.reporting.working_days import HolidaySource, holidays_of

_LANGUAGES = {"vi": "vi", "en": "en_US"}


def named_holidays(year: int, language: str, source: HolidaySource) -> tuple[tuple[date, str], ...]:
    """The days off of a year with their names; `language` is vi or en, as pages have it."""
    return holidays_of(year, source, _LANGUAGES.get(language, ""))
