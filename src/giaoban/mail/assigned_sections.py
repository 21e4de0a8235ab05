"""What does an author hear of a section: that it is given, due, late, returned or withdrawn?"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.mail.letters import SECTION, Item, Letter, place
from giaoban.mail.warnings import Notice
from giaoban.models import AssignedSection
from giaoban.queries.written_days import day_text, moment_text
from giaoban.rules.reporting.assigned_sections import SectionState


class Occasion(StrEnum):
    GIVEN = "given"
    DUE = "due"
    LATE = "late"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class SectionNews:
    """`note` is the instruction, or the reason why it was returned; `address` is whole.

    `author` is the unit, such as a department, or the person to whom the section was given.
    """

    occasion: Occasion
    title: str
    report: str
    author: str
    due_on: date
    note: str = ""
    address: str = ""
    about: str = ""  # letters.Item.about


def news_about(assigned: AssignedSection, occasion: Occasion, *, address: str = "") -> SectionNews:
    note = assigned.reason if assigned.state == SectionState.RETURNED else assigned.instruction
    person = assigned.person
    return SectionNews(
        occasion=occasion,
        title=assigned.title,
        report=assigned.report.title,
        author=assigned.unit.name if person is None else person.name,
        due_on=assigned.due_on,
        note="" if occasion is Occasion.WITHDRAWN else note,
        address=address,
        about=f"section:{assigned.pk}",
    )


def letter_to_author(news: SectionNews, *, to: str, name: str, language: str) -> Letter:
    with override(language):
        lines = _said_with_note(news)
        if news.occasion is not Occasion.WITHDRAWN:
            lines += ["", _("Write it here:"), news.address]
        return _letter(news, to, language, _("Dear %(name)s,") % {"name": name or to}, lines)


def letter_to_contact(
    news: SectionNews,
    *,
    to: str,
    name: str,
    language: str,
    link: int | None,
    expires_at: datetime | None,
) -> Letter:
    """To the contact of a unit in which nobody has an account: the section opens by a link."""
    with override(language):
        greeting = _("To: %(name)s") % {"name": name or to}
        lines = _said_with_note(news)
        if link is None or expires_at is None:
            return _letter(news, to, language, greeting, lines)
        lines += ["", _("Write the section here, no password is needed:"), place(1)]
        lines.append(
            _(
                "This address works until %(moment)s. Do not pass it on: whoever has it can write "
                "this section."
            )
            % {"moment": moment_text(expires_at)}
        )
        return _letter(news, to, language, greeting, lines, (SECTION, link))


def _said_with_note(news: SectionNews) -> list[str]:
    return [_said(news), "", news.note] if news.note else [_said(news)]


def _letter(
    news: SectionNews,
    to: str,
    language: str,
    greeting: str,
    lines: list[str],
    opens: tuple[str, int] | None = None,
) -> Letter:
    """It waits out days off, unless the section is to be written before they end."""
    text = "\n".join(lines)
    is_late = news.occasion is Occasion.LATE
    is_news = news.occasion not in {Occasion.DUE, Occasion.LATE}
    return Letter(
        to,
        language,
        _subject(news),
        f"{greeting}\n\n{text}",
        () if opens is None else (opens,),
        greeting=greeting,
        items=(Item(news.about, text, is_late=is_late, is_news=is_news, opens=opens),),
        can_wait=True,
        needed_by=timezone.make_aware(datetime.combine(news.due_on, time.max)),
    )


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
        "unit": news.author,
        "day": day_text(news.due_on),
    }
