"""What happened, where units report on it, and who gave the last report (docs/decisions/0014)."""

from django.db import models

from giaoban.models.people import Person
from giaoban.models.reporting.regimes import Regime
from giaoban.models.units import Unit


class Incident(models.Model):
    """A storm, an outbreak, an outage: its reports are the periods that name it."""

    regime = models.ForeignKey(Regime, models.PROTECT, related_name="incidents")
    code = models.CharField(max_length=26)  # in the keys of its periods: incident:CODE/01
    name = models.CharField(max_length=200)
    began_at = models.DateTimeField()
    counts_from = models.DateTimeField()  # rules.reporting.incidents.counted_from
    first_hours = models.PositiveSmallIntegerField()  # rules.reporting.incidents.Rhythm
    daily_at = models.TimeField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-began_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "code"], name="incident_code_per_regime"),
        ]

    def __str__(self) -> str:
        return self.name


class IncidentArea(models.Model):
    """Where it struck: a unit with everything under it."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="areas")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "unit"], name="incident_area_once"),
        ]


class FinalReport(models.Model):
    """A unit's last report of an incident: it is not asked again."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="final_reports")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()  # of the report that was the last
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "unit"], name="one_final_report_a_unit"),
        ]
