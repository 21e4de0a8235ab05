"""What does an author hear of a section: that it is given, due, late, returned or withdrawn?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.mail.letters import Letter
from giaoban.mail.warnings import Notice
from giaoban.queries.written_days import day_text


class Occasion(StrEnum):
    GIVEN = "given"
    DUE = "due"
    LATE = "late"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class SectionNews:
    """`note` is the instruction, or the reason why it was returned; `address` is whole."""

    occasion: Occasion
    title: str
    report: str
    unit: str
    due_on: date
    note: str = ""
    address: str = ""


def letter_to_author(news: SectionNews, *, to: str, name: str, language: str) -> Letter:
    with override(language):
        lines = [_("Dear %(name)s,") % {"name": name or to}, "", _said(news)]
        if news.note:
            lines += ["", news.note]
        if news.occasion is not Occasion.WITHDRAWN:
            lines += ["", _("Write it here:"), news.address]
        return Letter(to, language, _subject(news), "\n".join(lines))


def notice_to_author(news: SectionNews, *, language: str) -> Notice:
    """The same in an inbox."""
    with override(language):
        return Notice(_subject(news), "\n".join(part for part in (_said(news), news.note) if part))


def _subject(news: SectionNews) -> str:
    words = {
        Occasion.GIVEN: _("Section to write: %(title)s"),
        Occasion.DUE: _("Section due on %(day)s: %(title)s"),
        Occasion.LATE: _("Section overdue: %(title)s"),
        Occasion.RETURNED: _("Section to mend: %(title)s"),
        Occasion.WITHDRAWN: _("Section no longer needed: %(title)s"),
    }
    return words[news.occasion] % _names(news)


def _said(news: SectionNews) -> str:
    words = {
        Occasion.GIVEN: _(
            "%(unit)s is asked to write the section “%(title)s” of the report “%(report)s” by "
            "%(day)s."
        ),
        Occasion.DUE: _(
            "The section “%(title)s” of the report “%(report)s” is to be handed in by %(unit)s on "
            "%(day)s."
        ),
        Occasion.LATE: _(
            "The section “%(title)s” of the report “%(report)s” was to be handed in by %(unit)s "
            "on %(day)s and is still missing."
        ),
        Occasion.RETURNED: _(
            "The section “%(title)s” of the report “%(report)s” came back to %(unit)s to be mended:"
        ),
        Occasion.WITHDRAWN: _(
            "%(unit)s need not write the section “%(title)s” of the report “%(report)s” any more."
        ),
    }
    return words[news.occasion] % _names(news)


def _names(news: SectionNews) -> dict[str, str]:
    return {
        "title": news.title,
        "report": news.report,
        "unit": news.unit,
        "day": day_text(news.due_on),
    }
