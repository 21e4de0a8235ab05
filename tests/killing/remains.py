"""What is left after a kill? Everything that is not as it must be, in words; nothing is mended."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Count, F, Q

from giaoban.models import Event, SourceFile, Submission, Value, Version
from giaoban.queries.audit.sealed import sealed_events
from giaoban.rules.audit.chain import first_break
from giaoban.rules.reporting.states import COUNTED, ReportState
from tests.killing.directive_remains import broken_cascades, broken_numbers
from tests.killing.journal import Journal
from tests.killing.scene import (
    CODES,
    COMMUNES,
    FILLED,
    IMPORTED,
    LINKED,
    SENT,
    TYPED,
    UPLOADED,
)

Values = dict[tuple[str, str], float | None]


def everything_wrong(journal: Journal) -> list[str]:
    """Before any worker ran: what people were told, and what must be whole."""
    return [
        *_lost_cells(journal),
        *_lost_reports(journal, SENT, "report"),
        *_lost_reports(journal, LINKED, "linked"),
        *_lost_reports(journal, FILLED, "workbook"),
        *_half_tables(journal, IMPORTED, "table"),
        *_half_tables(journal, UPLOADED, "upload"),
        *broken_numbers(journal),
        *broken_cascades(journal),
        *_lost_files(),
        *_half_taken(),
        *_broken_database(),
    ]


def _lost_cells(journal: Journal) -> Iterator[str]:
    stored = _values(Q(version__submission__period__regime__code=TYPED))
    possible = journal.possible("cell", "unit", "code")
    for place in sorted(possible.keys() | stored.keys()):
        if stored.get(place) not in possible.get(place, [None]):
            yield f"cell {place} holds {stored.get(place)}, not one of {possible.get(place)}"


def _lost_reports(journal: Journal, regime: str, what: str) -> Iterator[str]:
    """What counts is what was acknowledged last, or what was on its way, with all of its cells."""
    stored = _values(
        Q(version=F("version__submission__counted"))
        & Q(version__submission__period__regime__code=regime)
    )
    for (unit,), possible in journal.possible(what, "unit").items():
        cells = {stored.get((unit, code)) for code in CODES}
        if len(cells) != 1 or cells.pop() not in possible:
            held = [stored.get((unit, code)) for code in CODES]
            yield f"report of {unit} ({what}) counts {held}, not one of {possible}"


def _half_tables(journal: Journal, regime: str, what: str) -> Iterator[str]:
    """Every commune has the number of one and the same table."""
    stored = _values(
        Q(version=F("version__submission__counted"))
        & Q(version__submission__period__regime__code=regime)
    )
    possible = journal.possible(what).get((), [None])
    numbers = set(stored.values()) or {None}
    if len(numbers) != 1 or len(stored) not in {0, COMMUNES * len(CODES)}:
        yield f"a table ({what}) was half taken: {sorted(stored.items())}"
    elif numbers.pop() not in possible:
        yield f"a table ({what}) is lost: {stored} and not one of {possible}"


def _lost_files() -> Iterator[str]:
    for file in SourceFile.objects.all():
        if not default_storage.exists(file.content.name or ""):
            yield f"the bytes of {file.name} are not there"


def _half_taken() -> Iterator[str]:
    """A version that was sent has its moment, its event and its place; a draft has none."""
    for version in Version.objects.filter(
        Q(state=ReportState.DRAFT, submitted_at__isnull=False)
        | (~Q(state=ReportState.DRAFT) & Q(submitted_at=None))
    ):
        yield f"version {version.pk} is {version.state}, submitted {version.submitted_at}"
    for report in Submission.objects.select_related("latest", "counted"):
        newest = report.versions.order_by("-number").first()
        counted = report.versions.filter(state__in=list(COUNTED)).order_by("-number").first()
        if report.latest != newest or report.counted != counted:
            yield f"report {report.pk} points at {report.latest_id} and {report.counted_id}"
    sent = dict(
        Event.objects.filter(action="submit_report")
        .values_list("record_id")
        .annotate(times=Count("pk"))
    )
    for report in Submission.objects.filter(period__regime__code__in=[SENT, LINKED]):
        versions = report.versions.filter(submitted_at__isnull=False).count()
        if versions != sent.get(report.pk, 0):
            yield f"report {report.pk}: {versions} versions sent, {sent.get(report.pk, 0)} events"


def _broken_database() -> Iterator[str]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            said = [row[0] for row in cursor.fetchall()]
        if said != ["ok"]:
            yield f"the file is damaged: {said}"
    connection.check_constraints()
    broken = first_break(sealed_events())
    if broken:
        yield f"the audit's chain breaks at {broken.number}"


def _values(where: Q) -> Values:
    rows = Value.objects.filter(where).values_list(
        "version__submission__unit__code", "indicator__code", "number"
    )
    return {(unit, code): number for unit, code, number in rows}
