"""A committee's roster as a file: one line for each seat, in the order of its decision."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from giaoban.documents.tables import ExportColumn, TableExport
from giaoban.models import Appointment, Committee, Document
from giaoban.queries.written_days import day_text
from giaoban.web.frame.labels import POST_LABELS


def roster_table(
    committee: Committee,
    seats: Iterable[Appointment],
    readable: Mapping[int, Document],
    on: date,
) -> TableExport:
    """`readable` are the decisions that the reader may know, by id."""
    columns = (
        ExportColumn(pgettext("in a committee", "Seat"), width=26),
        ExportColumn(_("Name"), width=26),
        ExportColumn(_("Post"), width=34),
        ExportColumn(_("Duties"), width=40),
        ExportColumn(_("Whom they represent"), width=28),
        ExportColumn(_("Standing substitute"), width=26),
        ExportColumn(_("From"), "dd/mm/yyyy", width=12),
        ExportColumn(_("Until (not included)"), "dd/mm/yyyy", width=12),
        ExportColumn(_("By which decision"), width=24),
    )
    rows = []
    for seat in seats:
        decision = readable.get(seat.began_by_id or 0)
        rows.append(
            (
                str(POST_LABELS[seat.post]),
                seat.person.name,
                seat.person.post,
                seat.duties,
                seat.represents.name if seat.represents else "",
                seat.substitute.name if seat.substitute else "",
                seat.since,
                seat.until,
                decision.symbol if decision else "",
            )
        )
    title = _("%(committee)s: who sits there on %(day)s")
    return TableExport(
        columns=columns,
        rows=tuple(rows),
        title=title % {"committee": committee.name, "day": day_text(on)},
        made_on=on,
    )
