"""What is a reporting period called, in a sentence, in a heading and on an axis?

Keys are those of docs/contracts.md: `2026-07 2026Q3 2026H1 2026-9M 2026 2026W07 once:NAME
incident:CODE/01 incident:CODE`.
"""

from dataclasses import replace

from babel import Locale

from giaoban.documents.numbers import base_language, roman_quarter
from giaoban.rules.problems import Problem, RuleError
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
        "named_incident": ("{name}, lần {number}", "{name}, lần {number}", "lần {number}"),
        "named_incident_all": ("{name}", "{name}", "{name}"),
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
        "named_incident": ("{name}, report {number}", "{name}, report {number}", "report {number}"),
        "named_incident_all": ("{name}", "{name}", "{name}"),
    },
}
_FINANCIAL = frozenset(
    {PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR}
)
# The same of years that begin with another month than January; a month is named by the wall.
_FINANCIAL_WORDING = {
    "vi": {
        "quarter": (
            "quý {roman} năm tài chính {years}",
            "quý {roman} năm tài chính {years}",
            "Q.{roman} TC{short_years}",
        ),
        "half1": (
            "6 tháng đầu năm tài chính {years}",
            "6 tháng đầu năm tài chính {years}",
            "6T đầu TC{short_years}",
        ),
        "half2": (
            "6 tháng cuối năm tài chính {years}",
            "6 tháng cuối năm tài chính {years}",
            "6T cuối TC{short_years}",
        ),
        "nine_months": (
            "9 tháng năm tài chính {years}",
            "9 tháng năm tài chính {years}",
            "9T TC{short_years}",
        ),
        "year": ("năm tài chính {years}", "năm tài chính {years}", "TC{years}"),
    },
    "en": {
        "quarter": (
            "FY{years} Q{number}",
            "the {ordinal} quarter of FY{years}",
            "FY{short_years} Q{number}",
        ),
        "half1": ("first half of FY{years}", "the first half of FY{years}", "FY{short_years} H1"),
        "half2": ("second half of FY{years}", "the second half of FY{years}", "FY{short_years} H2"),
        "nine_months": (
            "nine months of FY{years}",
            "the first nine months of FY{years}",
            "FY{short_years} 9M",
        ),
        "year": ("FY{years}", "the financial year {years}", "FY{years}"),
    },
}
_ORDINALS = ("first", "second", "third", "fourth")


def period_title(
    key: str, language: str = "vi", year_starts: int = 1, *, incident: str = ""
) -> str:
    """ "quý III/2026": for sentences and lists, beginning in small letters.

    `incident` is the name of the incident that the period belongs to, in place of its code.
    `year_starts` is the month with which the regime's years begin; where that is another than
    January, the longer periods are those of a financial year: "FY2026/27 Q1".
    """
    return _worded(key, language, 0, year_starts, incident)


def period_long_title(
    key: str, language: str = "vi", year_starts: int = 1, *, incident: str = ""
) -> str:
    """ "quý III năm 2026": for a document's title."""
    return _worded(key, language, 1, year_starts, incident)


def period_short_title(
    key: str, language: str = "vi", year_starts: int = 1, *, incident: str = ""
) -> str:
    """ "Q.III/2026": for an axis or a narrow column head."""
    return _worded(key, language, 2, year_starts, incident)


def with_period_title(problem: Problem, language: str) -> Problem:
    """The problem with its period by name, as its regime names it (`told_period`)."""
    key = problem.params.get("period")
    if not isinstance(key, str):
        return problem
    starts = problem.params.get("year_starts", 1)
    try:
        title = period_title(key, language, int(str(starts)))
    except RuleError:  # a workbook may say anything
        return problem
    return replace(problem, params={**problem.params, "period": title})


def year_title(year: int, language: str = "vi", year_starts: int = 1) -> str:
    """ "2026", of a financial year "FY2026/27": where a column or an axis stands for a year."""
    if year_starts == 1:
        return str(year)
    return ("TC" if base_language(language) == "vi" else "FY") + _both_years(year)


def _worded(key: str, language: str, form: int, year_starts: int, incident: str = "") -> str:
    """Raises `RuleError` as `parse_key` does."""
    parsed = parse_key(key)
    number = parsed.number
    kind: str = parsed.kind
    words: dict[str, str | int] = {"year": parsed.year, "number": number, "code": parsed.name}
    words |= {"years": _both_years(parsed.year), "short_years": _both_years(parsed.year)[2:]}
    is_financial = year_starts != 1 and parsed.kind in _FINANCIAL
    wording = (_FINANCIAL_WORDING if is_financial else _WORDING)[base_language(language)]
    match parsed.kind:
        case PeriodKind.ONCE:
            return parsed.name
        case PeriodKind.HALF:
            kind = f"half{number}"
        case PeriodKind.QUARTER:
            words |= {"roman": roman_quarter(number), "ordinal": _ORDINALS[number - 1]}
        case PeriodKind.MONTH:
            words |= {"name": _MONTHS[number], "short": _MONTHS[number][:3]}
        case PeriodKind.INCIDENT | PeriodKind.WHOLE_INCIDENT if incident:
            kind, words["name"] = f"named_{kind}", incident
    return wording[kind][form].format(**words)


def _both_years(year: int) -> str:
    """ "2026/27": the financial year that begins in 2026."""
    return f"{year}/{(year + 1) % 100:02d}"
