"""What a meeting concluded, the tasks that came of it, and the papers that say so."""

from django.db import models
from django.db.models import Q

from giaoban.models.meetings.meetings import AgendaItem, Meeting
from giaoban.models.people import Person
from giaoban.models.register.documents import Document
from giaoban.models.tasks.tasks import Task
from giaoban.models.units import Unit
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.register.terms import Term, TermKind

_REACHES = [(each.value, each.value) for each in Reach]


class Conclusion(models.Model):
    """`task` is the lead unit's, given on closing; the co-operating units have parts of it.

    Its term is that of rules.register.terms, counted from the day of the meeting.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="conclusions")
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="conclusions"
    )
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    asks = models.BooleanField(default=True)
    lead = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="conclusions_led"
    )
    product = models.CharField(max_length=1000, blank=True)
    term_kind = models.CharField(
        max_length=12,
        choices=[(each.value, each.value) for each in TermKind],
        default=TermKind.NONE,
    )
    due_on = models.DateField(null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    reach = models.CharField(max_length=10, choices=_REACHES, default=Reach.CIRCULATED)
    task = models.OneToOneField(
        Task, models.PROTECT, null=True, blank=True, related_name="conclusion"
    )
    revision = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting", "position", "id"]

    @property
    def term(self) -> Term:
        return Term(TermKind(self.term_kind), on=self.due_on, working_days=self.working_days)


class CoOperatingInConclusion(models.Model):
    conclusion = models.ForeignKey(Conclusion, models.CASCADE, related_name="co_operating")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["unit__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["conclusion", "unit"], name="co_operates_once_in_it"),
        ]


class MeetingPaper(models.Model):
    """A paper made from the record: `passages` are those of rules.meetings.passages, in order."""

    class Kind(models.TextChoices):
        INVITATION = "invitation"  # GM
        MINUTES = "minutes"  # BB
        CONCLUSIONS = "conclusions"  # TB
        REVIEW = "review"  # BC

    class State(models.TextChoices):
        DRAFT = "draft"
        APPROVED = "approved"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    passages = models.JSONField(default=list)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="meeting_paper"
    )  # in the register, where it has a number
    due_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["meeting", "kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind"], name="one_paper_of_a_kind"),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False),
                name="approved_by_somebody",
            ),
        ]


class PaperCorrection(models.Model):
    """What was changed in a paper after its approval; printed at its end.

    Neither before nor after: the passage goes less far since then.
    """

    paper = models.ForeignKey(MeetingPaper, models.CASCADE, related_name="corrections")
    passage = models.CharField(max_length=40)  # its key
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]


class MeetingTold(models.Model):
    """Somebody invited was reminded of a meeting at a step: never a second time."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="told")
    email = models.EmailField()  # in small letters
    step = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "step", "email"], name="meeting_told_once"),
        ]
