"""The obligations of a file taken into a document: again the same file changes nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction

from giaoban.actions.register.files import ReadFile, attach_files, read_file
from giaoban.actions.register.obligations import take_obligations
from giaoban.exchange.register.annex_tables import NamedTable, named_tables_of
from giaoban.exchange.register.document_text import DocumentText
from giaoban.exchange.register.reading_apart import WORD
from giaoban.models import Document, Obligation, Person
from giaoban.queries.register.terms import term_of
from giaoban.rules.problems import Problem
from giaoban.rules.register.annex import AnnexRow, ObligationDraft
from giaoban.rules.register.annex_heads import Column
from giaoban.rules.register.secrecy import HEAD_LINES, refuse_secret
from giaoban.rules.units.naming import search_key


class ObligationsRefused(Exception):
    """Nothing was taken: the rows that have an error, each with its problems."""

    def __init__(self, rows: Sequence[AnnexRow]) -> None:
        self.rows = list(rows)
        super().__init__(f"{len(self.rows)} rows")


@dataclass(frozen=True)
class ImportedObligations:
    added: int
    unchanged: int


@dataclass(frozen=True)
class ReadAnnexFile:
    """A file that may be kept, and its tables."""

    file: ReadFile
    tables: list[NamedTable]


def read_annex_file(name: str, content: bytes) -> ReadAnnexFile:
    """Read the file of an annex before anything is stored; it may take seconds.

    Raises RuleError `state_secret` (mark), and what files.read_file and
    annex_tables.named_tables_of refuse.
    """
    if PurePosixPath(name).suffix.lower() == WORD:
        return ReadAnnexFile(read_file(name, content), named_tables_of(name, content))
    tables = named_tables_of(name, content)
    lines = [" ".join(dict.fromkeys(filter(None, row))) for table in tables for row in table.rows]
    for table in tables:
        # A stamp is a cell of its own; merged ones say the same in every place that they cover.
        head = [row for row in table.rows if any(row)][:HEAD_LINES]
        refuse_secret(fields=dict.fromkeys(cell for row in head for cell in row if cell))
    return ReadAnnexFile(ReadFile(name, content, DocumentText(tuple(filter(None, lines)))), tables)


@transaction.atomic
def import_obligations(
    *,
    document: Document,
    rows: Sequence[AnnexRow],
    by: Person | None,
    now: datetime,
    file: ReadFile | None = None,
    is_another_annex: bool = False,
    beside: Sequence[AnnexRow] = (),
) -> ImportedObligations:
    """Take the rows that the document does not have yet; all, or none. `file` is where they stand:
    it is kept with the document. `beside` are the rows of the file's other annexes.

    A row is known by its clause under its heading, else by its text. Of another annex of the
    document, whose numbers begin again, by its text and lead unit besides; what a row `beside`
    says is that one's.
    Raises ObligationsRefused with what read_annex found, and `obligation_differs` (clause) where
    one that is known says something else; and RuleError as take_obligations does.
    """
    held = Document.objects.select_for_update().get(pk=document.pk)
    stored: dict[_Key, list[Obligation]] = defaultdict(list)
    for each in held.obligations.all():
        stored[_key(each.heading, each.clause, each.text)].append(each)
    theirs = {(_key_of(row.draft), _said(row.draft)) for row in beside}
    bad = [row for row in rows if not row.is_good]
    fresh: list[ObligationDraft] = []
    for row in rows:
        key = _key_of(row.draft)
        known = stored.get(key, [])
        own = [one for one in known if (key, _said(one)) not in theirs]
        there = _nearest(row.draft, known, [] if is_another_annex else own)
        if there is None:
            fresh.append(row.draft)
        elif row.is_good and _says_else(row.draft, there):
            params = {"column": Column.TEXT, "clause": row.draft.clause or row.draft.text[:60]}
            bad.append(AnnexRow(row.number, row.draft, (Problem("obligation_differs", params),)))
    if bad:
        raise ObligationsRefused(sorted(bad, key=lambda row: row.number))
    if fresh:
        take_obligations(document=held, drafts=fresh, by=by, now=now)
    if file is not None:
        attach_files(document=held, files=[file], by=by, now=now)
    return ImportedObligations(len(fresh), len(rows) - len(fresh))


def rows_there(document: Document, rows: Sequence[AnnexRow]) -> int:
    """How many of the rows the document has word for word: their annex was taken, or a part."""
    there = {(_key(o.heading, o.clause, o.text), _said(o)) for o in document.obligations.all()}
    return sum((_key_of(row.draft), _said(row.draft)) in there for row in rows)


def _nearest(
    draft: ObligationDraft, known: Sequence[Obligation], own: Sequence[Obligation]
) -> Obligation | None:
    """Of those that bear the row's clause the one that says the same; else the first of its `own`
    annex.
    """
    same = (each for each in known if _said(each) == _said(draft))
    return next(same, own[0] if own else None)


def _said(one: Obligation | ObligationDraft) -> tuple[str, int | None]:
    return search_key(one.text), one.lead_id


def _key_of(draft: ObligationDraft) -> "_Key":
    return _key(draft.heading, draft.clause, draft.text)


_Key = tuple[str, str]


def _key(heading: str, clause: str, text: str) -> _Key:
    return search_key(heading), clause.casefold() or search_key(text)


def _says_else(draft: ObligationDraft, there: Obligation) -> bool:
    return (search_key(draft.text), draft.lead_id, draft.term, search_key(draft.product)) != (
        search_key(there.text),
        there.lead_id,
        term_of(there),
        search_key(there.product),
    )
