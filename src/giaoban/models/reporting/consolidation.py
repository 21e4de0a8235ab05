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
    to_superior = models.BooleanField(default=False)  # the unit's own report to the one above it
    sent_to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-period__ends_on", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period", "to_superior", "number"],
                name="consolidated_report_number",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at=None, sent_to=None)
                | models.Q(to_superior=True, sent_at__isnull=False, sent_to__isnull=False),
                name="only_an_own_report_is_sent",
            ),
        ]


class AssignedSection(models.Model):
    """A section of a draft that a unit, or one person of it, writes: its text until it is taken."""

    class State(models.TextChoices):  # rules.reporting.assigned_sections.SectionState
        ASSIGNED = "assigned"
        WRITING = "writing"
        HANDED_IN = "handed_in"
        TAKEN = "taken"
        RETURNED = "returned"
        WITHDRAWN = "withdrawn"

    report = models.ForeignKey(ConsolidatedReport, models.CASCADE, related_name="assigned_sections")
    section = models.CharField(max_length=20)  # its key in the report's content
    title = models.CharField(max_length=300)  # as it was called when it was given
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assigned_sections")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )  # null: whoever writes for the unit
    instruction = models.TextField(blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASSIGNED)
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)  # why it was returned
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    handed_in_as = models.CharField(max_length=400, blank=True)  # by a link: the unit's contact
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section"],
                condition=models.Q(state__in=["assigned", "writing", "handed_in", "returned"]),
                name="one_author_of_a_section",
            ),
        ]


class ReportComment(models.Model):
    """What somebody says about a draft or one of its sections: answered, settled, not printed."""

    report = models.ForeignKey(ConsolidatedReport, models.CASCADE, related_name="comments")
    section = models.CharField(max_length=20, blank=True)  # its key; empty: the whole report
    answers = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="thread"
    )  # the comment that it answers
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["written_at", "id"]


class IssuedCopy(models.Model):
    """The report as it went out: edited in Word, signed, put back beside what it was made from."""

    report = models.ForeignKey(ConsolidatedReport, models.CASCADE, related_name="issued_copies")
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    # What differs from the report, as rules.reporting.copy_comparison says it; null: not compared.
    comparison = models.JSONField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["added_at"]
