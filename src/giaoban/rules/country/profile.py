"""What differs from one country or organisation to the next, and is no code?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from giaoban.rules.country.dates import DayForm
from giaoban.rules.country.layouts import LayoutProfile
from giaoban.rules.country.phrases.languages import Phrases
from giaoban.rules.reporting.periods import Calendar
from giaoban.rules.reporting.working_days import HolidaySource

LANGUAGES = ("vi", "en")
"""Into which the product is translated."""


@dataclass(frozen=True, slots=True)
class Currency:
    """How amounts of money are asked for; nothing is converted.

    `measure` is the unit of measure that is proposed for an amount of money, such as triệu đồng;
    `code` that of ISO 4217, which stands beside it.
    """

    code: str
    measure: str


@dataclass(frozen=True, slots=True)
class CountryProfile:
    """Everything that a profile's file says; docs/how-to/make-a-country-profile.md explains it.

    `languages` are those that pages offer, the first of them before somebody chooses. `weekend`
    holds weekdays, Monday being 0. `calendar` and `year_starts` are what a new regime starts with.
    `dates` is the form in which days are written; what is typed is read in every form.
    `words` are terms and what stands in their place, by language. `document_types` are changes of
    rules.register.kinds.TYPES: by abbreviation the name, empty for a type that is not used.
    """

    code: str
    name: str
    languages: tuple[str, ...]
    time_zone: str
    weekend: frozenset[int]
    holidays: HolidaySource
    calendar: Calendar
    year_starts: int
    dates: DayForm
    currency: Currency
    layout: LayoutProfile
    phrases: Phrases
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    document_types: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.languages[0]
