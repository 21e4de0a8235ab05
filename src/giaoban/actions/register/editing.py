"""What is filled in or corrected in a register's line after it was entered."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.register.files import searched_text
from giaoban.models import Document, DocumentReader, Person
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import Access, DocumentState
from giaoban.rules.register.secrecy import refuse_secret

OF_EVERY = frozenset(
    {
        *("signer", "recipients", "kept_by", "copies", "sent_on", "forwarded_on"),
        *("received_by", "note", "access", "holds_from", "holds_until"),
    }
)
OF_A_DRAFT = OF_EVERY | {"type_code", "title"}
"""What an issued document is, it stays; where it went and who may read it is still said."""


@transaction.atomic
def edit_document(
    *,
    document: Document,
    changes: Mapping[str, object],
    reader_ids: Iterable[int],
    revision: int,
    by: Person | None,
    now: datetime,
) -> Document:
    """Change fields of OF_A_DRAFT or OF_EVERY; `reader_ids` count for limited access only.

    Raises RuleError `document_called_off`, `document_changed_meanwhile`, `title_missing`,
    `state_secret` (mark), `readers_missing`, `holds_until_before`.
    """
    held: Document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if held.state == DocumentState.CALLED_OFF:
        raise RuleError("document_called_off")
    if held.revision != revision:
        raise RuleError("document_changed_meanwhile")
    is_draft = held.state == DocumentState.DRAFT
    unknown = set(changes) - (OF_A_DRAFT if is_draft else OF_EVERY)
    if unknown:
        raise RuleError("field_fixed", fields=sorted(unknown))
    _refuse(held, changes)
    before = {name: getattr(held, name) for name in changes if getattr(held, name) != changes[name]}
    readers = set_readers(held, changes.get("access", held.access), reader_ids)
    if not before and not readers:
        return held
    for name in before:
        setattr(held, name, changes[name])
    if {"title", "signer"} & set(before):
        held.search_text = searched_text(held)
    held.revision += 1
    held.save()
    record(
        actor=by,
        action="edit_document",
        on=held,
        at=now,
        before=_told(before),
        after=_told({name: changes[name] for name in before}) | readers,
    )
    return held


def set_readers(document: Document, access: object, reader_ids: Iterable[int]) -> dict[str, object]:
    """Whose people may read a limited document; what is to be recorded, empty if nothing changed.

    In the caller's transaction. Raises RuleError `readers_missing`.
    """
    wanted = set(reader_ids) if access == Access.LIMITED else set()
    if access == Access.LIMITED and not wanted:
        raise RuleError("readers_missing")
    there = set(document.readers.values_list("unit_id", flat=True))
    if wanted == there:
        return {}
    document.readers.exclude(unit__in=wanted).delete()
    DocumentReader.objects.bulk_create(
        DocumentReader(document=document, unit_id=unit_id) for unit_id in sorted(wanted - there)
    )
    return {"readers": sorted(wanted)}


def _refuse(held: Document, changes: Mapping[str, object]) -> None:
    title, note = str(changes.get("title", held.title)), str(changes.get("note", ""))
    if not title.strip():
        raise RuleError("title_missing")
    refuse_secret(fields=[title, note])
    since = changes.get("holds_from", held.holds_from) or held.dated_on
    until = changes.get("holds_until", held.holds_until)
    if until and since and until <= since:  # type: ignore[operator]
        raise RuleError("holds_until_before")


def _told(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }
