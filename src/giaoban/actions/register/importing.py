"""Documents of a file, as another register or document system has them: all of it, or nothing."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from giaoban.actions.audit.events import record
from giaoban.actions.register.files import ReadFile, attach_files, searched_text
from giaoban.actions.register.numbering_imports import NumbersOfRows
from giaoban.actions.register.relations import begin_relations
from giaoban.models import Document, NumberedBody, Person
from giaoban.rules.problems import Problem
from giaoban.rules.register.document_rows import (
    DocumentProblem,
    DocumentRow,
    one_a_line,
    paper_key,
)
from giaoban.rules.register.documents import Access, Direction, DocumentState, Numbering
from giaoban.rules.register.symbols import bare_symbol
from giaoban.rules.units.naming import search_key

_BATCH = 2000
_STATES = {
    Direction.INCOMING: DocumentState.REGISTERED,
    Direction.OUTGOING: DocumentState.ISSUED,
}
# What a register may not have yet is filled in; everything else was said, and stays.
_FILLED = (
    *("signer", "recipients", "kept_by", "copies", "sent_on", "forwarded_on", "received_by"),
    *("note", "outside_id"),
)
_COMPARED = (
    *("direction", "symbol", "type_code", "dated_on", "title", "number", "arrived_on", "author"),
    *("signer", "recipients", "kept_by", "copies", "sent_on", "forwarded_on", "received_by"),
    *("access", "note"),
)


class DocumentsRefused(Exception):
    """Nothing of the file was taken: every bad cell."""

    def __init__(self, problems: Sequence[DocumentProblem]) -> None:
        self.problems = list(problems)
        super().__init__(f"{len(self.problems)} problems")


@dataclass
class ImportedDocuments:
    """`completed` are those of the unchanged in which something empty was filled in, `called_off`
    those that came again though they were called off here: nothing is done to them. `files` is how
    many were attached, `left_out` what of a package could not be, and why.
    """

    added: list[Document] = field(default_factory=list)
    completed: list[Document] = field(default_factory=list)
    called_off: list[Document] = field(default_factory=list)
    unchanged: int = 0
    files: int = 0
    left_out: list[Problem] = field(default_factory=list)


@transaction.atomic
def import_documents(
    *,
    body: NumberedBody,
    rows: Sequence[DocumentRow],
    by: Person | None,
    now: datetime,
    file_name: str,
    files: Sequence[ReadFile] = (),
    assumed: Collection[str] = (),
) -> ImportedDocuments:
    """Enter what is not there; what is there already changes nothing. `files` are of the one row.

    `assumed` are columns that the file itself does not say, so that they are no difference.

    A paper is known by the name that the document system gave it, else by symbol, date and author;
    of one that was typed here, only what was left empty is filled in. Where numbers are given
    elsewhere, the draft of that type and title is what comes back with its number: it is issued.
    Raises DocumentsRefused with `document_differs` (columns), `readers_missing`,
    `draft_not_limited`, and the problems of numbering_imports.NumbersOfRows.
    """
    assert not files or len(rows) == 1
    # What is read stays so until it is written. One import at a time; whoever issues or edits
    # meanwhile is waited for: they hold the document, then its series, so drafts come first here.
    held = NumberedBody.objects.select_for_update(no_key=True).get(pk=body.pk)
    drafts = _Drafts(held)
    numbers = NumbersOfRows(held, rows)
    known = _Known(held, rows)
    problems: list[DocumentProblem] = []
    fresh: list[DocumentRow] = []
    drafted: dict[DocumentRow, Document | None] = {}
    done = ImportedDocuments()
    for row in rows:
        document = known.document_of(row)
        if document is None:
            fresh.append(row)
            drafted[row] = draft = drafts.of(row)
            if row.access is Access.LIMITED and (draft is None or draft.access != Access.LIMITED):
                # A file names no units that may read it, and what the draft says, it keeps.
                code = "readers_missing" if draft is None else "draft_not_limited"
                problems.append(DocumentProblem(row.line, "access", code))
            continue
        if document.state == DocumentState.CALLED_OFF:
            done.called_off.append(document)
            continue
        done.unchanged += 1
        differs = _differing(row, document, assumed)
        if differs:
            params = {"columns": differs}
            problems.append(DocumentProblem(row.line, differs[0], "document_differs", params))
    problems += numbers.give(fresh)
    if problems:
        raise DocumentsRefused(sorted(problems, key=lambda problem: problem.line))
    done.completed = known.complete(rows)
    numbers.save()
    issued = [(row, draft) for row, draft in drafted.items() if draft is not None]
    new = [_document(held, row, numbers, by, now) for row in fresh if drafted[row] is None]
    done.added = Document.objects.bulk_create(new, batch_size=_BATCH)
    done.added += [_issued(draft, row, numbers, by, now) for row, draft in issued]
    for document in [*done.added, *done.completed][:1]:
        after = {
            "file": file_name,
            "added": len(done.added),
            "unchanged": done.unchanged,
            "completed": [each.pk for each in done.completed],
        }
        record(actor=by, action="import_documents", on=document, at=now, after=after)
    if files and not done.called_off:
        document = done.added[0] if done.added else known.document_of(rows[0])
        assert document is not None
        done.files = len(attach_files(document=document, files=files, by=by, now=now))
    return done


class _Known:
    """The documents of a body that rows may be about."""

    def __init__(self, body: NumberedBody, rows: Sequence[DocumentRow]) -> None:
        self._by_name: dict[str, Document] = {}
        self._called_off: dict[str, Document] = {}  # by the same name
        self._by_paper: dict[tuple[str, ...], Document] = {}
        there = body.documents.exclude(state=DocumentState.DRAFT).order_by("pk")
        found: set[int] = set()
        for at in range(0, len(rows), _BATCH):
            part = rows[at : at + _BATCH]
            named = Q(outside_id__in={row.outside_id for row in part if row.outside_id})
            spelled = Q(bare_symbol__in={bare_symbol(row.symbol) for row in part})
            found.update(there.filter(named | spelled).values_list("pk", flat=True))
        wanted = sorted(found)
        for at in range(0, len(wanted), _BATCH):
            held = there.select_for_update(of=("self",))
            for document in held.filter(pk__in=wanted[at : at + _BATCH]):
                self._keep(document)

    def _keep(self, document: Document) -> None:
        """Of several alike the first that was registered."""
        if document.state == DocumentState.CALLED_OFF:
            if document.outside_id:
                self._called_off.setdefault(document.outside_id, document)
            return
        if document.outside_id:
            self._by_name.setdefault(document.outside_id, document)
        key = paper_key(document.direction, document.symbol, document.dated_on, document.author)
        self._by_paper.setdefault(key, document)

    def document_of(self, row: DocumentRow) -> Document | None:
        """One that was called off only where it was not registered again since, by hand perhaps."""
        document = self._by_name.get(row.outside_id) if row.outside_id else None
        return document or self._by_paper.get(row.key) or self._called_off.get(row.outside_id)

    def complete(self, rows: Sequence[DocumentRow]) -> list[Document]:
        """Fill in what was left empty; those of which something was."""
        completed = []
        for row in rows:
            document = self.document_of(row)
            if document is None or document.state == DocumentState.CALLED_OFF:
                continue
            empty = [
                name
                for name in _FILLED
                if getattr(document, name) in (None, "") and getattr(row, name) not in (None, "")
            ]
            if row.outside_id in self._called_off and "outside_id" in empty:
                empty.remove("outside_id")  # the one that was called off bears it for good
            for name in empty:
                setattr(document, name, getattr(row, name))
            if "signer" in empty:
                document.search_text += f" {search_key(row.signer)}"
            if empty:
                document.revision += 1
                completed.append(document)
        fields = [*_FILLED, "search_text", "revision"]
        Document.objects.bulk_update(completed, fields, batch_size=_BATCH)
        return completed


class _Drafts:
    """The drafts of a body whose numbers are given elsewhere, each found once and without doubt;
    held until the transaction ends.
    """

    def __init__(self, body: NumberedBody) -> None:
        self._found: dict[tuple[str, str], list[Document]] = defaultdict(list)
        if body.numbering == Numbering.GIVEN:
            drafts = body.documents.filter(state=DocumentState.DRAFT).order_by("pk")
            for draft in drafts.select_for_update(of=("self",)):
                self._found[draft.type_code, search_key(draft.title)].append(draft)

    def of(self, row: DocumentRow) -> Document | None:
        if row.direction is not Direction.OUTGOING:
            return None
        drafts = self._found.pop((row.type_code, search_key(row.title)), [])
        return drafts[0] if len(drafts) == 1 else None


def _issued(
    draft: Document, row: DocumentRow, numbers: NumbersOfRows, by: Person | None, now: datetime
) -> Document:
    """The draft with the number that it was given elsewhere; what it says itself, it keeps."""
    draft.series, draft.number = numbers.of(row)
    draft.symbol, draft.bare_symbol = row.symbol, bare_symbol(row.symbol)
    draft.dated_on, draft.state = row.dated_on, DocumentState.ISSUED
    for name in _FILLED:
        if getattr(draft, name) in (None, ""):
            setattr(draft, name, getattr(row, name))
    draft.search_text = searched_text(draft)
    draft.revision += 1
    draft.save()
    begin_relations(draft)
    after = {"symbol": draft.symbol, "dated_on": row.dated_on.isoformat()}
    record(actor=by, action="issue_document", on=draft, at=now, after=after)
    return draft


def _differing(row: DocumentRow, document: Document, assumed: Collection[str]) -> list[str]:
    """The columns in which a row says something else; what it does not say is no difference."""
    found = []
    for name in _COMPARED:
        said, stored = getattr(row, name), getattr(document, name)
        if name == "symbol":
            said, stored = bare_symbol(said), bare_symbol(stored)
        elif name == "recipients":  # on the page they are typed in one line as well
            said, stored = search_key(said), search_key(one_a_line(stored))
        elif isinstance(said, str):
            said, stored = search_key(said), search_key(stored)
        if name in assumed:
            continue
        is_empty = name in _FILLED and stored in (None, "")
        if said not in (None, "") and said != stored and not is_empty:
            found.append("type" if name == "type_code" else name)
    return found


def _document(
    body: NumberedBody,
    row: DocumentRow,
    numbers: NumbersOfRows,
    by: Person | None,
    now: datetime,
) -> Document:
    series, number = numbers.of(row)
    author = row.author if row.direction is Direction.INCOMING else body.name
    return Document(
        body=body,
        direction=row.direction,
        state=_STATES[row.direction],
        type_code=row.type_code,
        series=series,
        number=number,
        symbol=row.symbol,
        bare_symbol=bare_symbol(row.symbol),
        dated_on=row.dated_on,
        arrived_on=row.arrived_on,
        title=row.title,
        author=author,
        signer=row.signer,
        recipients=row.recipients,
        kept_by=row.kept_by,
        copies=row.copies,
        sent_on=row.sent_on,
        forwarded_on=row.forwarded_on,
        received_by=row.received_by,
        access=row.access or Access.INTERNAL,
        note=row.note,
        outside_id=row.outside_id,
        search_text=search_key(f"{row.symbol} {row.title} {author} {row.signer}"),
        registered_at=now,
        registered_by=by,
    )
