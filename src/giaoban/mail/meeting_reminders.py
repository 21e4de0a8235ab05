"""How is somebody reminded of what a meeting waits for: an answer, a paper, a notice, minutes?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.mail.letters import INVITATION, Item, Letter, meeting_thing, place, with_addresses
from giaoban.mail.meeting_words import title_in_subject, when_text
from giaoban.mail.warnings import Notice
from giaoban.queries.written_days import day_text, moment_text
from giaoban.rules.meetings.telling import Owed


@dataclass(frozen=True)
class Reminded:
    """What one reader owes a meeting. `names` are the items whose papers are asked for; they open
    it at `address`, or by the link whose id is `link` until `expires_at`.
    """

    meeting: int
    title: str
    starts_at: datetime
    ends_at: datetime
    owed: Owed
    due_on: date
    is_late: bool
    is_circulation: bool = False
    names: Sequence[str] = ()
    address: str = ""
    link: int | None = None
    expires_at: datetime | None = None
    needed_by: datetime | None = None


def letter_of_reminder(reminded: Reminded, *, to: str, name: str, language: str) -> Letter:
    """It leaves together with others that wait for the same reader."""
    with override(language):
        greeting = _("Dear %(name)s,") % {"name": name or to}
        item = _item(reminded)
        return Letter(
            to,
            language,
            _subject(reminded),
            f"{greeting}\n\n{with_addresses(item.text, [place(1)])}",
            (item.opens,) if item.opens else (),
            greeting=greeting,
            items=(item,),
            can_wait=True,
            needed_by=reminded.needed_by,
        )


def notice_of_reminder(reminded: Reminded, *, language: str) -> Notice:
    with override(language):
        return Notice(_subject(reminded), _said(reminded))


def _item(reminded: Reminded) -> Item:
    said, opens = [_said(reminded)], None
    if reminded.link is not None and reminded.expires_at is not None:
        said += [_("Answer here, no password is needed:"), place(1)]
        until = _(
            "This address works until %(moment)s. Do not pass it on: whoever has it can answer for "
            "you."
        )
        said.append(until % {"moment": moment_text(reminded.expires_at)})
        opens = (INVITATION, reminded.link)
    elif reminded.address:
        said.append(reminded.address)
    return Item(
        meeting_thing(reminded.meeting, reminded.owed),
        "\n".join(said),
        is_late=reminded.is_late,
        opens=opens,
    )


def _subject(reminded: Reminded) -> str:
    words = {
        Owed.ANSWER: _("Will you come? %(title)s"),
        Owed.PAPER: _("Paper for the meeting: %(title)s"),
        Owed.NOTICE: _("Notice to send: %(title)s"),
        Owed.MINUTES: _("Minutes to approve: %(title)s"),
        Owed.CONCLUSIONS: _("Notice of conclusions to approve: %(title)s"),
    }
    said = words[reminded.owed]
    if reminded.owed is Owed.ANSWER and reminded.is_circulation:
        said = _("How do you decide? %(title)s")
    return said % {"title": title_in_subject(reminded.title)}


def _said(reminded: Reminded) -> str:
    if reminded.is_circulation:
        said = _("Your decision in writing is asked for by %(until)s: %(title)s.")
    else:
        said = (_LATE_SAID if reminded.is_late else _DUE_SAID)[reminded.owed]()
    return said % {
        "title": " ".join(reminded.title.split()).rstrip("."),
        "when": when_text(reminded.starts_at, reminded.ends_at),
        "until": moment_text(reminded.ends_at),
        "day": day_text(reminded.due_on),
        "names": ", ".join(reminded.names),
    }


_DUE_SAID = {
    Owed.ANSWER: lambda: _("Your answer to the invitation is not there yet: %(title)s, %(when)s."),
    Owed.PAPER: lambda: _(
        "Papers are due on %(day)s for %(title)s (%(when)s): %(names)s. Send them to the "
        "secretariat."
    ),
    Owed.NOTICE: lambda: _("The notice of this meeting goes out by %(day)s: %(title)s, %(when)s."),
    Owed.MINUTES: lambda: _("The minutes are due on %(day)s: %(title)s, %(when)s."),
    Owed.CONCLUSIONS: lambda: _(
        "The notice of conclusions is due on %(day)s: %(title)s, %(when)s."
    ),
}
_LATE_SAID = {
    Owed.ANSWER: _DUE_SAID[Owed.ANSWER],
    Owed.PAPER: lambda: _(
        "Papers were due on %(day)s for %(title)s (%(when)s): %(names)s. Send them to the "
        "secretariat."
    ),
    Owed.NOTICE: lambda: _(
        "The notice of this meeting was to go out by %(day)s: %(title)s, %(when)s."
    ),
    Owed.MINUTES: lambda: _("The minutes were due on %(day)s: %(title)s, %(when)s."),
    Owed.CONCLUSIONS: lambda: _(
        "The notice of conclusions was due on %(day)s: %(title)s, %(when)s."
    ),
}
