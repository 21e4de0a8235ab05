"""When is whom reminded of a report, and who has been told of what?"""

from django.db import models

from giaoban.models.reporting.periods import Period
from giaoban.models.reporting.regimes import Regime
from giaoban.models.units import Unit


class ReminderRule(models.Model):
    """So many working days after the deadline (before it: negative), somebody is reminded."""

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="reminder_rules")
    level = models.PositiveSmallIntegerField(null=True, blank=True)  # of the unit; null: any
    working_days = models.SmallIntegerField()
    to = models.CharField(max_length=12)  # rules.reporting.reminders.Audience

    class Meta:
        ordering = ["level", "working_days", "to"]
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "level", "working_days", "to"], name="one_reminder_a_level"
            ),
            models.UniqueConstraint(
                fields=["regime", "working_days", "to"],
                condition=models.Q(level=None),
                name="one_reminder_for_any_level",
            ),
        ]


class Told(models.Model):
    """An address has been told of a report at a step: never a second time."""

    email = models.EmailField()  # in small letters
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    period = models.ForeignKey(Period, models.CASCADE, related_name="told")
    step = models.CharField(max_length=20)  # a rule's working days, or chase:2026-11-21
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "unit", "step", "email"], name="told_once"),
        ]
