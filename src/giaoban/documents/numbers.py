"""How is a number or a date written in a document or on a page, in Vietnamese and English?

Rounding is half away from zero, as people round by hand (12,25 → 12,3), over the number's own
decimal digits. Languages are codes such as `vi`, `vi-VN` or `en`; separators come from CLDR.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import isfinite

from babel import Locale

from giaoban.rules.reporting.change import Change

MISSING = "—"
# Keeps the sign with its number at a line's end.
NO_BREAK_SPACE = "\u00a0"
_PERCENT_GAP = {"vi": NO_BREAK_SPACE, "en": ""}
POINTS = {"vi": f"điểm{NO_BREAK_SPACE}%", "en": "pp"}
"""Percentage points, the unit in which a ratio changes."""
_ROMAN = ("I", "II", "III", "IV")


@cache
def number_symbols(language: str) -> tuple[str, str, str]:
    """Decimal mark, thousands separator and minus sign of a language."""
    symbols = Locale.parse(base_language(language)).number_symbols["latn"]
    return symbols["decimal"], symbols["group"], symbols["minusSign"]


def base_language(language: str) -> str:
    """`vi` for `vi-VN`; a language without wording of its own is written as English."""
    base = language.replace("_", "-").split("-")[0].lower()
    return base if base in _PERCENT_GAP else "en"


def format_number(
    value: float | int | Decimal | None,
    language: str = "vi",
    *,
    decimals: int | None = None,
    is_signed: bool = False,
) -> str:
    """1234.5 → "1.234,5". Without `decimals` whole numbers show none and others at most two.

    `is_signed` writes "+" before a gain. None, NaN and infinities are `MISSING`.
    """
    if value is None or not isfinite(value):
        return MISSING
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    rounded = exact.quantize(
        Decimal(1).scaleb(-(2 if decimals is None else decimals)), rounding=ROUND_HALF_UP
    )
    digits = f"{abs(rounded):,f}"
    if decimals is None and "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    decimal_mark, group, minus = number_symbols(language)
    written = digits.translate({ord(","): group, ord("."): decimal_mark})
    if rounded < 0:
        return minus + written
    return f"+{written}" if is_signed and rounded > 0 else written


def exact_number(value: float, language: str = "vi") -> str:
    """With every decimal that it has, as one would type it again."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return format_number(value, language, decimals=decimals)


def format_percent(
    fraction: float | None,
    language: str = "vi",
    *,
    decimals: int = 1,
    is_signed: bool = False,
    is_bare: bool = False,
) -> str:
    """A plain fraction as a percentage: 0.123 → "12,3 %", in English "12.3%".

    `is_bare`: 12,3 alone, where the unit of measure beside or above it is the per cent sign.
    """
    if fraction is None or not isfinite(fraction):
        return MISSING
    hundredfold = Decimal(repr(fraction)) * 100
    written = format_number(hundredfold, language, decimals=decimals, is_signed=is_signed)
    if is_bare:
        return written
    return f"{written}{_PERCENT_GAP[base_language(language)]}%"


def format_change(
    change: Change | None, language: str = "vi", *, is_signed: bool = True, is_bare: bool = False
) -> str:
    """ "+12,3 %", of a ratio "+3,5 điểm %", in English "+12.3%" and "+3.5 pp".

    Unsigned for a sentence whose verb says which way; `is_bare` where the head says what in.
    """
    if change is None:
        return MISSING
    amount = change.amount if is_signed else abs(change.amount)
    written = format_percent(
        amount, language, is_signed=is_signed, is_bare=is_bare or change.is_points
    )
    if is_bare or not change.is_points or written == MISSING:
        return written
    return f"{written}{NO_BREAK_SPACE}{POINTS[base_language(language)]}"


def change_value(change: Change | None) -> float | None:
    """What a spreadsheet holds: 3.5 for points, since 0.035 would read as per cent, else 0.123."""
    if change is None:
        return None
    return round(change.amount * 100, 10) if change.is_points else change.amount


def change_format(is_points: bool, unit: str = "") -> str:
    """A spreadsheet's number format for `change_value`; `unit` follows points, as plain text."""
    look = "0.0%"
    if is_points:
        look = f'0.0" {unit}"' if unit else "0.0"
    return f"+{look};-{look};{look}"


def long_date(day: date, language: str = "vi") -> str:
    """ "ngày 05 tháng 02 năm 2026", as NĐ 30/2020/NĐ-CP appendix I, II.4 has it."""
    if base_language(language) == "vi":
        return f"ngày {padded_day(day)} tháng {padded_month(day)} năm {day.year}"
    return f"{day.day} {Locale('en').months['format']['wide'][day.month]} {day.year}"


def padded_day(day: date) -> str:
    """Days under 10 are padded (the same article)."""
    return f"{day.day:02d}"


def padded_month(day: date) -> str:
    """Months 1 and 2 are padded too, so that nobody writes a digit in front: 2026-02 is 02.

    NĐ 30/2020/NĐ-CP appendix I, II.4.
    """
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def roman_quarter(quarter: int) -> str:
    """ "III" for 3. Raises `IndexError` outside 1–4."""
    if not 1 <= quarter <= 4:
        raise IndexError(f"There is no quarter {quarter}.")
    return _ROMAN[quarter - 1]


def capital_first(phrase: str) -> str:
    """A title's first letter in capitals, the rest untouched."""
    return phrase[:1].upper() + phrase[1:]
