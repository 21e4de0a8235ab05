"""What a document obliges: taken from its annex or its clauses by a person, or typed; corrected."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from giaoban.actions.audit.events import record
from giaoban.actions.register.draft_changes import raise_revision_of_draft
from giaoban.models import CoOperatingUnit, Document, Indicator, Obligation, Person
from giaoban.queries.register.terms import term_of
from giaoban.queries.reporting.measures import measures_of
from giaoban.rules.problems import RuleError
from giaoban.rules.register.annex import ObligationDraft
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.register.proof import WHOLE
from giaoban.rules.register.secrecy import refuse_secret
from giaoban.rules.register.terms import Term, term_problems
from giaoban.rules.reporting.indicators import typed_factor

_HAS_LEFT = frozenset({DocumentState.CALLED_OFF})


@transaction.atomic
def take_obligations(
    *,
    document: Document,
    drafts: Sequence[ObligationDraft],
    by: Person | None,
    now: datetime,
    lines: Sequence[tuple[int, int]] = (),
) -> list[Obligation]:
    """Add them behind those that are there; all or none, in a constant number of statements.

    `lines`: for each draft the first and last line of its passage in the document's first file.

    Raises RuleError `document_called_off`, `state_secret` (mark), `obligation_without_text`
    (place), `obligation_without_lead` (place), and the problems of terms, each with its `place`
    from 1.
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
            first_line=lines[place][0] if lines else None,
            last_line=lines[place][1] if lines else None,
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
    raise_revision_of_draft(held)
    after = {"obligations": [obligation.pk for obligation in taken]}
    record(actor=by, action="take_obligations", on=held, at=now, after=after)
    return taken


@dataclass(frozen=True)
class ProofText:
    """`share`: of the units that were given it, in percent; else the total of the lead's tree."""

    indicator: Indicator
    target: float
    is_share: bool = False
    is_at_most: bool = False


@transaction.atomic
def edit_obligation(
    *,
    obligation: Obligation,
    draft: ObligationDraft,
    proof: ProofText | None,
    revision: int,
    by: Person | None,
    now: datetime,
) -> Obligation:
    """Correct it. What was given to units already keeps its text and its day; another lead unit
    answers for the whole from now on.

    Raises RuleError `obligation_changed_meanwhile`, `proof_share_out_of_range`, and as
    take_obligations does, its place 1.
    """
    held = _held(obligation)
    if held.document.state in _HAS_LEFT:
        raise RuleError("document_called_off")
    if held.revision != revision:
        raise RuleError("obligation_changed_meanwhile")
    new = {
        "clause": draft.clause,
        "heading": draft.heading,
        "text": draft.text.strip(),
        "lead_id": _lead_of(draft, 1),
        "co_operating_words": draft.co_operating_words,
        "product": draft.product,
        "note": draft.note,
        **_stored(draft.term),
        **_stored_proof(proof),
    }
    changed = {name for name, value in new.items() if getattr(held, name) != value}
    others = set(draft.co_operating_ids) - {draft.lead_id}
    there = set(held.co_operating.values_list("unit_id", flat=True))
    if not changed and others == there:
        return held
    before = _told(held, there)
    for name, value in new.items():
        setattr(held, name, value)
    held.revision += 1
    held.save()
    if "lead_id" in changed:
        # Who answers for the whole sees the others' tasks: that is the new lead, from now on.
        tasks = held.tasks.filter(parent=None)
        tasks.filter(is_lead=True).update(is_lead=False)
        tasks.filter(unit=held.lead_id).update(is_lead=True)
    held.co_operating.exclude(unit__in=others).delete()
    CoOperatingUnit.objects.bulk_create(
        CoOperatingUnit(obligation=held, unit_id=unit_id) for unit_id in sorted(others - there)
    )
    raise_revision_of_draft(held.document)
    _record_edit(held, before, _told(held, others), by, now)
    return held


@transaction.atomic
def remove_obligation(*, obligation: Obligation, by: Person | None, now: datetime) -> None:
    """Take out what was taken by mistake. Raises RuleError `obligation_given`: units have it."""
    held = _held(obligation)
    if held.tasks.exists() or held.cascades.exists():
        raise RuleError("obligation_given")
    before = {"clause": held.clause, "task_text": held.text}
    record(actor=by, action="remove_obligation", on=held.document, at=now, before=before)
    held.delete()
    raise_revision_of_draft(held.document)


def _held(obligation: Obligation) -> Obligation:
    """With its document, which is held first as by everybody: what is issued is as it was read."""
    document = Document.objects.select_for_update().get(pk=obligation.document_id)
    held: Obligation = Obligation.objects.select_for_update(of=("self",)).get(pk=obligation.pk)
    held.document = document
    return held


def _record_edit(
    held: Obligation,
    before: Mapping[str, object],
    after: Mapping[str, object],
    by: Person | None,
    now: datetime,
) -> None:
    """What became different; the clause always, since a document has many obligations."""
    differs = [name for name in after if after[name] != before[name]]
    record(
        actor=by,
        action="edit_obligation",
        on=held.document,
        at=now,
        before={name: before[name] for name in differs},
        after={
            "obligation": held.pk,
            "clause": held.clause,
            **{name: after[name] for name in differs},
        },
    )


def _told(obligation: Obligation, co_operating_ids: Collection[int]) -> dict[str, object]:
    """The obligation as its document's history tells it; the term as one, the target as typed."""
    term, indicator, target = term_of(obligation), obligation.indicator, obligation.target
    is_total = obligation.proof == Obligation.Proof.TOTAL
    if indicator and target is not None and is_total:
        target = round(target * typed_factor(indicator.kind, indicator.measure), 6)
    return {
        "clause": obligation.clause,
        "heading": obligation.heading,
        "task_text": obligation.text,
        "lead": obligation.lead_id,
        "co_operating": sorted(co_operating_ids),
        "co_operating_words": obligation.co_operating_words,
        "term": {
            "kind": term.kind,
            "on": term.on.isoformat() if term.on else None,
            "working_days": term.working_days,
            "every": term.every,
            "day": term.day,
            "until": term.until.isoformat() if term.until else None,
        },
        "product": obligation.product,
        "note": obligation.note,
        "proof": obligation.proof,
        "indicator": _name_of(indicator) if indicator else "",
        "target": target,
        "is_at_most": obligation.is_at_most,
    }


def _name_of(indicator: Indicator) -> str:
    names: dict[int, str] = {one.id: one.name for one in measures_of(indicator.regime)}
    return names.get(indicator.pk, indicator.code)


def _stored_proof(proof: ProofText | None) -> dict[str, object]:
    if proof is None:
        return {"proof": "", "indicator_id": None, "target": None, "is_at_most": False}
    if proof.is_share and not 0 < proof.target <= WHOLE:
        raise RuleError("proof_share_out_of_range")
    return {
        "proof": Obligation.Proof.SHARE if proof.is_share else Obligation.Proof.TOTAL,
        "indicator_id": proof.indicator.pk,
        "target": proof.target,
        "is_at_most": proof.is_at_most,
    }


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
    refuse_secret(fields=(draft.text, draft.note, draft.product))
    if draft.lead_id is None:
        raise RuleError("obligation_without_lead", place=place)
    for problem in term_problems(draft.term):
        raise RuleError(problem.code, **{**problem.params, "place": place})
    return draft.lead_id
