"""The obligations of a file taken into a document: again the same file changes nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction

from giaoban.actions.register.files import ReadFile, attach_files, read_file
from giaoban.actions.register.obligations import take_obligations
from giaoban.exchange.register.annex_tables import Table, tables_of
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
    tables: list[Table]


def read_annex_file(name: str, content: bytes) -> ReadAnnexFile:
    """Read the file of an annex before anything is stored; it may take seconds.

    Raises RuleError `state_secret` (mark), and what files.read_file and annex_tables.tables_of
    refuse.
    """
    if PurePosixPath(name).suffix.lower() == WORD:
        return ReadAnnexFile(read_file(name, content), tables_of(name, content))
    tables = tables_of(name, content)
    lines = [" ".join(dict.fromkeys(filter(None, row))) for table in tables for row in table]
    for table in tables:
        # A stamp is a cell of its own; merged ones say the same in every place that they cover.
        head = [row for row in table if any(row)][:HEAD_LINES]
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
) -> ImportedObligations:
    """Take the rows that the document does not have yet; all, or none. `file` is where they stand:
    it is kept with the document.

    A row is known by its clause under its heading, else by its text. Of another annex of the
    document, whose numbers begin again, by its text and lead unit besides.
    Raises ObligationsRefused with what read_annex found, and `obligation_differs` (clause) where
    one that is known says something else; and RuleError as take_obligations does.
    """
    held = Document.objects.select_for_update().get(pk=document.pk)
    stored: dict[_Key, list[Obligation]] = defaultdict(list)
    for each in held.obligations.all():
        stored[_key(each.heading, each.clause, each.text)].append(each)
    bad = [row for row in rows if not row.is_good]
    fresh: list[ObligationDraft] = []
    for row in rows:
        key = _key(row.draft.heading, row.draft.clause, row.draft.text)
        there = _nearest(row.draft, stored.get(key, []), is_another_annex)
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


def _nearest(
    draft: ObligationDraft, known: Sequence[Obligation], is_another_annex: bool
) -> Obligation | None:
    """The one that bears the row's clause; of several annexes the one that says the same."""
    said = (search_key(draft.text), draft.lead_id)
    same = (each for each in known if (search_key(each.text), each.lead_id) == said)
    other = None if is_another_annex or not known else known[0]
    return next(same, other)


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
