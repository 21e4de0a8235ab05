"""An obligation given to one unit, or an instruction; every step that was taken, with its words."""

from django.db import models
from django.db.models import Q

from giaoban.models.people import Person
from giaoban.models.register.obligations import Obligation
from giaoban.models.reporting.links import UnitContact
from giaoban.models.reporting.questions import Question
from giaoban.models.reporting.submissions import SourceFile
from giaoban.models.units import Unit
from giaoban.rules.tasks.states import OPEN, TaskState, TaskStep

_STATES = [(state.value, state.value) for state in TaskState]


class Task(models.Model):
    """`state` is the unit's own; `whole` follows from it and from the parts (rules.tasks.parts).

    `giver` is the unit at which whoever gives it is judged: that of the document's body, or the
    unit that split its task. `due_on` has the extensions in it, `first_due_on` has not.
    What was withdrawn from a unit it can be given again, as a task of its own.
    `occurrence` is the span of a recurring obligation, empty for what happens once.
    """

    obligation = models.ForeignKey(
        Obligation, models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    question = models.OneToOneField(
        Question, models.PROTECT, null=True, blank=True, related_name="task"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tasks")
    giver = models.ForeignKey(Unit, models.PROTECT, related_name="tasks_given")
    occurrence = models.CharField(max_length=10, blank=True)
    is_lead = models.BooleanField(default=False)  # answers for the whole and sees the other parts
    text = models.TextField()
    product = models.CharField(max_length=1000, blank=True)
    due_on = models.DateField(null=True, blank=True)
    first_due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=_STATES, default=TaskState.ASSIGNED)
    handed_in_on = models.DateField(null=True, blank=True)  # of the submission that stands
    whole = models.CharField(max_length=12, choices=_STATES, default=TaskState.ASSIGNED)
    whole_handed_in_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="tasks_held"
    )  # who of the unit does it; null: whoever works for it

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "unit", "occurrence"],
                condition=Q(parent=None)
                & ~Q(obligation=None)
                & ~Q(state=TaskState.WITHDRAWN.value),
                name="given_to_a_unit_once",
            ),
            models.UniqueConstraint(
                fields=["parent", "unit"],
                condition=~Q(state=TaskState.WITHDRAWN.value),
                name="one_part_of_a_unit",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_on"],
                condition=Q(state__in=sorted(OPEN)),
                name="task_open_of_unit",
            ),
            models.Index(fields=["obligation", "unit"], name="task_by_obligation"),
            models.Index(fields=["giver", "state"], name="task_by_giver"),
        ]


class TaskEvent(models.Model):
    """One step: who took it, when, from which state, with which words and files."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="events")
    step = models.CharField(max_length=12, choices=[(step.value, step.value) for step in TaskStep])
    before = models.CharField(max_length=12, choices=_STATES)
    words = models.TextField(blank=True)
    explanation = models.TextField(blank=True)  # why it is late
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(
        "TaskLink", models.PROTECT, null=True, blank=True, related_name="events"
    )

    class Meta:
        ordering = ["at", "id"]


class TaskFile(models.Model):
    """Evidence that came with a step."""

    event = models.ForeignKey(TaskEvent, models.CASCADE, related_name="files")
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]


class TaskExtension(models.Model):
    """More time, asked for by the unit, given or refused by who gave the task."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="extensions")
    until = models.DateField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+"
    )  # null: a link
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    granted_until = models.DateField(null=True, blank=True)  # none of an answered one: refused
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(answered_at=None), name="one_extension_asked"
            ),
        ]


class TaskLink(models.Model):
    """Opens one task of a unit until it expires, as ReportLink opens a report."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="links")
    contact = models.ForeignKey(UnitContact, models.PROTECT, related_name="task_links")
    token_digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(revoked_at=None), name="one_task_link_in_force"
            ),
            models.UniqueConstraint(
                fields=["token_digest"], condition=~Q(token_digest=""), name="task_token_once"
            ),
        ]
