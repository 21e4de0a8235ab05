"""Places in a tree that has a date.

All intervals are [from, until). A code names a unit only together with a date. Closing a unit
does not end its last placement: a total of a later period still finds where the unit hung on its
last day (docs/decisions/0005).
"""

from datetime import date

from django.db import models

BEGINNING = date(1900, 1, 1)


class Unit(models.Model):
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)  # as of today; see FormerName and ComingName
    kind = models.CharField(max_length=60)
    opened_on = models.DateField(default=BEGINNING)
    closed_on = models.DateField(null=True, blank=True)  # the first day it no longer exists
    search_key = models.CharField(max_length=260, db_index=True)  # folded code and name
    sort_key = models.CharField(max_length=400)  # Vietnamese order, as plain ASCII

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code", "opened_on"], name="unit_code_per_opening"),
            models.CheckConstraint(
                condition=models.Q(closed_on=None) | models.Q(closed_on__gt=models.F("opened_on")),
                name="unit_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def is_open(self, on: date) -> bool:
        return self.opened_on <= on and (self.closed_on is None or on < self.closed_on)


class FormerName(models.Model):
    """What a unit was called before a renaming took effect."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    until = models.DateField()  # the first day of the next name

    class Meta:
        ordering = ["until"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "until"], name="one_renaming_a_day"),
        ]


class ComingName(models.Model):
    """What a unit will be called from a day that has not come; the worker then takes it up."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="coming_names")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    since = models.DateField()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "since"], name="one_coming_name_a_day"),
        ]


class Placement(models.Model):
    """Who a unit's parent was, from when to when; no parent: a root."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="placements_below"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "since"], name="one_placement_a_day"),
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(until=None), name="one_present_placement"
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("since")),
                name="placement_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("unit")),
                name="unit_is_not_its_own_parent",
            ),
        ]
