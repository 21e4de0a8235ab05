"""An obligation on its way to many units, and the private calendar of what a person owes."""

from django.db import models

from giaoban.models.people import Person
from giaoban.models.register.obligations import Obligation
from giaoban.rules.tasks.cascade import Choice, ChoiceKind


class Cascade(models.Model):
    """`choice` is that of rules.tasks.cascade; the worker goes on until `done` is `total`."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="cascades")
    choice = models.JSONField()
    occurrence = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    last_unit = models.PositiveBigIntegerField(default=0)  # units are given in order of their ids
    queued_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-queued_at", "-id"]

    @property
    def chosen(self) -> Choice:
        said = dict(self.choice)
        one_kind = said.pop("unit_kind", "")  # as it was written while one kind could be chosen
        kinds = said.pop("unit_kinds", [one_kind] if one_kind else [])
        read = {
            "kind": ChoiceKind(said["kind"]),
            "unit_ids": tuple(said["unit_ids"]),
            "unit_kinds": tuple(kinds),
        }
        return Choice(**{**said, **read})


class CalendarFeed(models.Model):
    """Opens one person's deadlines to a calendar program; only a digest is stored."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_feed")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
