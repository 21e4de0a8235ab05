"""What does a letter say about reports that are owed: by its reader, and by units below?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from giaoban.mail.letters import REPORT, Item, Letter, place
from giaoban.mail.warnings import Notice
from giaoban.queries.written_days import moment_text

MOST_NAMED = 40
"""Units below that one letter names; the rest are counted."""


@dataclass(frozen=True)
class OwedLine:
    """A report that is owed. `days` are working days left, below 0 those since the deadline; of an
    incident `hours` count in their place, and `is_past` says whether the moment has passed.

    The reader opens it at `address`, or by the link whose id is `link` until `expires_at`. `about`
    is its letters.report_thing.
    """

    unit: str
    regime: str
    period: str  # as it is called in the reader's language
    due_at: datetime
    days: int
    address: str = ""
    link: int | None = None
    expires_at: datetime | None = None
    hours: int | None = None
    is_past: bool = False
    about: str = ""

    @property
    def is_late(self) -> bool:
        return self.days < 0 if self.hours is None else self.is_past


@dataclass(frozen=True)
class Owing:
    """All that one reader is to hear: what they owe, and who below them owes what."""

    own: Sequence[OwedLine]
    below: Sequence[OwedLine] = ()


def letter_about(
    owing: Owing, *, to: str, name: str, language: str, is_person: bool = True
) -> Letter:
    """One letter for everything, in the reader's language, late first; an office is greeted as one.

    It leaves at once: the action knows on which days, and of incidents hours, it may be written.
    """
    own, below = _late_first(owing.own), _late_first(owing.below)
    with override(language):
        greeting = _("Dear %(name)s,") if is_person else _("To: %(name)s")
        greeting %= {"name": name or to}
        lines = [greeting, "", *_own_lines(own), *_below_lines(below)]
        lines.append(_("If the report has been sent meanwhile, you need not do anything."))
        return Letter(
            to,
            language,
            _subject(owing),
            "\n".join(lines),
            tuple((REPORT, line.link) for line in own if line.link is not None),
            greeting=greeting,
            items=(*map(_own_item, own), *_below_items(below)),
        )


def notice_about(owing: Owing, *, language: str) -> Notice:
    """The same in an inbox."""
    with override(language):
        shown = (*_late_first(owing.own), *_late_first(owing.below))
        named = [_line(line) for line in shown[:3]]
        return Notice(_subject(owing), " ".join(named))


def _late_first(lines: Sequence[OwedLine]) -> list[OwedLine]:
    return sorted(lines, key=lambda line: not line.is_late)


def _own_item(line: OwedLine) -> Item:
    opens = None if line.link is None else (REPORT, line.link)
    return Item(line.about, "\n".join(_own_line(line, 1)), is_late=line.is_late, opens=opens)


def _below_items(below: Sequence[OwedLine]) -> list[Item]:
    """All units below are one thing to be told; the late ones come first in it."""
    if not below:
        return []
    return [Item("", "\n".join(_below_lines(below)).rstrip(), is_late=below[0].is_late)]


def _subject(owing: Owing) -> str:
    if len(owing.own) == 1 and not owing.below:
        line = owing.own[0]
        if line.is_late:
            return _("Overdue: report for %(period)s of %(unit)s") % _names(line)
        return _("Due: report for %(period)s of %(unit)s") % _names(line)
    if owing.own:
        count = len(owing.own)
        return ngettext("%(n)s report to send", "%(n)s reports to send", count) % {"n": count}
    count = len(owing.below)
    return ngettext(
        "%(n)s report of your units is missing", "%(n)s reports of your units are missing", count
    ) % {"n": count}


def _own_lines(own: Sequence[OwedLine]) -> list[str]:
    if not own:
        return []
    lines = [
        ngettext("This report is to be sent:", "These reports are to be sent:", len(own)),
        "",
    ]
    number = 0
    for line in own:
        number += line.link is not None
        lines += [*_own_line(line, number), ""]
    return lines


def _own_line(line: OwedLine, number: int) -> list[str]:
    """A report and where it is opened: the `number`th place of the text, where it is by a link."""
    if line.link is None:
        return [_line(line), line.address] if line.address else [_line(line)]
    lines = [_line(line), _("Open the report here, no password is needed:"), place(number)]
    if line.expires_at is not None:
        lines.append(
            _("This address works until %(moment)s. Do not pass it on: whoever has it "
              "can report for %(unit)s.")
            % {"moment": _moment(line.expires_at), "unit": line.unit}
        )  # fmt: skip
    return lines


def _below_lines(below: Sequence[OwedLine]) -> list[str]:
    if not below:
        return []
    lines = [_("These reports of units under you are missing:"), ""]
    lines += [_line(line) for line in below[:MOST_NAMED]]
    if (rest := len(below) - MOST_NAMED) > 0:
        lines.append(ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest})
    return [*lines, ""]


def _line(line: OwedLine) -> str:
    words = _names(line) | {"moment": _moment(line.due_at)}
    if not line.is_late:
        return _("%(unit)s: %(regime)s, %(period)s, due at %(moment)s.") % words
    if line.hours == 0:
        return (
            _("%(unit)s: %(regime)s, %(period)s, was due at %(moment)s, less than an hour ago.")
            % words
        )
    if line.hours is not None:
        said = ngettext(
            "%(unit)s: %(regime)s, %(period)s, was due at %(moment)s, %(n)s hour ago.",
            "%(unit)s: %(regime)s, %(period)s, was due at %(moment)s, %(n)s hours ago.",
            -line.hours,
        )
        return said % (words | {"n": -line.hours})
    said = ngettext(
        "%(unit)s: %(regime)s, %(period)s, was due at %(moment)s, %(n)s working day ago.",
        "%(unit)s: %(regime)s, %(period)s, was due at %(moment)s, %(n)s working days ago.",
        -line.days,
    )
    return said % (words | {"n": -line.days})


def _names(line: OwedLine) -> dict[str, object]:
    return {"unit": line.unit, "regime": line.regime, "period": line.period}


def _moment(moment: datetime) -> str:
    return moment_text(moment)
