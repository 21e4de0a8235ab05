"""What does a letter say about tasks: what happened to them, which are due, which are late?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, override, pgettext

from giaoban.mail.letters import TASK, Item, Letter, place, task_thing, with_addresses
from giaoban.mail.task_links import words_of_link
from giaoban.mail.warnings import Notice
from giaoban.queries.written_days import day_text
from giaoban.rules.tasks.telling import TO_GIVER, Occasion

MOST_NAMED = 40
"""Tasks of others that one letter names; the rest are counted."""

_LONGEST = 300
_LONGEST_SUBJECT = 120
_TO_BE_ANSWERED = (Occasion.GIVEN, Occasion.RETURNED, Occasion.HANDED_ON, None)
"""What a unit hears of a question whose answer is still to come."""


@dataclass(frozen=True)
class TaskLine:
    """A task as its reader hears of it: what happened to it, or None where it is reminded of.

    `late_by` are working days since its day, None while it has not passed. The reader opens it at
    `address`, or by the link whose id is `link` until `expires_at`. `until` is the day to which
    more time is asked for. A question about a figure is a task too.
    """

    task: int
    unit: str
    text: str
    document: str  # its symbol; empty: the task came without one
    due_on: date | None
    late_by: int | None
    occasion: Occasion | None = None
    words: str = ""
    until: date | None = None
    address: str = ""
    link: int | None = None
    expires_at: datetime | None = None
    is_question: bool = False

    @property
    def is_late(self) -> bool:
        if self.occasion in {Occasion.WITHDRAWN, Occasion.SUBMITTED}:
            return False
        return self.late_by is not None


@dataclass(frozen=True)
class TaskMatters:
    """All that one reader is to hear: `own` stand by themselves; `below` are tasks that units
    handed in, or have not answered, which one list names.
    """

    own: Sequence[TaskLine]
    below: Sequence[TaskLine] = ()
    home: str = ""  # where those of `below` are read


def letter_about_tasks(
    matters: TaskMatters, *, to: str, name: str, language: str, is_person: bool, can_wait: bool
) -> Letter:
    """One letter for everything, late first. It waits out days off where it can, unless something
    is to be done before they end.
    """
    matters = replace(matters, own=_late_first(matters.own))
    with override(language):
        greeting = _("Dear %(name)s,") if is_person else _("To: %(name)s")
        greeting %= {"name": name or to}
        items = [*map(_own_item, matters.own), *_below_items(matters)]
        opens = tuple(item.opens for item in items if item.opens is not None)
        return Letter(
            to,
            language,
            _subject(matters),
            "\n\n".join([greeting, *_numbered(items)]),
            opens,
            greeting=greeting,
            items=tuple(items),
            can_wait=can_wait,
            needed_by=_needed_by(matters),
        )


def notice_about_tasks(matters: TaskMatters, *, language: str) -> Notice:
    """The same in an inbox."""
    with override(language):
        shown = (*_late_first(matters.own), *matters.below)[:3]
        return Notice(_subject(matters), " ".join(_said(line) for line in shown))


def _late_first(lines: Sequence[TaskLine]) -> list[TaskLine]:
    return sorted(lines, key=lambda line: not line.is_late)


def _needed_by(matters: TaskMatters) -> datetime | None:
    """The end of the first day that is still to come."""
    lines = (*matters.own, *matters.below)
    days = [line.due_on for line in lines if line.due_on is not None and line.late_by is None]
    return timezone.make_aware(datetime.combine(min(days), time.max)) if days else None


def _numbered(items: Sequence[Item]) -> list[str]:
    """Their texts as they stand in one: the places of the links counted through."""
    texts, number = [], 0
    for item in items:
        number += item.opens is not None
        texts.append(with_addresses(item.text, [place(number)]) if item.opens else item.text)
    return texts


def _own_item(line: TaskLine) -> Item:
    said = [_said(line)]
    if line.words:
        said.append(_("“%(words)s”") % {"words": _shortened(line.words)})
    opens = None
    if line.link is not None and line.expires_at is not None:
        said += words_of_link(line.expires_at, is_question=line.is_question)
        opens = (TASK, line.link)
    elif line.address:
        said.append(line.address)
    return Item(
        task_thing(line.task),
        "\n".join(said),
        is_late=line.is_late,
        is_news=line.occasion is not None,
        opens=opens,
    )


def _below_items(matters: TaskMatters) -> list[Item]:
    """What was handed in is one thing to be told, what units have not answered another."""
    below = matters.below
    late = [line for line in below if line.occasion is None]
    handed_in = [line for line in below if line.occasion is not None]
    items = []
    for lines, head in (
        (late, _("These tasks have not been answered and are overdue:")),
        (handed_in, _("Results of these tasks wait for you to read them:")),
    ):
        if lines:
            text = "\n".join([head, *_listed(lines), matters.home])
            about = f"tasks:{int(lines is late)}:{lines[0].task}"
            items.append(Item(about, text, is_late=lines is late))
    return items


def _listed(lines: Sequence[TaskLine]) -> list[str]:
    said = [f"– {_said(line)}" for line in lines[:MOST_NAMED]]
    if (rest := len(lines) - MOST_NAMED) > 0:
        said.append(npgettext("tasks", "and %(n)s more", "and %(n)s more", rest) % {"n": rest})
    return said


def _subject(matters: TaskMatters) -> str:
    every = (*matters.own, *matters.below)
    if len(every) == 1:
        return _subject_of(every[0])
    late = sum(line.is_late for line in every)
    words = {"n": len(every), "late": late}
    if not matters.own and not late:
        said = ngettext("%(n)s result to read", "%(n)s results to read", len(every))
    elif late:
        said = ngettext(
            "%(n)s task, %(late)s of it overdue",
            "%(n)s tasks, %(late)s of them overdue",
            len(every),
        )
    else:
        said = ngettext("News of %(n)s task", "News of %(n)s tasks", len(every))
    return said % words


def _subject_of(line: TaskLine) -> str:
    words = {
        Occasion.GIVEN: _("Task to do: %(text)s"),
        Occasion.HANDED_ON: _("Task to do: %(text)s"),
        Occasion.HELD: _("Task to do: %(text)s"),
        Occasion.RETURNED: _("Task to mend: %(text)s"),
        Occasion.WITHDRAWN: _("Task withdrawn: %(text)s"),
        Occasion.ANSWERED: _("Your question is answered: %(text)s"),
        Occasion.EXTENDED: _("More time given: %(text)s"),
        Occasion.REFUSED: _("More time refused: %(text)s"),
        Occasion.QUERIED: _("Question of %(unit)s: %(text)s"),
        Occasion.TIME_ASKED: _("%(unit)s asks for more time: %(text)s"),
        Occasion.SUBMITTED: _("Result of %(unit)s: %(text)s"),
    }
    if line.is_question and line.occasion in _TO_BE_ANSWERED:
        said = _("Question about a figure: %(text)s")
    elif line.is_question and line.occasion is Occasion.SUBMITTED:
        said = _("%(unit)s answers about a figure: %(text)s")
    elif line.occasion is not None:
        said = words[line.occasion]
    elif line.is_late:
        said = _("Task overdue: %(text)s")
    else:
        said = _("Task due: %(text)s")
    return said % {"unit": line.unit, "text": _shortened(line.text, _LONGEST_SUBJECT)}


def _said(line: TaskLine) -> str:
    """One sentence; the day of a task that has one stands in it."""
    words: dict[str, object] = {
        "unit": line.unit,
        "task": _named(line),
        "day": day_text(line.due_on) if line.due_on else "",
        "until": day_text(line.until) if line.until else "",
        "n": line.late_by or 0,
    }
    if line.occasion is None:
        return _reminder(line) % words
    if line.occasion in TO_GIVER:
        return _to_giver(line) % words
    return _to_unit(line) % words


def _to_unit(line: TaskLine) -> str:
    if line.is_question and line.occasion is Occasion.GIVEN:
        return _("%(unit)s is asked about a figure, to be answered by %(day)s: %(task)s.")
    if line.is_question and line.occasion is Occasion.RETURNED:
        return _("%(unit)s is asked again about a figure: %(task)s.")
    if line.occasion is Occasion.GIVEN and line.due_on is None:
        return _("%(unit)s is given a task: %(task)s.")
    words = {
        Occasion.GIVEN: _("%(unit)s is given a task, to be done by %(day)s: %(task)s."),
        Occasion.HANDED_ON: _("%(unit)s takes over a task of a unit that was closed: %(task)s."),
        Occasion.HELD: _("You are to do this task of %(unit)s: %(task)s."),
        Occasion.RETURNED: _("The result of %(unit)s is returned, to be mended: %(task)s."),
        Occasion.WITHDRAWN: _("%(unit)s need not do this task any more: %(task)s."),
        Occasion.ANSWERED: _("What %(unit)s asked about the task is answered: %(task)s."),
        Occasion.EXTENDED: _("%(unit)s has time until %(day)s: %(task)s."),
        Occasion.REFUSED: _("%(unit)s gets no more time, the task is due on %(day)s: %(task)s."),
    }
    assert line.occasion is not None
    return words[line.occasion]


def _to_giver(line: TaskLine) -> str:
    words = {
        Occasion.QUERIED: _("%(unit)s asks about the task: %(task)s."),
        Occasion.TIME_ASKED: _(
            "%(unit)s asks for time until %(until)s instead of %(day)s: %(task)s."
        ),
        Occasion.SUBMITTED: pgettext("a result", "%(unit)s: %(task)s."),
    }
    assert line.occasion is not None
    return words[line.occasion]


def _reminder(line: TaskLine) -> str:
    if line.late_by is None:
        return _("%(unit)s: %(task)s, due on %(day)s.")
    if line.late_by == 0:
        return _("%(unit)s: %(task)s, was due on %(day)s.")
    return ngettext(
        "%(unit)s: %(task)s, was due on %(day)s, %(n)s working day ago.",
        "%(unit)s: %(task)s, was due on %(day)s, %(n)s working days ago.",
        line.late_by,
    )


def _named(line: TaskLine) -> str:
    text = _shortened(line.text)
    return f"{text} ({line.document})" if line.document else text


def _shortened(text: str, longest: int = _LONGEST) -> str:
    """On one line, without the sign that ends a sentence: it stands within another."""
    words = " ".join(text.split()).rstrip(".;")
    return words if len(words) <= longest else f"{words[:longest].rstrip()}…"
