"""The list of people as a file: one line for each role, for a call or a mailing."""

from collections.abc import Iterable, Set
from datetime import date

from django.utils.translation import gettext as _

from giaoban.documents.tables import ExportColumn, TableExport
from giaoban.models import Person
from giaoban.web.frame.labels import ROLE_LABELS

_CODES = (None, "role", "role", "role", "post", "telephone", "email")  # the page's columns


def people_table(people: Iterable[Person], made_on: date, wanted: Set[str]) -> TableExport:
    """`people` as of queries.people.directory.people_under, in the order that is shown.

    `wanted` are the codes of the page's columns that the reader wants.
    """
    kept = [number for number, code in enumerate(_CODES) if code is None or code in wanted]
    columns = (
        ExportColumn(_("Name"), width=26),
        ExportColumn(_("Role"), width=18),
        ExportColumn(_("Unit"), width=26),
        ExportColumn(_("Code"), width=10),
        ExportColumn(_("Post"), width=30),
        ExportColumn(_("Telephone"), width=16),
        ExportColumn(_("E-mail"), width=32),
    )
    lines = [
        (
            person.name,
            str(ROLE_LABELS[held.role]),
            held.unit.name,
            held.unit.code,
            person.post,
            person.telephone,
            person.email,
        )
        for person in people
        for held in person.held  # type: ignore[attr-defined]
    ]
    rows = [tuple(line[number] for number in kept) for line in lines]
    return TableExport(
        columns=tuple(columns[number] for number in kept),
        rows=tuple(dict.fromkeys(rows)) if "role" not in wanted else tuple(rows),
        title=_("Who serves where?"),
        made_on=made_on,
    )
