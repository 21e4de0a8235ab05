"""What is reported, by whom, to whom, how and when: what NĐ 09/2019/NĐ-CP arts. 8-11 name."""

from datetime import time

from django.db import models

from giaoban.models.people import Committee
from giaoban.models.units import Unit


class Regime(models.Model):
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="regimes")  # asks its subtree
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="regimes"
    )
    frequency = models.CharField(max_length=12)  # rules.reporting.periods.PeriodKind
    calendar = models.CharField(max_length=10)  # rules.reporting.periods.Calendar
    year_starts = models.PositiveSmallIntegerField(default=1)  # the first month, where `fiscal`
    reporters = models.TextField(default="leaves")  # as written in the regime's file
    first_period = models.CharField(
        max_length=40, blank=True
    )  # opened from here on; empty: by hand
    content = models.TextField(blank=True)  # what is reported
    legal_basis = models.TextField(blank=True)  # grounds, one a line
    recipient = models.CharField(max_length=300, blank=True)  # to whom
    method = models.CharField(max_length=300, blank=True)  # how it is sent
    guidance = models.TextField(blank=True)
    needs_approval = models.BooleanField(default=False)  # by the unit's head, before acceptance
    is_made_up = models.BooleanField(default=False)  # demo figures: said on every page and document
    once_starts_on = models.DateField(null=True, blank=True)  # window of a `once` period
    once_ends_on = models.DateField(null=True, blank=True)
    link_days = models.PositiveSmallIntegerField(default=14)  # a link works, after the deadline
    first_hours = models.PositiveSmallIntegerField(default=24)  # rules.reporting.incidents.Rhythm
    daily_at = models.TimeField(default=time(17))
    ended_on = models.DateField(null=True, blank=True)  # no period that begins later is opened
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class DeadlineRule(models.Model):
    """Working days after cut-off, or a fixed day; for a level of units or for all.

    `for_delivery` is the committee's own delivery of the consolidated report.
    """

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="deadline_rules")
    for_delivery = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 is the root; null: any
    working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    day = models.PositiveSmallIntegerField(null=True, blank=True)  # of the period's last month
    month_offset = models.SmallIntegerField(default=0)  # 1: the month after
    at = models.TimeField()
    roll = models.CharField(max_length=8)  # rules.reporting.deadlines.Roll

    class Meta:
        ordering = ["for_delivery", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "for_delivery", "level"],
                name="one_deadline_a_level",
            ),
            models.UniqueConstraint(
                fields=["regime", "for_delivery"],
                condition=models.Q(level=None),
                name="one_deadline_for_any_level",
            ),
            models.CheckConstraint(
                condition=models.Q(working_days=None, day__isnull=False)
                | models.Q(working_days__isnull=False, day=None),
                name="working_days_or_a_fixed_day",
            ),
        ]


class Target(models.Model):
    """What a unit is to reach in a year (kế hoạch, chỉ tiêu giao)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="targets")
    indicator = models.ForeignKey("Indicator", models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField()
    number = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "indicator", "year"], name="one_target_a_year"),
        ]


class OutlineSection(models.Model):
    """A section of the consolidated report (đề cương báo cáo) and the text it starts from.

    `draws_on` is the code of another regime whose figures it shows; `author` the code of the unit
    that usually writes it, with `working_days` to do so.
    """

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="outline")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    draws_on = models.CharField(max_length=80, blank=True, default="")
    author = models.CharField(max_length=40, blank=True, default="")
    working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    instruction = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "position"], name="outline_position_once"),
        ]
