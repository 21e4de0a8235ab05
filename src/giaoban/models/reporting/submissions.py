"""What units answered: a report, its versions, and the values of each."""

from django.db import models
from django.db.models import Q

from giaoban.models.people import Person
from giaoban.models.reporting.forms import Check, Form, Indicator
from giaoban.models.reporting.periods import Period
from giaoban.models.units import Unit
from giaoban.rules.reporting.states import Channel, ReportState


class Submission(models.Model):
    """One unit's answer for one period; its versions hold what was said.

    `latest` and `counted` point into the versions (the newest one, and the one that totals count)
    so that lists read no version; the actions that change a version's state move them.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions")
    period = models.ForeignKey(Period, models.PROTECT, related_name="submissions")
    latest = models.ForeignKey("Version", models.SET_NULL, null=True, related_name="+")
    counted = models.ForeignKey("Version", models.SET_NULL, null=True, related_name="+")
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)  # first submitted after its deadline

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "unit"], name="one_report_a_period"),
        ]


class SourceFile(models.Model):
    """A file that figures came from, kept as it was received."""

    name = models.CharField(max_length=255)
    content = models.FileField(upload_to="sources/%Y/%m/")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")


class Version(models.Model):
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    form = models.ForeignKey(Form, models.PROTECT, related_name="versions")
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in ReportState],
        default=ReportState.DRAFT,
    )
    channel = models.CharField(
        max_length=10, choices=[(channel.value, channel.value) for channel in Channel]
    )
    channel_note = models.CharField(max_length=400, blank=True)  # who called, which letter
    source = models.ForeignKey(SourceFile, models.PROTECT, null=True, related_name="versions")
    reason = models.CharField(max_length=300, blank=True)  # why this version follows the last
    note = models.TextField(blank=True)  # the unit's own remark on the whole report
    nothing_arose = models.BooleanField(default=False)
    has_estimates = models.BooleanField(default=False)  # since it was sent: a value is estimated
    over_error = models.CharField(max_length=300, blank=True)  # why it was taken with an error
    revision = models.PositiveIntegerField(default=0)  # counts saves, to notice a newer one
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)  # accepted or returned
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    mend_by = models.DateTimeField(null=True, blank=True)  # of a returned report

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(state=ReportState.DRAFT),
                name="one_draft_a_report",
            ),
        ]


class Value(models.Model):
    """One cell of a version: a number (yes/no is 1 or 0) or a text, and where it was read."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    number = models.FloatField(null=True, blank=True)
    text = models.TextField(blank=True)
    note = models.TextField(blank=True)  # the officer's remark on this cell
    cell = models.CharField(max_length=120, blank=True)  # in the source file: I!D7 or row 12
    is_estimate = models.BooleanField(default=False)  # to be replaced by the figure later

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "indicator"], name="one_value_a_cell"),
        ]


class TakenValue(models.Model):
    """A cell was made from another report of the unit; a row for each version that it took from.

    It holds while the cell still says `number` or `text`, the same in all rows of a cell.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="taken_values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    source = models.ForeignKey(Version, models.CASCADE, related_name="+")
    number = models.FloatField(null=True, blank=True)
    text = models.TextField(blank=True)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "indicator", "source"], name="taken_once_from_a_version"
            ),
        ]


class Explanation(models.Model):
    """The unit's reason for a warning; it holds for the check of that version's form."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="explanations")
    check_rule = models.ForeignKey(Check, models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "check_rule"], name="one_reason_a_check"),
        ]


class Finding(models.Model):
    """What the checks found when the version was submitted."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="findings")
    level = models.CharField(max_length=8)
    code = models.CharField(max_length=40)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="+")
    check_rule = models.ForeignKey(Check, models.PROTECT, null=True, related_name="+")
    params = models.JSONField(default=dict)


class Remark(models.Model):
    """Why a version was returned: for a cell, or for the whole where no indicator is named."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="remarks")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="+")
    text = models.TextField()


class Attachment(models.Model):
    """Evidence, the answer to a file indicator, or the signed copy."""

    class Purpose(models.TextChoices):
        EVIDENCE = "evidence"
        ANSWER = "answer"
        SIGNED = "signed"

    version = models.ForeignKey(Version, models.CASCADE, related_name="attachments")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="attachments")
