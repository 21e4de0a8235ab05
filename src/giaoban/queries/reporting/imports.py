"""What came in by file: whose imports, how far they are, and what became of their files."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from giaoban.models import ImportedFile, Person, Regime, ReportImport
from giaoban.rules.reporting.import_states import FileState

MOST_RECENT = 10


@dataclass(frozen=True)
class ImportCounts:
    """Files by what became of them, and reports by what they became."""

    refused: int
    new: int
    changed: int
    unchanged: int


def recent_imports(regime: Regime, person: Person) -> list[ReportImport]:
    """The person's own last ones of a regime, the newest first, each with `refused` files."""
    refused = Count("files", filter=Q(files__state=FileState.REFUSED))
    own = ReportImport.objects.filter(regime=regime, by=person)
    return list(own.annotate(refused=refused)[:MOST_RECENT])


def import_counts(stored: ReportImport) -> ImportCounts:
    """One query."""
    found = stored.files.aggregate(
        refused=Count("id", filter=Q(state=FileState.REFUSED)),
        reports_new=Sum("new"),
        reports_changed=Sum("changed"),
        reports_unchanged=Sum("unchanged"),
    )
    return ImportCounts(
        refused=found["refused"],
        new=found["reports_new"] or 0,
        changed=found["reports_changed"] or 0,
        unchanged=found["reports_unchanged"] or 0,
    )


def refused_files(stored: ReportImport) -> QuerySet[ImportedFile]:
    return stored.files.filter(state=FileState.REFUSED).order_by("number")


def taken_files(stored: ReportImport) -> QuerySet[ImportedFile]:
    """Also those that say what is known already."""
    states = (FileState.TAKEN, FileState.UNCHANGED)
    return stored.files.filter(state__in=states).order_by("number")
