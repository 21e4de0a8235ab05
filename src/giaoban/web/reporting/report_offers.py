"""How is it said that another report of the unit holds a figure already, or that one was taken?"""

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext

from giaoban.actions.reporting.offered_values import (
    TakenValues,
    put_back_sources,
    take_offered_values,
)
from giaoban.documents.reporting.offer_words import (
    CORRECTED,
    OFFERED,
    TAKEN,
    SourceTexts,
    source_words,
)
from giaoban.models import Version
from giaoban.queries.reporting.offers import Offered, SourceReport
from giaoban.queries.reporting.report_page import Line
from giaoban.rules.reporting.offers import Offer, Taken, agreed
from giaoban.web.frame.access import acting_on
from giaoban.web.reporting.report_scope import Scope

TAKE_ALL = "takes"
TAKE_ONE = "take-"
PUT_BACK = "puts-back"
_REGIME = re.compile(r"[0-9]{1,18}")


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


def shown_offers(line: Line, offered: Offered, figure: FigureWords) -> ShownOffers:
    """`figure` writes an answer of the line as it is read."""
    if not (line.offers or line.taken):
        return NOTHING_OFFERED

    def shown(texts: SourceTexts, offer: Offer | Taken, is_estimate: bool = False) -> ShownSource:
        reports = [offered.sources[pk] for pk in offer.sources]
        said = figure(offer.number, offer.text, is_estimate)
        over_time = line.indicator.over_time
        words = source_words(texts, reports, said, over_time, get_language() or "vi")
        return ShownSource(words, reports[-1], f"{TAKE_ONE}{line.code}", offer.regime)

    corrected = line.corrected
    return ShownOffers(
        tuple(shown(OFFERED, offer, offer.is_estimate) for offer in line.offers),
        shown(TAKEN, line.taken) if line.taken else None,
        shown(CORRECTED, corrected, corrected.is_estimate) if corrected else None,
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


def is_pressed(request: HttpRequest) -> bool:
    """Whether a button that takes was pressed."""
    return TAKE_ALL in request.POST or any(name.startswith(TAKE_ONE) for name in request.POST)


def taken_words(codes: tuple[str, ...]) -> str:
    words = ngettext(
        "%(n)s figure was taken from another report. Look it over.",
        "%(n)s figures were taken from other reports. Look them over.",
        len(codes),
    )
    return words % {"n": len(codes)}


def take_from(request: HttpRequest, scope: Scope) -> TakenValues | None:
    """Take what a button asked for; None where no button was pressed.

    Raises RuleError as take_offered_values does.
    """
    wanted = {
        name.removeprefix(TAKE_ONE): int(str(value))
        for name, value in request.POST.items()
        if name.startswith(TAKE_ONE) and _REGIME.fullmatch(str(value))
    }
    if not wanted and TAKE_ALL not in request.POST:
        return None
    acting = acting_on(request)
    return take_offered_values(
        unit=scope.unit,
        period=scope.period,
        wanted=wanted or None,
        by=acting.actor,
        now=acting.now,
    )


def to_put_back(taken: TakenValues) -> str:
    """From what the filled cells were made before, for the page to send back when it is undone.

    Signed, so that nobody can say of a figure that it came from a report; empty where from none.
    """
    if not taken.replaced:
        return ""
    cells = {code: asdict(one) for code, one in taken.replaced.items()}
    return signing.dumps({"version": taken.version.pk, "cells": cells}, salt=PUT_BACK)


def put_back_from(request: HttpRequest, version: Version) -> None:
    """After the cells were saved as they were before: where they came from then."""
    try:
        said = signing.loads(request.POST.get(PUT_BACK, ""), salt=PUT_BACK)
    except signing.BadSignature:  # none was sent, or the key has changed since
        return
    if said["version"] != version.pk:
        return
    taken = {
        code: Taken(one["regime"], tuple(one["sources"]), one["number"], one["text"])
        for code, one in said["cells"].items()
    }
    put_back_sources(version=version, taken=taken, now=acting_on(request).now)
