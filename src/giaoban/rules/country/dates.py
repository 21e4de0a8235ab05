"""In which form does a country write its days?"""

from datetime import date
from enum import StrEnum

from giaoban.rules.reporting.list_rows import MONTHS

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""No office means a day outside these: a year such as 0026 was mistyped, 9999 says "never"."""


class DayForm(StrEnum):
    """A form's value is what a profile says, and what a spreadsheet is told.

    NAMED names the month where the language is English: nobody takes 5 Nov for 11 May. Vietnamese
    numbers its months, and so NAMED is written as NUMBERS there.
    """

    NUMBERS = "dd/mm/yyyy"
    ISO = "yyyy-mm-dd"
    NAMED = "d mmm yyyy"

    def in_language(self, language: str) -> "DayForm":
        is_vietnamese = language.lower().startswith("vi")
        return DayForm.NUMBERS if self is DayForm.NAMED and is_vietnamese else self


def written_day(day: date, form: DayForm, language: str) -> str:
    """ "05/11/2026", "2026-11-05" or "5 Nov 2026"."""
    match form.in_language(language):
        case DayForm.NUMBERS:
            return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
        case DayForm.ISO:
            return day.isoformat()
        case DayForm.NAMED:
            return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def written_near_day(day: date, form: DayForm, language: str) -> str:
    """Without the year, for a day of the next weeks: "05/11", "11-05" or "5 Nov"."""
    match form.in_language(language):
        case DayForm.NUMBERS:
            return f"{day.day:02d}/{day.month:02d}"
        case DayForm.ISO:
            return f"{day.month:02d}-{day.day:02d}"
        case DayForm.NAMED:
            return f"{day.day} {MONTHS[day.month - 1]}"
