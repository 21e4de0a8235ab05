"""What came in by file, how far it has been read, and what became of each file?"""

from django.db import models
from django.db.models import Q

from giaoban.models.people import Person
from giaoban.models.reporting.links import ReportLink
from giaoban.models.reporting.periods import Period
from giaoban.models.reporting.regimes import Regime
from giaoban.models.units import Unit
from giaoban.rules.reporting.import_states import FileState, ImportState


class ReportImport(models.Model):
    """Files that one person sent together; `done` of `total` have been read."""

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="imports")
    by = models.ForeignKey(Person, models.PROTECT, related_name="imports")
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in ImportState],
        default=ImportState.QUEUED,
    )
    is_trial = models.BooleanField(default=False)  # says what would become of them
    reason = models.CharField(max_length=300, blank=True)  # explains the warnings left open
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    begun = models.PositiveSmallIntegerField(default=0)  # batches that nobody ended
    queued_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-queued_at", "-id"]
        indexes = [
            models.Index(
                fields=["queued_at"],
                condition=Q(state__in=[ImportState.QUEUED, ImportState.RUNNING]),
                name="import_waiting",
            ),
        ]


class ImportUpload(models.Model):
    """A file as it came, perhaps a zip of many; `content` is emptied when it is forgotten."""

    report_import = models.ForeignKey(ReportImport, models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to="imports/%Y/%m/", blank=True)


class ImportedFile(models.Model):
    """One workbook or table and what became of it.

    `entry` is its place in the zip's directory. `problems` is a list of what `import_problems.py`
    writes: codes with parameters, and where.
    """

    report_import = models.ForeignKey(ReportImport, models.CASCADE, related_name="files")
    upload = models.ForeignKey(ImportUpload, models.CASCADE, related_name="files")
    entry = models.PositiveIntegerField(null=True)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=600)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in FileState],
        default=FileState.WAITING,
    )
    unit_code = models.CharField(max_length=40, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=40, blank=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report_import", "number"], name="import_file_number_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["report_import", "number"],
                condition=Q(state=FileState.WAITING),
                name="import_file_waiting",
            ),
        ]


class RefusedWorkbook(models.Model):
    """A workbook that was not taken into one report, kept until it is mended.

    For whoever sent it alone: a person, or whoever holds the link. The newest of each stands for
    those before it. `problems` are as those of an ImportedFile.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    period = models.ForeignKey(Period, models.CASCADE, related_name="refused_workbooks")
    by = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    link = models.ForeignKey(ReportLink, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to="refused/%Y/%m/")
    problems = models.JSONField(default=list)
    refused_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit", "by"], name="one_refused_workbook_a_person"
            ),
            models.UniqueConstraint(fields=["link"], name="one_refused_workbook_a_link"),
            models.CheckConstraint(
                condition=Q(by=None, link__isnull=False) | Q(by__isnull=False, link=None),
                name="refused_by_person_or_link",
            ),
        ]
