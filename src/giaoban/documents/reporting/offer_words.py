"""How is it said, on a page or in a workbook, which report of the unit holds a figure already?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.documents.numbers import format_number
from giaoban.documents.period_titles import period_title
from giaoban.models import Period
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.offers import Offered, SourceReport
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.indicators import IndicatorKind, OverTime
from giaoban.rules.reporting.offers import Offer
from giaoban.rules.reporting.period_years import year_start_of
from giaoban.rules.reporting.regime_facts import Asked


@dataclass(frozen=True)
class SourceTexts:
    """One thing said of a report that a value came from, of several periods, or unsigned."""

    of_one: Promise
    of_periods: Promise
    of_one_unsigned: Promise
    of_periods_unsigned: Promise
    # Of an earlier report of the same incident; the regime is the report's own.
    of_incident: Promise
    of_incident_unsigned: Promise


OFFERED = SourceTexts(
    gettext_lazy(
        "%(figure)s · already reported in “%(regime)s”, %(period)s, sent %(day)s by %(person)s"
    ),
    gettext_lazy(
        "%(figure)s · already reported in “%(regime)s”, %(first)s to %(period)s, last sent %(day)s "
        "by %(person)s"
    ),
    gettext_lazy("%(figure)s · already reported in “%(regime)s”, %(period)s"),
    gettext_lazy("%(figure)s · already reported in “%(regime)s”, %(first)s to %(period)s"),
    gettext_lazy("%(figure)s · said last in %(period)s, sent %(day)s by %(person)s"),
    gettext_lazy("%(figure)s · said last in %(period)s"),
)
TAKEN = SourceTexts(
    gettext_lazy("Taken from “%(regime)s”, %(period)s, sent %(day)s by %(person)s"),
    gettext_lazy(
        "Taken from “%(regime)s”, %(first)s to %(period)s, last sent %(day)s by %(person)s"
    ),
    gettext_lazy("Taken from “%(regime)s”, %(period)s"),
    gettext_lazy("Taken from “%(regime)s”, %(first)s to %(period)s"),
    gettext_lazy("As in %(period)s, sent %(day)s by %(person)s"),
    gettext_lazy("As in %(period)s"),
)
CORRECTED = SourceTexts(
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
    gettext_lazy(
        "It has been corrected: %(period)s now says %(figure)s, sent %(day)s by %(person)s"
    ),
    gettext_lazy("It has been corrected: %(period)s now says %(figure)s"),
)


PUT_TOGETHER: dict[str, Promise] = {
    OverTime.SUM: gettext_lazy("The figures of %(n)s periods, added up."),
    OverTime.AVERAGE: gettext_lazy("The average of %(n)s periods."),
    OverTime.LAST: gettext_lazy("The last of %(n)s periods."),
    OverTime.FIRST: gettext_lazy("The first of %(n)s periods."),
    OverTime.LEAST: gettext_lazy("The least of %(n)s periods."),
    OverTime.MOST: gettext_lazy("The most of %(n)s periods."),
}
"""By the rule over time: how a figure was made from those of shorter periods."""


def put_together_words(over_time: str, periods: int) -> str:
    """How a figure was made from those of several periods; empty where it is that of one."""
    return str(PUT_TOGETHER[over_time]) % {"n": periods} if periods > 1 else ""


def source_words(
    texts: SourceTexts,
    reports: Sequence[SourceReport],
    figure: str,
    over_time: str,
    language: str,
) -> str:
    """Figure, regime, period or periods, day and person as one sentence.

    Of several periods a second one says how the figure was made from theirs.
    """
    first, last = reports[0], reports[-1]
    is_signed = bool(last.sent_at and last.sent_by)
    if last.period.incident_id is not None:
        which = texts.of_incident if is_signed else texts.of_incident_unsigned
    elif len(reports) > 1:
        which = texts.of_periods if is_signed else texts.of_periods_unsigned
    else:
        which = texts.of_one if is_signed else texts.of_one_unsigned
    said = str(which) % {
        "figure": figure,
        "regime": last.regime_name,
        "period": _title(last.period, language),
        "first": _title(first.period, language),
        "day": day_text(last.sent_at, language) if last.sent_at else "",
        "person": last.sent_by,
    }
    put_together = put_together_words(over_time, len(reports))
    return f"{said}. {put_together}" if put_together else said


def _title(period: Period, language: str) -> str:
    starts = year_start_of(period)
    return period_title(period.key, language, starts, incident=incident_name(period))


def offers_in_words(asked: Asked, offered: Offered, language: str) -> str:
    """What other reports hold for an indicator, one on each line; empty where nothing."""
    return "\n".join(
        source_words(
            OFFERED,
            [offered.sources[pk] for pk in offer.sources],
            _figure(asked, offer, language),
            asked.over_time,
            language,
        )
        for offer in offered.offers.get(asked.code, ())
    )


def _figure(asked: Asked, offer: Offer, language: str) -> str:
    said = offer.text
    if asked.kind == IndicatorKind.YES_NO:
        said = _("yes") if offer.number else _("no")
    elif offer.number is not None:
        said = format_number(offer.number, language, decimals=asked.decimals)
    return _("%(figure)s (est.)") % {"figure": said} if offer.is_estimate else said
