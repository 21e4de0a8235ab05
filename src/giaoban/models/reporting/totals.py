"""Figures rolled up over units and time, and the marks that say which are stale."""

from django.db import models

from giaoban.models.people import Person
from giaoban.models.reporting.forms import Indicator
from giaoban.models.reporting.periods import Period
from giaoban.models.units import Unit


class Mark(models.Model):
    """A unit's figures of a period changed: its totals, and all above, are to be folded again.

    Marks are only appended, in the transaction of the change, and deleted by the folder before it
    recomputes (docs/decisions/0006); that is why nothing is unique here.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    period = models.ForeignKey(Period, models.CASCADE, related_name="+")


class Total(models.Model):
    """Everything about a unit's subtree in one period, in one row.

    `figures` is a matrix of little-endian doubles, one row an indicator slot: sum, count, least,
    most of the units' own values after they were combined over time. Beside it the counts of
    units: expected to report, received, and of those late, returned, accepted, with an
    estimate, taken with an error.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="totals")
    period = models.ForeignKey(Period, models.CASCADE, related_name="totals")
    figures = models.BinaryField()
    expected = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    estimated = models.PositiveIntegerField(default=0)
    over_error = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "unit"], name="one_total_a_period"),
        ]


class CarriedTotal(models.Model):
    """A total of an earlier year, loaded at its own level and shown where no report counts."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="carried_totals")
    period = models.ForeignKey(Period, models.PROTECT, related_name="carried_totals")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="carried_totals")
    number = models.FloatField()
    source = models.CharField(max_length=300)  # the document or file it was taken from
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit", "indicator"], name="one_carried_total"
            ),
        ]
