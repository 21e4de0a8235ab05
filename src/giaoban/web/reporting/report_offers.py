"""How is it said that another report of the unit holds a figure already, or that one was taken?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from giaoban.actions.reporting.offered_values import take_offered_values
from giaoban.documents.numbers import short_date
from giaoban.documents.period_titles import period_title
from giaoban.queries.reporting.offers import Offered, SourceReport
from giaoban.queries.reporting.report_page import Line
from giaoban.rules.reporting.offers import Offer, Taken, agreed
from giaoban.web.frame.access import acting_on
from giaoban.web.reporting.report_scope import Scope

TAKE_ALL = "takes"
TAKE_ONE = "take-"


@dataclass(frozen=True)
class ShownSource:
    """Where a figure stands already; `report` is the newest of the reports that it came from.

    `field` and `value` are what the button sends that takes it.
    """

    words: str
    report: SourceReport
    field: str = ""
    value: int = 0


@dataclass(frozen=True)
class ShownOffers:
    """What stands below a cell: what may be taken, what was taken, what it would be by now."""

    offers: tuple[ShownSource, ...] = ()
    taken: ShownSource | None = None
    corrected: ShownSource | None = None

    def __bool__(self) -> bool:
        return bool(self.offers or self.taken)


NOTHING_OFFERED = ShownOffers()

FigureWords = Callable[[float | None, str, bool], str]


@dataclass(frozen=True)
class SourceTexts:
    """One thing said of a report that a value came from, of several periods, or unsigned."""

    of_one: Promise
    of_periods: Promise
    of_one_unsigned: Promise
    of_periods_unsigned: Promise


_OFFERED = SourceTexts(
    gettext_lazy(
        "%(figure)s · already reported in “%(regime)s”, %(period)s, sent %(day)s by %(person)s"
    ),
    gettext_lazy(
        "%(figure)s · already reported in “%(regime)s”, %(first)s to %(period)s, last sent %(day)s "
        "by %(person)s"
    ),
    gettext_lazy("%(figure)s · already reported in “%(regime)s”, %(period)s"),
    gettext_lazy("%(figure)s · already reported in “%(regime)s”, %(first)s to %(period)s"),
)
_TAKEN = SourceTexts(
    gettext_lazy("Taken from “%(regime)s”, %(period)s, sent %(day)s by %(person)s"),
    gettext_lazy(
        "Taken from “%(regime)s”, %(first)s to %(period)s, last sent %(day)s by %(person)s"
    ),
    gettext_lazy("Taken from “%(regime)s”, %(period)s"),
    gettext_lazy("Taken from “%(regime)s”, %(first)s to %(period)s"),
)
_CORRECTED = SourceTexts(
    gettext_lazy(
        "It has been corrected there: “%(regime)s” now says %(figure)s (%(period)s, sent %(day)s "
        "by %(person)s)"
    ),
    gettext_lazy(
        "It has been corrected there: “%(regime)s” now says %(figure)s (%(first)s to %(period)s, "
        "last sent %(day)s by %(person)s)"
    ),
    gettext_lazy("It has been corrected there: “%(regime)s” now says %(figure)s (%(period)s)"),
    gettext_lazy(
        "It has been corrected there: “%(regime)s” now says %(figure)s (%(first)s to %(period)s)"
    ),
)


def shown_offers(line: Line, offered: Offered, figure: FigureWords) -> ShownOffers:
    """`figure` writes an answer of the line as it is read."""
    if not (line.offers or line.taken):
        return NOTHING_OFFERED

    def shown(texts: SourceTexts, offer: Offer | Taken, is_estimate: bool = False) -> ShownSource:
        reports = [offered.sources[pk] for pk in offer.sources]
        words = _words(texts, reports, figure(offer.number, offer.text, is_estimate))
        return ShownSource(words, reports[-1], f"{TAKE_ONE}{line.code}", offer.regime)

    corrected = line.corrected
    return ShownOffers(
        tuple(shown(_OFFERED, offer, offer.is_estimate) for offer in line.offers),
        shown(_TAKEN, line.taken) if line.taken else None,
        shown(_CORRECTED, corrected, corrected.is_estimate) if corrected else None,
    )


@dataclass(frozen=True)
class OfferCounts:
    """Of the empty cells: how many can be filled at once, and in how many the reports differ."""

    agreed: int
    differing: int


def offer_counts(lines: Iterable[Line]) -> OfferCounts:
    offered = [agreed(line.offers) for line in lines if line.offers]
    return OfferCounts(
        sum(offer is not None for offer in offered), sum(offer is None for offer in offered)
    )


def take_from(request: HttpRequest, scope: Scope) -> tuple[str, ...]:
    """Take what a button asked for; the codes of the cells that were filled, none where no button.

    Raises RuleError as take_offered_values does.
    """
    wanted = {
        name.removeprefix(TAKE_ONE): int(str(value))
        for name, value in request.POST.items()
        if name.startswith(TAKE_ONE) and str(value).isascii() and str(value).isdigit()
    }
    if not wanted and TAKE_ALL not in request.POST:
        return ()
    acting = acting_on(request)
    return take_offered_values(
        unit=scope.unit,
        period=scope.period,
        wanted=wanted or None,
        by=acting.actor,
        now=acting.now,
    ).codes


def _words(texts: SourceTexts, reports: list[SourceReport], figure: str) -> str:
    """Figure, regime, period or periods, day and person as one sentence."""
    language = get_language() or "vi"
    first, last = reports[0], reports[-1]
    which = texts.of_periods if len(reports) > 1 else texts.of_one
    if not (last.sent_at and last.sent_by):
        which = texts.of_periods_unsigned if len(reports) > 1 else texts.of_one_unsigned
    return str(which) % {
        "figure": figure,
        "regime": last.regime_name,
        "period": period_title(last.period_key, language),
        "first": period_title(first.period_key, language),
        "day": short_date(timezone.localdate(last.sent_at)) if last.sent_at else "",
        "person": last.sent_by,
    }
