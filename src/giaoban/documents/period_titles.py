"""What is a reporting period called, in a sentence, in a heading and on an axis?

Keys are those of docs/contracts.md: `2026-07 2026Q3 2026H1 2026-9M 2026 2026W07 once:NAME
incident:CODE/01 incident:CODE`.
"""

from babel import Locale

from giaoban.documents.numbers import base_language, roman_quarter
from giaoban.rules.reporting.period_keys import PeriodKind, parse_key

_MONTHS = Locale("en").months["format"]["wide"]

# Per language and kind: in a sentence, in a document's title, on an axis or in a column head.
_WORDING = {
    "vi": {
        "month": ("tháng {number}/{year}", "tháng {number} năm {year}", "T{number}/{year}"),
        "quarter": ("quý {roman}/{year}", "quý {roman} năm {year}", "Q.{roman}/{year}"),
        "half1": ("6 tháng đầu năm {year}", "6 tháng đầu năm {year}", "6T đầu {year}"),
        "half2": ("6 tháng cuối năm {year}", "6 tháng cuối năm {year}", "6T cuối {year}"),
        "nine_months": ("9 tháng năm {year}", "9 tháng năm {year}", "9T/{year}"),
        "week": ("tuần {number}/{year}", "tuần {number} năm {year}", "Tuần {number}/{year}"),
        "year": ("năm {year}", "năm {year}", "{year}"),
        "incident": (
            "tình huống {code}, lần {number}",
            "tình huống {code}, lần {number}",
            "lần {number}",
        ),
        "incident_all": ("tình huống {code}", "tình huống {code}", "{code}"),
    },
    "en": {
        "month": ("{name} {year}", "{name} {year}", "{short} {year}"),
        "quarter": ("Q{number} {year}", "the {ordinal} quarter of {year}", "Q{number} {year}"),
        "half1": ("first half of {year}", "the first half of {year}", "H1 {year}"),
        "half2": ("second half of {year}", "the second half of {year}", "H2 {year}"),
        "nine_months": ("nine months of {year}", "the first nine months of {year}", "9M {year}"),
        "week": ("week {number}, {year}", "week {number} of {year}", "W{number} {year}"),
        "year": ("{year}", "the year {year}", "{year}"),
        "incident": (
            "incident {code}, report {number}",
            "incident {code}, report {number}",
            "report {number}",
        ),
        "incident_all": ("incident {code}", "incident {code}", "{code}"),
    },
}
_ORDINALS = ("first", "second", "third", "fourth")


def period_title(key: str, language: str = "vi") -> str:
    """ "quý III/2026": for sentences and lists, beginning in small letters."""
    return _worded(key, language, 0)


def period_long_title(key: str, language: str = "vi") -> str:
    """ "quý III năm 2026": for a document's title."""
    return _worded(key, language, 1)


def period_short_title(key: str, language: str = "vi") -> str:
    """ "Q.III/2026": for an axis or a narrow column head."""
    return _worded(key, language, 2)


def _worded(key: str, language: str, form: int) -> str:
    """Raises `RuleError` as `parse_key` does."""
    parsed = parse_key(key)
    number = parsed.number
    kind: str = parsed.kind
    words: dict[str, str | int] = {"year": parsed.year, "number": number, "code": parsed.name}
    match parsed.kind:
        case PeriodKind.ONCE:
            return parsed.name
        case PeriodKind.HALF:
            kind = f"half{number}"
        case PeriodKind.QUARTER:
            words |= {"roman": roman_quarter(number), "ordinal": _ORDINALS[number - 1]}
        case PeriodKind.MONTH:
            words |= {"name": _MONTHS[number], "short": _MONTHS[number][:3]}
    return _WORDING[base_language(language)][kind][form].format(**words)
