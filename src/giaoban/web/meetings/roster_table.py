"""A committee's roster as a file: a line for each seat of a day, or for each there ever was."""

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
    symbols: Mapping[date, str],
    on: date,
    every: bool = False,
) -> TableExport:
    """`readable` are the decisions that the reader may know, by id; `symbols` what those are called
    that no register here has, by the day from which they hold.
    """
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
        ExportColumn(_("Ended by which decision"), width=24),
    )
    rows = []
    for seat in seats:
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
                _called(seat.began_by_id, seat.since, readable, symbols),
                _called(seat.ended_by_id, seat.until, readable, symbols),
            )
        )
    if every:
        title = _("%(committee)s: who has sat there") % {"committee": committee.name}
    else:
        title = _("%(committee)s: who sits there on %(day)s")
        title %= {"committee": committee.name, "day": day_text(on)}
    return TableExport(columns=columns, rows=tuple(rows), title=title, made_on=on)


def _called(
    document_id: int | None,
    day: date | None,
    readable: Mapping[int, Document],
    symbols: Mapping[date, str],
) -> str:
    if document_id is not None:
        return readable[document_id].symbol if document_id in readable else ""
    return symbols.get(day, "") if day is not None else ""
