"""How are numbers, dates and periods written on a page, in the language of the reader?

Everything is written by documents/, so that a page and a printed document never differ.
"""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from giaoban.documents.numbers import (
    MISSING,
    format_change,
    format_number,
    format_percent,
)
from giaoban.documents.period_titles import (
    period_long_title,
    period_short_title,
    period_title,
    year_title,
)
from giaoban.models import Period
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.written_days import day_text, moment_text
from giaoban.rules.reporting.change import Change
from giaoban.rules.reporting.indicators import Better
from giaoban.rules.reporting.period_years import Spanned, year_start_of

register = template.Library()


def _language() -> str:
    return get_language() or "vi"


@register.filter
def figure(value: float | None, decimals: int | None = None) -> str:
    """`{{ 1234.5|figure }}` is 1.234,5; `|figure:1` fixes the digits after the mark."""
    return format_number(value, _language(), decimals=decimals)


@register.filter
def signed(value: float | None, decimals: int | None = None) -> str:
    """`{{ 12|signed }}` is +12."""
    return format_number(value, _language(), decimals=decimals, is_signed=True)


@register.filter
def percent(fraction: float | None, decimals: int = 1) -> str:
    """`{{ 0.123|percent }}` is 12,3 %."""
    return format_percent(fraction, _language(), decimals=decimals)


@register.filter
def change(given: Change | None) -> str:
    """`{{ row.change|change }}` is +12,3 %, of a ratio +3,5 điểm %; a dash where there is none."""
    return format_change(given, _language())


@register.filter
def day(value: date | datetime | None) -> str:
    """20/11/2026 or 20 Nov 2026; a moment is first taken to the local day."""
    return MISSING if value is None else day_text(value)


@register.filter
def clock(value: datetime | None) -> str:
    """14:02, local time."""
    return MISSING if value is None else f"{timezone.localtime(value):%H:%M}"


@register.filter
def judged(moved: Change | None, better: str) -> str:
    """The class of a change by which of the two is better; empty where nothing changed."""
    if moved is None or moved.direction == 0:
        return ""
    return "better" if (moved.direction > 0) == (better != Better.LOWER) else "worse"


@register.filter
def moment(value: datetime | None) -> str:
    """14:02 20/11/2026, local time."""
    return MISSING if value is None else moment_text(value)


@register.filter
def period(given: str | Spanned, year_starts: int = 1) -> str:
    """`{{ period|period }}` is quý III/2026: within a sentence.

    A period that is not at hand is given by its key and the month with which the regime's years
    begin: `{{ key|period:regime.year_starts }}`. Of an incident a stored period says the name, its
    key alone only the code; a list brings the incidents along (`select_related("incident")`).
    """
    starts = _starts(given, year_starts)
    return period_title(_key(given), _language(), starts, incident=_incident(given))


@register.filter
def period_short(given: str | Spanned, year_starts: int = 1) -> str:
    """Q.III/2026: for a narrow column head."""
    starts = _starts(given, year_starts)
    return period_short_title(_key(given), _language(), starts, incident=_incident(given))


@register.filter
def period_long(given: str | Spanned, year_starts: int = 1) -> str:
    """quý III năm 2026: for a document's title."""
    starts = _starts(given, year_starts)
    return period_long_title(_key(given), _language(), starts, incident=_incident(given))


@register.filter
def year_name(year: int, year_starts: int = 1) -> str:
    """`{{ year|year_name:regime.year_starts }}` is 2026, of financial years FY2026/27."""
    return year_title(year, _language(), year_starts)


def _key(given: str | Spanned) -> str:
    return given if isinstance(given, str) else given.key


def _incident(given: str | Spanned) -> str:
    return incident_name(given) if isinstance(given, Period) else ""


def _starts(given: str | Spanned, year_starts: int) -> int:
    if isinstance(given, str):
        return year_starts or 1
    return year_start_of(given)
