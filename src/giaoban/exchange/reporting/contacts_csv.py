"""The contacts of units as a CSV file (docs/contracts.md)."""

import csv
import io
from collections.abc import Iterable

from giaoban.queries.reporting.contacts import UnitWithContact
from giaoban.rules.formula_starts import harmless
from giaoban.rules.reporting.contact_rows import COLUMNS


def write_contacts_csv(rows: Iterable[UnitWithContact]) -> str:
    """With a byte order mark, so that Excel reads the letters; units without a contact are there
    with empty cells, to be filled in."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        contact = row.contact
        cells = (contact.name, contact.email, contact.telephone) if contact else ("", "", "")
        writer.writerow([row.unit.code, *map(harmless, cells)])
    return out.getvalue()
