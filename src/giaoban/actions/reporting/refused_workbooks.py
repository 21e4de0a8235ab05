"""A workbook that was not taken into a report is kept until it is mended, for its marked copy."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from giaoban.actions.audit.actors import Actor, person_of
from giaoban.actions.audit.events import record
from giaoban.actions.reporting.import_outcomes import FileProblem
from giaoban.actions.reporting.importing import IncomingFile
from giaoban.actions.reporting.mapped_reports import workbook_of_report
from giaoban.actions.reporting.stored_problems import to_stored
from giaoban.actions.reporting.whole_files import delete_unheld, keep_held
from giaoban.exchange.reporting.archives import ending
from giaoban.exchange.reporting.workbook_reader import (
    FilledWorkbook,
    PlacedProblem,
    UnreadableWorkbook,
)
from giaoban.exchange.reporting.workbook_salvage import salvaged_workbook
from giaoban.models import Period, Person, RefusedWorkbook, ReportLink, Unit, Version

_LONGEST_NAME = 255


def keep_refused_workbook(
    *,
    unit: Unit,
    period: Period,
    file: IncomingFile,
    problems: Sequence[FileProblem],
    by: Actor,
    now: datetime,
) -> RefusedWorkbook | None:
    """Keep the file in place of the one that was refused before it.

    None, and nothing is kept, where no copy can be made of it: it is no workbook of this report.
    """
    # The file is opened before anything is locked: that may take seconds.
    if by is None or came_of_report(file.content, unit, period) is None:
        return None
    return _kept(unit, period, file, problems, by, now)


@transaction.atomic
def _kept(
    unit: Unit,
    period: Period,
    file: IncomingFile,
    problems: Sequence[FileProblem],
    by: Person | ReportLink,
    now: datetime,
) -> RefusedWorkbook:
    # Whoever presses twice waits for oneself: there is one file of each.
    senders = ReportLink.objects if isinstance(by, ReportLink) else Person.objects
    senders.select_for_update(no_key=True).get(pk=by.pk)
    forget_refused_workbooks(unit=unit, period=period, by=by)
    # What people call a file never becomes a path.
    path = f"refused/{now:%Y/%m}/{secrets.token_hex(16)}{ending(file.name)[:6]}"
    kept = RefusedWorkbook.objects.create(
        unit=unit,
        period=period,
        by=person_of(by),
        link=by if isinstance(by, ReportLink) else None,
        name=file.name[-_LONGEST_NAME:].replace("\0", ""),
        content=path,
        problems=to_stored(problems),
        refused_at=now,
    )
    after = {"file": kept.name, "mistakes": len(problems), "period": period.key, "unit": unit.pk}
    record(actor=by, action="refuse_workbook", on=kept, at=now, after=after)
    keep_held(path, ContentFile(file.content))  # last: no row, no bytes
    return kept


@transaction.atomic
def put_workbook_aside(*, unit: Unit, period: Period, by: Actor, now: datetime) -> bool:
    """Forget the file, since it is not to be mended; False where there is none any more."""
    kept = refused_workbook_of(unit, period, by)
    if kept is None:
        return False
    before = {"file": kept.name}
    record(actor=by, action="put_workbook_aside", on=kept, at=now, before=before)
    forget_refused_workbooks(unit=unit, period=period, by=by)
    return True


def refused_workbook_of(unit: Unit, period: Period, by: Actor) -> RefusedWorkbook | None:
    """The file that this person, or the holder of this link, has to mend. One query."""
    return _open(_of(unit, period, by)).first()


def came_of_report(
    content: bytes, unit: Unit, period: Period
) -> tuple[FilledWorkbook, list[PlacedProblem]] | None:
    """What of the file is readable and what of it was moved; None where it is of no use here.

    It is of none where it is another report's: then it is the wrong file, and nothing is wrong
    with it.
    """
    try:
        found = salvaged_workbook(
            content, regime=period.regime.code, unit=unit.code, period=period.key
        )
    except UnreadableWorkbook as error:
        if error.problem.code != "workbook_is_no_template":
            return None
        try:
            found = workbook_of_report(content, unit, period), []
        except UnreadableWorkbook:
            return None
    came = found[0]
    is_ours = (came.regime, came.unit, came.period) == (period.regime.code, unit.code, period.key)
    return found if is_ours else None


def forget_refused_workbooks(*, unit: Unit, period: Period, by: Actor) -> None:
    """Part of the actions by which a file is mended or replaced."""
    _forget(_of(unit, period, by))


@transaction.atomic
def forget_old_refused_workbooks(*, now: datetime) -> int:
    """Delete what was left lying, and what lost its use: the report was sent without it."""
    kept = RefusedWorkbook.objects.all()
    old = Q(refused_at__lt=now - timedelta(days=settings.IMPORT_UPLOADS_KEPT_DAYS))
    return _forget(kept.filter(old | ~Q(pk__in=_open(kept).values("pk"))))


def _of(unit: Unit, period: Period, by: Actor) -> QuerySet[RefusedWorkbook]:
    kept = RefusedWorkbook.objects.filter(unit=unit, period=period)
    if isinstance(by, ReportLink):
        return kept.filter(link=by)
    return kept.filter(by=by) if by is not None else kept.none()


def _open(kept: QuerySet[RefusedWorkbook]) -> QuerySet[RefusedWorkbook]:
    """Those whose report was not sent since."""
    sent = Version.objects.filter(
        submission__unit=OuterRef("unit"),
        submission__period=OuterRef("period"),
        submitted_at__gt=OuterRef("refused_at"),
    )
    return kept.exclude(Exists(sent))


def _forget(kept: QuerySet[RefusedWorkbook]) -> int:
    """The bytes go once the rows are gone for good; a row that somebody mends from now stays."""
    held = dict(kept.select_for_update(of=("self",)).values_list("pk", "content"))
    rows = RefusedWorkbook.objects.filter(pk__in=held)
    if held:
        rows.delete()
    for name in held.values():
        is_held = RefusedWorkbook.objects.filter(content=name).exists
        transaction.on_commit(partial(delete_unheld, name, is_held))
    return len(held)
