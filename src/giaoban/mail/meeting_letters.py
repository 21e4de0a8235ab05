"""What does a letter say of a meeting: come, it changed, it is off, somebody sits for you?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from giaoban.mail.letters import INVITATION, Calendar, Letter, place
from giaoban.mail.meeting_words import (
    MeetingWords,
    agenda_said,
    facts_said,
    title_in_subject,
    when_text,
)
from giaoban.mail.warnings import Notice
from giaoban.queries.written_days import moment_text
from giaoban.rules.meetings.telling import CALLED_BACK, Occasion

_CAN_WAIT = frozenset(
    {Occasion.SUBSTITUTE_PROPOSED, Occasion.SUBSTITUTE_AGREED, Occasion.SUBSTITUTE_REFUSED}
)
"""Until the next day that is worked, where the meeting is not before it."""
_ANSWERS = frozenset({Occasion.INVITED, Occasion.CHANGED, Occasion.SITS})


@dataclass(frozen=True)
class Reader:
    """Who gets the letter: they open it signed in at `address`, or by the link whose id is `link`.

    `seat` is the person in whose place a substitute comes; a substitute answers nothing.
    """

    to: str
    name: str
    language: str
    address: str = ""
    link: int | None = None
    expires_at: datetime | None = None
    seat: str = ""
    is_substitute: bool = False


@dataclass(frozen=True)
class Told:
    """`words` are a reason; `changes` what became different, in words. `substitute` is who comes
    instead, with their post, and `other` who proposes them. `asks_again`: what the reader answered
    says nothing any more.
    """

    occasion: Occasion
    words: str = ""
    other: str = ""
    substitute: str = ""
    changes: Sequence[str] = ()
    asks_again: bool = False


def letter_about_meeting(
    meeting: MeetingWords, told: Told, reader: Reader, calendar: Calendar | None
) -> Letter:
    """A letter of its own: it carries what a calendar program is to do."""
    with override(reader.language):
        greeting = pgettext("letter about a meeting", "Dear %(name)s,")
        parts = [greeting % {"name": reader.name or reader.to}]
        parts.append(_opening(meeting, told, reader))
        if told.changes:
            parts.append("\n".join([_("What changed:"), *(f"– {one}" for one in told.changes)]))
        if told.asks_again:
            parts.append(_("What you answered was about how it stood before: please answer again."))
        if told.occasion not in CALLED_BACK:
            parts.append("\n".join(facts_said(meeting)))
        if told.occasion in _ANSWERS and meeting.agenda:
            head = _("Questions:") if meeting.is_circulation else _("Agenda:")
            parts.append("\n".join([head, agenda_said(meeting.agenda)]))
        parts += _where(meeting, told, reader)
        if calendar is not None and told.occasion in _ANSWERS and not reader.is_substitute:
            parts.append(
                _("Answer there: what is pressed in a calendar program does not arrive here.")
            )
        opens = ((INVITATION, reader.link),) if _opens_by_link(told, reader) else ()
        return Letter(
            reader.to,
            reader.language,
            _subject(meeting, told),
            "\n\n".join(parts),
            opens,  # type: ignore[arg-type]
            calendar=calendar,
            can_wait=told.occasion in _CAN_WAIT,
            needed_by=meeting.ends_at if meeting.is_circulation else meeting.starts_at,
        )


def notice_about_meeting(meeting: MeetingWords, told: Told, reader: Reader) -> Notice:
    """The same in an inbox."""
    with override(reader.language):
        return Notice(_subject(meeting, told), _opening(meeting, told, reader))


def _opens_by_link(told: Told, reader: Reader) -> bool:
    return reader.link is not None and told.occasion not in CALLED_BACK


def _subject(meeting: MeetingWords, told: Told) -> str:
    words = {
        Occasion.INVITED: _("Invitation: %(title)s"),
        Occasion.SITS: _("Invitation: %(title)s"),
        Occasion.CHANGED: _("Changed: %(title)s"),
        Occasion.CANCELLED: _("Called off: %(title)s"),
        Occasion.UNINVITED: _("Invitation taken back: %(title)s"),
        Occasion.SITS_NO_MORE: _("Invitation taken back: %(title)s"),
        Occasion.SUBSTITUTE_PROPOSED: _("A substitute to agree: %(title)s"),
        Occasion.SUBSTITUTE_AGREED: _("Your substitute is agreed: %(title)s"),
        Occasion.SUBSTITUTE_REFUSED: _("Your substitute is not agreed: %(title)s"),
    }
    said = words[told.occasion]
    if meeting.is_circulation and told.occasion is Occasion.INVITED:
        said = _("Your decision in writing: %(title)s")
    return said % {"title": title_in_subject(meeting.title)}


def _opening(meeting: MeetingWords, told: Told, reader: Reader) -> str:
    words = {
        Occasion.INVITED: _("%(committee)s invites you to: %(title)s."),
        Occasion.CHANGED: _("What %(committee)s invited you to has changed: %(title)s."),
        Occasion.CANCELLED: _("%(committee)s has called off: %(title)s, %(when)s."),
        Occasion.UNINVITED: _("You need not come any more: %(title)s, %(when)s."),
        Occasion.SUBSTITUTE_PROPOSED: _(
            "%(other)s cannot come and proposes that %(substitute)s comes instead. Agree, or "
            "refuse with a reason: %(title)s."
        ),
        Occasion.SUBSTITUTE_AGREED: _("It is agreed that %(substitute)s comes for you: %(title)s."),
        Occasion.SUBSTITUTE_REFUSED: _(
            "It is not agreed that %(substitute)s comes for you: %(title)s. Come yourself, or "
            "propose somebody else."
        ),
        Occasion.SITS: _("%(committee)s invites you in the place of %(seat)s to: %(title)s."),
        Occasion.SITS_NO_MORE: _("You need not come in the place of %(seat)s any more: %(title)s."),
    }
    said = words[told.occasion]
    if meeting.is_circulation and told.occasion is Occasion.INVITED:
        said = _("%(committee)s asks for your decision in writing: %(title)s.")
    opening = said % {
        "committee": meeting.committee,
        "title": " ".join(meeting.title.split()).rstrip("."),
        "when": when_text(meeting.starts_at, meeting.ends_at),
        "other": told.other,
        "substitute": told.substitute,
        "seat": reader.seat,
    }
    if told.words:
        opening += "\n" + _("“%(words)s”") % {"words": " ".join(told.words.split())}
    return opening


def _where(meeting: MeetingWords, told: Told, reader: Reader) -> list[str]:
    """Where the reader answers, and how long that works."""
    if told.occasion in CALLED_BACK:
        return []
    if told.occasion is Occasion.SUBSTITUTE_PROPOSED:
        return [_("Decide here:") + "\n" + reader.address]
    if _opens_by_link(told, reader):
        assert reader.expires_at is not None
        until = _(
            "This address works until %(moment)s. Do not pass it on: whoever has it can answer for "
            "you."
        )
        if reader.is_substitute:
            until = _(
                "This address works until %(moment)s and is for you alone: do not pass it on."
            )
        return [
            f"{_answer_here(meeting, reader, by_link=True)}\n{place(1)}",
            until % {"moment": moment_text(reader.expires_at)},
        ]
    if not reader.address:
        return []
    return [f"{_answer_here(meeting, reader, by_link=False)}\n{reader.address}"]


def _answer_here(meeting: MeetingWords, reader: Reader, *, by_link: bool) -> str:
    if reader.is_substitute and by_link:
        return _("Read the papers here, no password is needed:")
    if reader.is_substitute:
        return _("Read the papers here:")
    if meeting.is_circulation and by_link:
        return _("Read the papers and decide here, no password is needed:")
    if meeting.is_circulation:
        return _("Read the papers and decide here:")
    if by_link:
        return _("Answer and read the papers here, no password is needed:")
    return _("Answer and read the papers here:")
