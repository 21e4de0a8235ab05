"""When is whom reminded of a report, and who has been told of what?"""

from django.db import models

from giaoban.models.people import Person
from giaoban.models.reporting.periods import Period
from giaoban.models.reporting.regimes import Regime
from giaoban.models.units import Unit


class ReminderRule(models.Model):
    """So many working days after the deadline (before it: negative), somebody is reminded.

    Of an incident so many hours, in place of the days.
    """

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="reminder_rules")
    level = models.PositiveSmallIntegerField(null=True, blank=True)  # of the unit; null: any
    working_days = models.SmallIntegerField(null=True, blank=True)
    hours = models.SmallIntegerField(null=True, blank=True)
    to = models.CharField(max_length=12)  # rules.reporting.reminders.Audience

    class Meta:
        ordering = ["level", "working_days", "hours", "to"]
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "level", "working_days", "to"], name="one_reminder_a_level"
            ),
            models.UniqueConstraint(
                fields=["regime", "working_days", "to"],
                condition=models.Q(level=None),
                name="one_reminder_for_any_level",
            ),
            models.UniqueConstraint(
                fields=["regime", "level", "hours", "to"], name="one_hour_reminder_a_level"
            ),
            models.UniqueConstraint(
                fields=["regime", "hours", "to"],
                condition=models.Q(level=None),
                name="one_hour_reminder_for_any_level",
            ),
            models.CheckConstraint(
                condition=models.Q(working_days=None, hours__isnull=False)
                | models.Q(working_days__isnull=False, hours=None),
                name="reminder_by_days_or_by_hours",
            ),
        ]


class Told(models.Model):
    """An address has been told of a report at a step: never a second time."""

    email = models.EmailField()  # in small letters
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    period = models.ForeignKey(Period, models.CASCADE, related_name="told")
    step = models.CharField(max_length=20)  # +1 day, -6h, asked, chase:2026-11-21, of an hour T16
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "unit", "step", "email"], name="told_once"),
        ]


class DunningLetter(models.Model):
    """The official letter that chased missing reports (công văn đôn đốc), as it was made.

    Its files are drawn from the kept facts, so that they say the same whenever they are taken.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dunning_letters")
    regime = models.ForeignKey(
        Regime, models.PROTECT, null=True, related_name="+"
    )  # null: it names reports of several
    facts = models.JSONField()  # documents.reporting.kept_letters
    names_digest = models.CharField(max_length=64)  # of which units and reports it names
    told = models.PositiveIntegerField(default=0)  # letters and messages that went with it
    unreached = models.JSONField(default=list)  # names of units to whom nobody could write
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
