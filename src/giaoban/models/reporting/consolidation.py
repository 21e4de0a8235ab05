"""The report made for a unit and a period, with the figures that it was made from."""

from django.db import models

from giaoban.models.people import Person
from giaoban.models.reporting.periods import Period
from giaoban.models.reporting.submissions import SourceFile
from giaoban.models.units import Unit


class ConsolidatedReport(models.Model):
    """drafted (figures live) → fixed (figures kept, sent to the chair) → approved → issued."""

    class State(models.TextChoices):
        DRAFT = "draft"
        FIXED = "fixed"
        APPROVED = "approved"
        ISSUED = "issued"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="consolidated_reports")
    period = models.ForeignKey(Period, models.PROTECT, related_name="consolidated_reports")
    number = models.PositiveSmallIntegerField(default=1)  # made again after a correction: 2, 3 …
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    symbol = models.CharField(max_length=80, blank=True)  # number and symbol, typed by hand
    place = models.CharField(max_length=60, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=300)
    content = models.JSONField(default=dict)  # sections, prose, picked narratives, signature
    revision = models.PositiveIntegerField(default=0)
    figures = models.JSONField(null=True, blank=True)  # kept when fixed; null while live
    figures_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()
    fixed_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-period__ends_on", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period", "number"], name="consolidated_report_number"
            ),
        ]


class IssuedCopy(models.Model):
    """The report as it went out: edited in Word, signed, put back beside what it was made from."""

    report = models.ForeignKey(ConsolidatedReport, models.CASCADE, related_name="issued_copies")
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["added_at"]
