"""What does a unit's contact read when the secretariat sends a link to a task?"""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.mail.letters import TASK, Item, Letter, place, task_thing
from giaoban.models import TaskLink
from giaoban.queries.written_days import day_text, moment_text

_LONGEST_SUBJECT = 110


def task_link_letter(link: TaskLink, *, to: str, name: str, language: str) -> Letter:
    """It is asked for by hand, so that it leaves at once."""
    task = link.task
    with override(language):
        greeting = _("To: %(name)s") % {"name": name}
        text = "\n".join([*_said(link), "", *words_of_link(link.expires_at)])
        short = task.text if len(task.text) <= _LONGEST_SUBJECT else f"{task.text[:100].rstrip()}…"
        subject = _("Task to do: %(text)s") % {"text": " ".join(short.split())}
        item = Item(task_thing(task.pk), text, is_news=True, opens=(TASK, link.pk))
        return Letter(
            to,
            language,
            subject,
            f"{greeting}\n\n{text}",
            ((TASK, link.pk),),
            greeting=greeting,
            items=(item,),
        )


def words_of_link(expires_at: datetime) -> list[str]:
    """The lines of any letter that opens a task by a link; the address has the first place."""
    until = _(
        "This address works until %(moment)s. Do not pass it on: whoever has it can answer this "
        "task."
    )
    return [
        _("See the task and answer here, no password is needed:"),
        place(1),
        until % {"moment": moment_text(expires_at)},
    ]


def _said(link: TaskLink) -> list[str]:
    task = link.task
    if task.due_on is None:
        asked = _("%(unit)s is given this task:") % {"unit": task.unit.name}
    else:
        words = {"unit": task.unit.name, "day": day_text(task.due_on)}
        asked = _("%(unit)s is given this task, to be done by %(day)s:") % words
    return [asked, "", task.text]
