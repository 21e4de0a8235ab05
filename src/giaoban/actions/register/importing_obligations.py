"""The obligations of a file taken into a document: again the same file changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from giaoban.actions.register.obligations import take_obligations
from giaoban.models import Document, Obligation, Person
from giaoban.queries.register.terms import term_of
from giaoban.rules.problems import Problem
from giaoban.rules.register.annex import AnnexRow, Column, ObligationDraft
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


@transaction.atomic
def import_obligations(
    *, document: Document, rows: Sequence[AnnexRow], by: Person | None, now: datetime
) -> ImportedObligations:
    """Take the rows that the document does not have yet; all, or none.

    A row is known by its clause under its heading, else by its text. Raises ObligationsRefused
    with what read_annex found, and `obligation_differs` (clause) where one that is known says
    something else; and RuleError as take_obligations does.
    """
    held = Document.objects.select_for_update().get(pk=document.pk)
    stored = {_key(each.heading, each.clause, each.text): each for each in held.obligations.all()}
    bad = [row for row in rows if not row.is_good]
    fresh: list[ObligationDraft] = []
    for row in rows:
        there = stored.get(_key(row.draft.heading, row.draft.clause, row.draft.text))
        if there is None:
            fresh.append(row.draft)
        elif row.is_good and _says_else(row.draft, there):
            params = {"column": Column.TEXT, "clause": row.draft.clause or row.draft.text[:60]}
            bad.append(AnnexRow(row.number, row.draft, (Problem("obligation_differs", params),)))
    if bad:
        raise ObligationsRefused(sorted(bad, key=lambda row: row.number))
    if fresh:
        take_obligations(document=held, drafts=fresh, by=by, now=now)
    return ImportedObligations(len(fresh), len(rows) - len(fresh))


def _key(heading: str, clause: str, text: str) -> tuple[str, str]:
    return search_key(heading), clause.casefold() or search_key(text)


def _says_else(draft: ObligationDraft, there: Obligation) -> bool:
    return (search_key(draft.text), draft.lead_id, draft.term, search_key(draft.product)) != (
        search_key(there.text),
        there.lead_id,
        term_of(there),
        search_key(there.product),
    )
