"""A question about a figure, asked by the chair or the secretariat, answered by the unit."""

from django.db import models

from giaoban.models.people import Person
from giaoban.models.reporting.forms import Indicator
from giaoban.models.reporting.periods import Period
from giaoban.models.units import Unit


class Question(models.Model):
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="questions")
    period = models.ForeignKey(Period, models.PROTECT, related_name="questions")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="questions")
    text = models.TextField()
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "id"]
