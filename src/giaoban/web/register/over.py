"""What is said and offered where tasks are given, of a document that no longer holds?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.models import Document
from giaoban.queries.register.document_page import StandingShown, relations_of, standing_of
from giaoban.queries.register.standing import over_since
from giaoban.queries.tasks.by_obligation import open_tasks_of
from giaoban.queries.written_days import day_text
from giaoban.rules.people.permissions import Permission
from giaoban.rules.register.documents import OBLIGES, Access
from giaoban.rules.register.standing import Standing
from giaoban.web.frame.acting import Acting
from giaoban.web.register.document_forms import text


class WithdrawAllForm(forms.Form):
    def __init__(self, typed: Any = None, *, reason: str = "") -> None:
        super().__init__(typed, auto_id="withdraw-all-%s", initial={"reason": reason})
        self.fields["reason"] = text(
            gettext_lazy("Why are they withdrawn?"), 300, rows=2, required=True
        )


@dataclass(frozen=True)
class Over:
    """`places` stand in its place, as far as the reader may see them; `form` is None for whoever
    does not decide on its tasks, and where none is open.
    """

    since: date
    places: list[Document]
    open_tasks: int
    form: WithdrawAllForm | None


def over_of(acting: Acting, document: Document, refused: forms.Form | None = None) -> Over | None:
    """None of a document that holds or will, and of one that obliges nobody anyway."""
    since = over_since(document, acting.today) if document.state in OBLIGES else None
    if since is None:
        return None
    reading, today = acting.reading, acting.today
    related = relations_of(document, reading, today)
    standing = standing_of(document, related, reading, today, today)
    is_replaced = standing is not None and standing.standing is Standing.REPLACED
    places = (standing.heirs or standing.by) if standing and is_replaced else []
    open_tasks, form = 0, None
    if acting.may(Permission.DECIDE_TASK, document.body.unit_id):
        open_tasks = open_tasks_of(document)
    if open_tasks and not document.withdrawing_reason:
        is_refused = isinstance(refused, WithdrawAllForm)
        form = refused if is_refused else WithdrawAllForm(reason=_reason(standing, since))
    return Over(since, places, open_tasks, form)


def _reason(standing: StandingShown | None, since: date) -> str:
    """To be mended before it is sent; units are told no symbol that they may not read."""
    by = standing.by if standing else []
    if standing and by and all(one.access != Access.LIMITED for one in by):
        said = {"symbols": ", ".join(one.symbol for one in by), "day": day_text(since)}
        if standing.standing is Standing.REPLACED:
            return _("The document that gave it is replaced by %(symbols)s since %(day)s.") % said
        return _("The document that gave it was ended by %(symbols)s on %(day)s.") % said
    return _("The document that gave it has not held since %(day)s.") % {"day": day_text(since)}
