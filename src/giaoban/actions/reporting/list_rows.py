"""Saving the rows of a list, together with what they count and add up to."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.actors import Actor
from giaoban.actions.reporting.drafts import draft_held, touch
from giaoban.actions.reporting.list_storing import store_rows
from giaoban.models import Version
from giaoban.queries.reporting.forms import FormFacts, form_facts
from giaoban.queries.reporting.list_rows import rows_of
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.list_rows import RowCells, require_rows
from giaoban.rules.reporting.structure_texts import ListText


@transaction.atomic
def save_list_rows(
    *,
    version: Version,
    list_code: str,
    rows: Sequence[RowCells],
    by: Actor,
    now: datetime,
    known: Sequence[RowCells] | None = None,
) -> Version:
    """Replace the rows of one list and write its indicators; rows without a cell are left out.

    `known` is what the page last knew to be stored: where somebody else has changed the list since,
    RuleError `list_changed_meanwhile` (list) and nothing is stored; the same rows sent twice are no
    conflict. Raises further `not_a_draft`, `unknown_list` (code) and as require_rows does. Returns
    the version with its revision counted up. A saved list is no audit event.
    """
    version = draft_held(version)
    listed = list_asked(form_facts(version.form), list_code)
    wanted = [dict(row) for row in rows if row]
    require_rows(listed, wanted)
    if known is not None:
        stored = rows_of(version).get(list_code, [])
        if stored not in ([dict(row) for row in known if row], wanted):
            raise RuleError("list_changed_meanwhile", list=listed.name)
    store_rows({version.pk: {list_code: wanted}}, form_facts(version.form))
    version.nothing_arose = False
    return touch(version, by, now)


def list_asked(facts: FormFacts, list_code: str) -> ListText:
    """The list of the form that bears the code; raises RuleError `unknown_list` (code)."""
    for listed in facts.lists:
        if listed.code == list_code:
            return listed
    raise RuleError("unknown_list", code=list_code)
