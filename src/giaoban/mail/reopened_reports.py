"""What is a unit told when a locked period takes its report again?"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.mail.letters import REPORT, Letter, place
from giaoban.mail.warnings import Notice
from giaoban.queries.written_days import moment_text


@dataclass(frozen=True)
class Reopened:
    """One report; it is opened at `address`, or by the link whose id is `link`."""

    unit: str
    regime: str
    period: str  # as it is called in the reader's language
    until: datetime
    reason: str
    address: str = ""
    link: int | None = None


def reopened_letter(
    report: Reopened, *, to: str, name: str, language: str, is_person: bool
) -> Letter:
    with override(language):
        greeting = _("Dear %(name)s,") if is_person else _("To: %(name)s")
        lines = [greeting % {"name": name or to}, "", *_sentences(report), ""]
        if report.link is not None:
            lines += [_("Open the report here, no password is needed:"), place(1)]
        else:
            lines.append(report.address)
        opens = () if report.link is None else ((REPORT, report.link),)
        return Letter(to, language, _subject(report), "\n".join(lines), opens)


def reopened_notice(report: Reopened, *, language: str) -> Notice:
    """The same in an inbox."""
    with override(language):
        return Notice(_subject(report), " ".join(_sentences(report)))


def _subject(report: Reopened) -> str:
    return _("Opened again: report for %(period)s of %(unit)s") % _words(report)


def _sentences(report: Reopened) -> list[str]:
    return [
        _("%(regime)s, %(period)s: %(unit)s can send or correct its report until %(moment)s.")
        % _words(report),
        _("Reason: %(reason)s") % _words(report),
    ]


def _words(report: Reopened) -> dict[str, str]:
    return {
        "unit": report.unit,
        "regime": report.regime,
        "period": report.period,
        "reason": report.reason,
        "moment": moment_text(report.until),
    }
