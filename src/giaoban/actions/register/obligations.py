"""What a document obliges: taken from its annex or its clauses by a person, or typed; corrected."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from giaoban.actions.audit.events import record
from giaoban.models import CoOperatingUnit, Document, Obligation, Person
from giaoban.rules.problems import RuleError
from giaoban.rules.register.annex import ObligationDraft
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.register.terms import Term, term_problems

_HAS_LEFT = frozenset({DocumentState.CALLED_OFF})


@transaction.atomic
def take_obligations(
    *, document: Document, drafts: Sequence[ObligationDraft], by: Person | None, now: datetime
) -> list[Obligation]:
    """Add them behind those that are there; all or none, in a constant number of statements.

    Raises RuleError `document_called_off`, `obligation_without_text` (place),
    `obligation_without_lead` (place), and the problems of terms, each with its `place` from 1.
    """
    held = Document.objects.select_for_update().get(pk=document.pk)
    if held.state in _HAS_LEFT:
        raise RuleError("document_called_off")
    leads = [_lead_of(draft, place) for place, draft in enumerate(drafts, 1)]
    last = held.obligations.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    taken = Obligation.objects.bulk_create(
        Obligation(
            document=held,
            position=first + place,
            clause=draft.clause,
            heading=draft.heading,
            text=draft.text.strip(),
            lead_id=leads[place],
            co_operating_words=draft.co_operating_words,
            product=draft.product,
            note=draft.note,
            taken_at=now,
            taken_by=by,
            **_stored(draft.term),
        )
        for place, draft in enumerate(drafts)
    )
    CoOperatingUnit.objects.bulk_create(
        CoOperatingUnit(obligation=obligation, unit_id=unit_id)
        for obligation, draft in zip(taken, drafts, strict=True)
        for unit_id in draft.co_operating_ids
        if unit_id != draft.lead_id
    )
    after = {"obligations": [obligation.pk for obligation in taken]}
    record(actor=by, action="take_obligations", on=held, at=now, after=after)
    return taken


def _stored(term: Term) -> dict[str, object]:
    return {
        "term_kind": term.kind,
        "due_on": term.on,
        "working_days": term.working_days,
        "every": term.every or "",
        "day": term.day,
        "until": term.until,
    }


def _lead_of(draft: ObligationDraft, place: int) -> int:
    """The lead unit of a draft that can be taken."""
    if not draft.text.strip():
        raise RuleError("obligation_without_text", place=place)
    if draft.lead_id is None:
        raise RuleError("obligation_without_lead", place=place)
    for problem in term_problems(draft.term):
        raise RuleError(problem.code, **{**problem.params, "place": place})
    return draft.lead_id
