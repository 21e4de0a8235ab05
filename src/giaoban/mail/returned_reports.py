"""What is a unit told when its report is returned to be mended?"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from giaoban.mail.unit_news import UnitNews
from giaoban.queries.written_days import moment_text


@dataclass(frozen=True)
class Returned:
    """`reason` is what was said of the whole, `cells` of how many single cells something was."""

    unit: str
    regime: str
    period: str  # as it is called in the reader's language
    mend_by: datetime | None
    reason: str
    cells: int


def returned_news(report: Returned, *, language: str) -> UnitNews:
    """What was said of a cell stands beside it on the report's page, not in a letter."""
    with override(language):
        words = {"unit": report.unit, "regime": report.regime, "period": report.period}
        if report.mend_by is None:
            asked = _("%(regime)s, %(period)s: the report of %(unit)s is returned to be mended.")
        else:
            asked = _(
                "%(regime)s, %(period)s: the report of %(unit)s is returned, to be mended and "
                "sent again by %(moment)s."
            )
            words["moment"] = moment_text(report.mend_by)
        sentences = [asked % words]
        if report.reason:
            sentences.append(_("Reason: %(reason)s") % {"reason": report.reason})
        if report.cells:
            said = ngettext(
                "What is to be mended is said at %(count)s cell of the report.",
                "What is to be mended is said at %(count)s cells of the report.",
                report.cells,
            )
            sentences.append(said % {"count": report.cells})
        return UnitNews(_("To be mended: report for %(period)s of %(unit)s") % words, sentences)
