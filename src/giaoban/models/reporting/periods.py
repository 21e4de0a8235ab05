"""When is reported: opened periods, the longer ones derived from them, extensions, holidays."""

from django.db import models

from giaoban.models.people import Person
from giaoban.models.reporting.incidents import Incident
from giaoban.models.reporting.regimes import Regime
from giaoban.models.units import Unit


class Period(models.Model):
    """A period of a regime: reported (units are asked) or derived (filled by reported ones)."""

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="periods")
    kind = models.CharField(max_length=12)  # rules.reporting.periods.PeriodKind
    key = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()  # the cut-off, inclusive
    is_reported = models.BooleanField()
    opened_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)
    # Of an incident: a deadline by the hour, in place of the regime's rules.
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="periods"
    )
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "ends_on"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "key"], name="period_key_per_regime"),
        ]
        indexes = [models.Index(fields=["regime", "ends_on"], name="period_by_end")]

    def __str__(self) -> str:
        return self.key


class Extension(models.Model):
    """More time for one unit or for everything under it, with a reason."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="extensions")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="extensions")  # and its subtree
    due_at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "unit"], name="one_extension_a_unit"),
        ]


class Reopening(models.Model):
    """A locked period takes the report of one unit again until a moment, with a reason.

    It works while `closed_at` is empty; the worker closes it when `until` has passed.
    """

    period = models.ForeignKey(Period, models.CASCADE, related_name="reopenings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit"],
                condition=models.Q(closed_at=None),
                name="one_reopening_a_unit",
            ),
        ]


class CalendarDay(models.Model):
    """A day that is or is not worked, against the calendar of public holidays."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["day"]
