"""What is overdue and waits for the reader stands beside what units are chased about."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, ngettext

from giaoban.documents.numbers import format_number
from giaoban.models import Document, Unit
from giaoban.queries.tasks.late_waiting import late_waiting
from giaoban.queries.tasks.listed import Shown
from giaoban.queries.tasks.waiting import Wait
from giaoban.web.frame.acting import Acting


@dataclass(frozen=True)
class LateWaiting:
    """So many tasks wait for the same; `address` lists exactly these."""

    words: str
    address: str


def late_waiting_shown(acting: Acting, unit: Unit, document: Document | None) -> list[LateWaiting]:
    """Under the unit, of the directive or of all; one statement."""
    document_id = None if document is None else document.pk
    found = late_waiting(acting.deciding, unit.pk, document_id, acting.today)
    narrowed = {"show": Shown.OVERDUE.value, "under": unit.pk}
    if document_id is not None:
        narrowed["document"] = document_id
    return [
        LateWaiting(
            _words(wait, found[wait]),
            f"{reverse('tasks')}?{urlencode({'wait': wait.value} | narrowed)}",
        )
        for wait in (Wait.TIME, Wait.REPLY)
        if wait in found
    ]


def _words(wait: Wait, n: int) -> str:
    words = (
        ngettext(
            "%(n)s overdue task for which more time is asked",
            "%(n)s overdue tasks for which more time is asked",
            n,
        )
        if wait is Wait.TIME
        else ngettext(
            "%(n)s overdue task about which the unit asks something",
            "%(n)s overdue tasks about which the units ask something",
            n,
        )
    )
    return words % {"n": format_number(n, get_language() or "vi")}
