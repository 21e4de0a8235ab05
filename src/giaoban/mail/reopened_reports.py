"""What is a unit told when a locked period takes its report again?"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.mail.unit_news import UnitNews
from giaoban.queries.written_days import moment_text


@dataclass(frozen=True)
class Reopened:
    unit: str
    regime: str
    period: str  # as it is called in the reader's language
    until: datetime
    reason: str


def reopened_news(report: Reopened, *, language: str) -> UnitNews:
    with override(language):
        words = {
            "unit": report.unit,
            "regime": report.regime,
            "period": report.period,
            "reason": report.reason,
            "moment": moment_text(report.until),
        }
        return UnitNews(
            _("Opened again: report for %(period)s of %(unit)s") % words,
            [
                _(
                    "%(regime)s, %(period)s: %(unit)s can send or correct its report until "
                    "%(moment)s."
                )
                % words,
                _("Reason: %(reason)s") % words,
            ],
        )
