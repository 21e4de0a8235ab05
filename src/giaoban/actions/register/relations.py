"""What a later document does to an earlier one: said, or taken back."""

from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.register.draft_changes import raise_revision_of_draft
from giaoban.models import Document, DocumentRelation, Person
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.register.standing import Relation, RelationFacts, relation_problem


@transaction.atomic
def relate_documents(
    *,
    later: Document,
    earlier: Document,
    kind: Relation,
    since: date,
    by: Person | None,
    now: datetime,
    note: str = "",
) -> DocumentRelation:
    """A draft says only what it carries out, its grounds; that holds from the day it is issued.

    Raises RuleError `document_without_date`, and what standing.relation_problem says.
    """
    held = {
        document.pk: document
        for document in Document.objects.select_for_update(of=("self",))
        .filter(pk__in={later.pk, earlier.pk})
        .order_by("pk")
    }
    dates = {pk: document.dated_on for pk, document in held.items() if document.dated_on}
    is_ground = held[later.pk].state == DocumentState.DRAFT and kind is Relation.CARRIES_OUT
    if is_ground:
        dates[later.pk] = since
    if len(dates) < len(held):
        raise RuleError("document_without_date")
    new = RelationFacts(later.pk, earlier.pk, kind, since)
    problem = relation_problem(new, dates, _known(earlier))
    if problem is not None:
        raise RuleError(problem.code, **problem.params)
    relation = DocumentRelation.objects.create(
        later=held[later.pk], earlier=held[earlier.pk], kind=kind, since=since, note=note.strip()
    )
    if is_ground:  # it stands in what is issued
        raise_revision_of_draft(held[later.pk])
    record(actor=by, action="relate_documents", on=held[later.pk], at=now, after=_told(relation))
    return relation


@transaction.atomic
def unrelate_documents(*, relation: DocumentRelation, by: Person | None, now: datetime) -> None:
    """Take back what was said by mistake."""
    before = _told(relation)
    held = Document.objects.select_for_update(of=("self",)).get(pk=relation.later_id)
    if DocumentRelation.objects.filter(pk=relation.pk).delete()[0]:
        raise_revision_of_draft(held)
        record(actor=by, action="unrelate_documents", on=relation.later, at=now, before=before)


def begin_relations(issued: Document) -> None:
    """What its draft said that it carries out holds from its own day. In the caller's step."""
    DocumentRelation.objects.filter(later=issued).update(since=issued.dated_on)


def _told(relation: DocumentRelation) -> dict[str, object]:
    return {
        "relation": relation.kind,
        "document": relation.earlier_id,
        "since": relation.since.isoformat(),
        "note": relation.note,
    }


def _known(earlier: Document) -> list[RelationFacts]:
    """Everything that the earlier document points at or rests on, a statement for each step."""
    found: dict[int, RelationFacts] = {}
    steps = {earlier.pk}
    seen: set[int] = set()
    while steps:
        seen |= steps
        rows = DocumentRelation.objects.filter(later__in=steps)
        found |= {
            row.pk: RelationFacts(row.later_id, row.earlier_id, Relation(row.kind), row.since)
            for row in rows
        }
        steps = {relation.earlier_id for relation in found.values()} - seen
    others = DocumentRelation.objects.filter(earlier=earlier)
    found |= {
        row.pk: RelationFacts(row.later_id, row.earlier_id, Relation(row.kind), row.since)
        for row in others
    }
    return list(found.values())
