"""How is a number or a date written in a document or on a page, in Vietnamese and English?

Rounding is half away from zero, as people round by hand (12,25 → 12,3), over the number's own
decimal digits. Languages are codes such as `vi`, `vi-VN` or `en`; separators come from CLDR.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import isfinite

from babel import Locale

MISSING = "—"
# Keeps the sign with its number at a line's end.
NO_BREAK_SPACE = "\u00a0"
_PERCENT_GAP = {"vi": NO_BREAK_SPACE, "en": ""}
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


def format_change(now: float | None, before: float | None, language: str = "vi") -> str:
    """The change from one figure to another in per cent, signed: "+12,3 %".

    `MISSING` where either is missing or the earlier is zero: there is nothing to divide by.
    """
    if now is None or before is None or before == 0:
        return MISSING
    return format_percent((now - before) / abs(before), language, is_signed=True)


def spreadsheet_format(decimals: int = 0) -> str:
    """The number format of a spreadsheet cell; the program puts in its own separators."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def short_date(day: date | None) -> str:
    """dd/mm/yyyy in both languages."""
    return MISSING if day is None else f"{day:%d/%m}/{day.year:04d}"


def long_date(day: date, language: str = "vi") -> str:
    """ "ngày 05 tháng 02 năm 2026"; days under 10 and months 1 and 2 are padded.

    NĐ 30/2020/NĐ-CP appendix I, II.4: padding keeps anyone from writing a digit in front.
    """
    if base_language(language) == "vi":
        return f"ngày {padded_day(day)} tháng {padded_month(day)} năm {day.year}"
    return f"{day.day} {Locale('en').months['format']['wide'][day.month]} {day.year}"


def padded_day(day: date) -> str:
    return f"{day.day:02d}"


def padded_month(day: date) -> str:
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def padded_number(number: int) -> str:
    """A document's number as printed: under 10 with a 0 (NĐ 30/2020 appendix I, II.3)."""
    return f"{number:02d}"


def roman_quarter(quarter: int) -> str:
    """ "III" for 3. Raises `IndexError` outside 1–4."""
    if not 1 <= quarter <= 4:
        raise IndexError(f"There is no quarter {quarter}.")
    return _ROMAN[quarter - 1]


def capital_first(phrase: str) -> str:
    """A title's first letter in capitals, the rest untouched."""
    return phrase[:1].upper() + phrase[1:]
