"""What does the file of a country's profile say, and what is wrong with it?"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from giaoban.rules.country.dates import DayForm
from giaoban.rules.country.layouts import LAYOUTS, LayoutProfile
from giaoban.rules.country.phrases.languages import PHRASES, Phrases
from giaoban.rules.country.phrases.typed import TypedWords
from giaoban.rules.country.profile import LANGUAGES, CountryProfile, Currency
from giaoban.rules.country.terms import with_terms
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.periods import Calendar
from giaoban.rules.reporting.working_days import HolidaySource, is_known

LONGEST_TYPE = 10
"""So many letters has the abbreviation of a type of document at most."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MEASURES = {field.name: field.type for field in fields(LayoutProfile)}
_FIXED = {"code", "language"}


class ProfileRefused(Exception):
    """`problems` says everything that is wrong: the codes are those of `_Reader`."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__([(problem.code, problem.params) for problem in problems])
        self.problems = problems


def read_profile(content: bytes) -> CountryProfile:
    """The profile that a TOML file describes; raises ProfileRefused."""
    try:
        written = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileRefused([Problem("profile_malformed", {"reason": str(error)})]) from error
    reader = _Reader(written)
    profile = _profile(reader)
    if reader.problems or profile is None:
        raise ProfileRefused(reader.problems)
    return profile


def _profile(top: "_Reader") -> CountryProfile | None:
    code, name = top.text("code"), top.text("name")
    languages = top.texts("languages", LANGUAGES)
    if not languages:
        top.refuse("languages", "profile_empty")
    time_zone = top.text("time_zone")
    try:
        ZoneInfo(time_zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        top.refuse("time_zone", "profile_unknown", written=time_zone, known="Europe/Paris, UTC, …")
    weekend = top.texts("weekend", WEEKDAYS)
    if len(set(weekend)) == len(WEEKDAYS):
        top.refuse("weekend", "profile_no_working_day")
    holidays = _holidays(top)
    calendar = top.one_of("calendar", tuple(Calendar))
    year_starts = top.whole("year_starts", 1, 12) if top.holds("year_starts") else 1
    if year_starts != 1 and calendar != Calendar.FISCAL:
        top.refuse("year_starts", "profile_year_not_fiscal")
    dates = top.one_of("dates", tuple(DayForm)) if top.holds("dates") else DayForm.NUMBERS
    money = top.table("currency")
    currency = Currency(money.text("code"), money.text("measure"))
    money.close()
    layout = _layout(top)
    words = _words(top, languages)
    document_types = _document_types(top)
    top.close()
    if top.problems or layout is None:
        return None  # before any of it is taken at its word
    phrases = PHRASES[layout.language.split("-")[0]]
    return CountryProfile(
        code=code,
        name=name,
        languages=tuple(languages),
        time_zone=time_zone,
        weekend=frozenset(WEEKDAYS.index(day) for day in weekend),
        holidays=holidays,
        calendar=Calendar(calendar),
        year_starts=year_starts,
        dates=DayForm(dates),
        currency=currency,
        layout=layout,
        phrases=_with_words(phrases, words.get(phrases.language, {})),
        words=words,
        document_types=document_types,
    )


def _holidays(top: "_Reader") -> HolidaySource:
    table = top.table("holidays")
    source = HolidaySource(table.text("country", default=""), table.text("part", default=""))
    table.close()
    if not is_known(source):
        written = " ".join(filter(None, (source.country, source.part)))
        top.refuse("holidays", "profile_unknown", written=written, known="VN, FR, DE BY, …")
        return HolidaySource()
    return source


def _layout(top: "_Reader") -> LayoutProfile | None:
    table = top.table("layout")
    base = table.one_of("base", tuple(LAYOUTS))
    changes: dict[str, Any] = {}
    if base in LAYOUTS:
        layout = LAYOUTS[base]
        for key in table.rest():
            if key in _MEASURES and key not in _FIXED:
                changes[key] = table.like(key, getattr(layout, key))
    table.close()
    if base not in LAYOUTS or top.problems:
        return None
    return replace(LAYOUTS[base], **changes)


def _words(top: "_Reader", languages: list[str]) -> dict[str, dict[str, str]]:
    if not top.holds("words"):
        return {}
    table = top.table("words")
    found = {}
    for language in table.rest():
        if language not in languages:
            table.refuse(language, "profile_unknown", written=language, known=", ".join(languages))
            continue
        terms = table.table(language)
        found[language] = {term: terms.text(term) for term in terms.rest()}
    table.close()
    return found


def _document_types(top: "_Reader") -> dict[str, str]:
    if not top.holds("document_types"):
        return {}
    table = top.table("document_types")
    for code in table.rest():
        if not code.isalnum() or len(code) > LONGEST_TYPE:
            table.refuse(code, "profile_unknown", written=code, known="QĐ, KH, TTr, …")
    return {code: table.text(code) for code in table.rest()}


def _with_words(phrases: Phrases, words: Mapping[str, str]) -> Phrases:
    """Terms replaced in every part; what people type is known by the shipped words as well."""
    changed: dict[str, Any] = {}
    for part in fields(Phrases):
        said = getattr(phrases, part.name)
        if isinstance(said, TypedWords):
            changed[part.name] = _replaced(said, lambda each: _both(each, words))
        elif part.name != "language":
            changed[part.name] = _replaced(said, lambda each: _terms(each, words))
    return replace(phrases, **changed)


def _replaced(part: Any, change: Callable[[Any], Any]) -> Any:
    return replace(part, **{each.name: change(getattr(part, each.name)) for each in fields(part)})


def _terms(
    said: str | tuple[str, ...] | Mapping[str, str], words: Mapping[str, str]
) -> str | tuple[str, ...] | dict[str, str]:
    if isinstance(said, str):
        return with_terms(said, words)
    if isinstance(said, Mapping):
        return {key: with_terms(each, words) for key, each in said.items()}
    return tuple(with_terms(each, words) for each in said)


def _both(known: tuple[str, ...], words: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *(with_terms(each, words).lower() for each in known))))


class _Reader:
    """A table of the file, which remembers what was asked for and everything that is wrong.

    Codes: `profile_missing` (key), `profile_wrong_type` (key, expected), `profile_unknown` (key,
    written, known), `profile_key_unknown` (key), `profile_out_of_range` (key, first, last),
    `profile_empty` (key), `profile_no_working_day` (key), `profile_year_not_fiscal` (key).
    """

    def __init__(
        self,
        written: Mapping[str, Any],
        place: str = "",
        problems: list[Problem] | None = None,
    ) -> None:
        self._written, self._place = written, place
        self._asked: set[str] = set()
        self.problems: list[Problem] = [] if problems is None else problems

    def refuse(self, key: str, code: str, **params: object) -> None:
        self.problems.append(Problem(code, {"key": f"{self._place}{key}", **params}))

    def holds(self, key: str) -> bool:
        return key in self._written

    def rest(self) -> list[str]:
        """The keys that nobody has asked for."""
        return [key for key in self._written if key not in self._asked]

    def text(self, key: str, default: str | None = None) -> str:
        return str(self._value(key, str, "text", default if default is not None else None) or "")

    def texts(self, key: str, known: tuple[str, ...]) -> list[str]:
        found = self._value(key, list, "a list", None) or []
        for each in found:
            if each not in known:
                self.refuse(key, "profile_unknown", written=each, known=", ".join(known))
        return [str(each) for each in found]

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        written = self.text(key)
        if written and written not in known:
            self.refuse(key, "profile_unknown", written=written, known=", ".join(known))
        return written

    def whole(self, key: str, first: int, last: int) -> int:
        number = self._value(key, int, "a whole number", None)
        if number is None:
            return first
        if not first <= number <= last:
            self.refuse(key, "profile_out_of_range", first=first, last=last)
        return int(number)

    def like(self, key: str, usual: object) -> object:
        """A value of the kind of the usual one, which it replaces."""
        if isinstance(usual, bool):
            return self._value(key, bool, "true or false", usual)
        if isinstance(usual, (int, float)):
            return self._value(key, (int, float), "a number", usual)
        if isinstance(usual, tuple):
            return tuple(self._value(key, list, "a list", usual) or ())
        return self._value(key, str, "text", usual)

    def table(self, key: str) -> "_Reader":
        found = self._value(key, dict, "a table", None)
        return _Reader(found or {}, f"{self._place}{key}.", self.problems)

    def close(self) -> None:
        """Refuse what nobody asked for."""
        for key in self.rest():
            self.refuse(key, "profile_key_unknown")

    def _value(self, key: str, kind: Any, expected: str, default: Any) -> Any:
        self._asked.add(key)
        if key not in self._written:
            if default is None:
                self.refuse(key, "profile_missing")
            return default
        value = self._written[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.refuse(key, "profile_wrong_type", expected=expected)
            return default
        return value
