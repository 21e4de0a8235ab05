"""The files of a document: read, refused where a secret's stamp stands in them, and kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.register.draft_changes import raise_revision_of_draft
from giaoban.actions.reporting.source_files import delete_unheld_bytes, keep_bytes, source_rows
from giaoban.exchange.register.document_text import READABLE, DocumentText, document_text
from giaoban.models import Document, DocumentFile, Person
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.register.secrecy import refuse_secret
from giaoban.rules.units.naming import search_key


@dataclass(frozen=True)
class ReadFile:
    """A file that may be kept: nothing in its text says that it is a secret."""

    name: str
    content: bytes
    text: DocumentText

    @property
    def digest(self) -> str:
        """As SourceFile.sha256 has it."""
        return sha256(self.content).hexdigest()


def read_file(name: str, content: bytes, kinds: Collection[str] = READABLE) -> ReadFile:
    """Read a file before anything is stored; it may take seconds, so in no transaction.

    Raises RuleError `state_secret` (mark), and what exchange.register.document_text refuses.
    """
    text = document_text(name, content, kinds)
    for head in (text.around, text.lines, *text.heads):
        refuse_secret(lines=head)
    return ReadFile(name, content, text)


@transaction.atomic
def attach_files(
    *, document: Document, files: Sequence[ReadFile], by: Person | None, now: datetime
) -> list[DocumentFile]:
    """Keep the files behind those that are there; the same bytes are not kept twice.

    What they say is found by the search from now on. Raises RuleError `document_called_off`.
    """
    held = Document.objects.select_for_update().get(pk=document.pk)
    if held.state == DocumentState.CALLED_OFF:
        raise RuleError("document_called_off")
    there = list(held.files.select_related("file"))
    rows = source_rows([(each.name, each.content) for each in files], by=by, now=now)
    known = {each.file.sha256 for each in there}
    added: list[DocumentFile] = []
    for row, each in zip(rows, files, strict=True):
        if row.sha256 in known:
            row.delete()
            continue
        known.add(row.sha256)
        keep_bytes(row, each.content)
        position = len(there) + len(added)
        text = "\n".join(each.text.lines)
        added.append(DocumentFile(document=held, file=row, text=text, position=position))
    if not added:
        return []
    added = DocumentFile.objects.bulk_create(added)
    texts = [held.search_text, *(search_key(each.text) for each in added)]
    held.search_text = " ".join(text for text in texts if text)
    held.save(update_fields=["search_text"])
    raise_revision_of_draft(held)
    after = {"files": [each.file.name for each in added]}
    record(actor=by, action="attach_files", on=held, at=now, after=after)
    return added


@transaction.atomic
def remove_file(*, file: DocumentFile, by: Person | None, now: datetime) -> None:
    """Take out a file that was added by mistake; its bytes go where nothing else holds the same.

    What it says is no longer found, and passages that were read in the first file are forgotten
    with it. A document that was called off gives files up as well: one may be here that must not.
    """
    document = Document.objects.select_for_update().get(pk=file.document_id)
    held = document.files.select_related("file").filter(pk=file.pk).first()
    if held is None:
        return  # another window was faster
    if held.pk == document.files.values_list("pk", flat=True)[0]:
        document.obligations.update(first_line=None, last_line=None)
    source, name = held.file, held.file.content.name or ""
    held.delete()
    source.delete()
    document.search_text = searched_text(document)
    document.save(update_fields=["search_text"])
    raise_revision_of_draft(document)
    transaction.on_commit(lambda: delete_unheld_bytes(name))
    before = {"files": [source.name]}
    record(actor=by, action="remove_document_file", on=document, at=now, before=before)


def searched_text(document: Document) -> str:
    """What the search looks in: number, title, author, signer and the text of the files, folded."""
    head = f"{document.symbol} {document.title} {document.author} {document.signer}"
    texts = document.files.values_list("text", flat=True)
    return " ".join(search_key(text) for text in [head, *texts] if text)
