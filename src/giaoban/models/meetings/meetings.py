"""A meeting, the series that it belongs to, and what stands on its agenda."""

from django.db import models
from django.db.models import F, Q

from giaoban.models.people import Committee, Person
from giaoban.models.reporting.periods import Period
from giaoban.models.reporting.submissions import SourceFile
from giaoban.models.units import Unit
from giaoban.rules.meetings.agenda import ItemKind, ItemState
from giaoban.rules.meetings.majorities import Silence
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.recurrence import LONGEST_RULE, OnDayOff
from giaoban.rules.meetings.states import MeetingForm, MeetingState

_FORMS = [(each.value, each.value) for each in MeetingForm]
_REACHES = [(each.value, each.value) for each in Reach]


class MeetingSeries(models.Model):
    """Meetings that come again: `rule` is that of RFC 5545, from `first_on` (rules.recurrence).

    `starts_at` is the wall clock of the installation. `standing_items` are [title, minutes].
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meeting_series")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    rule = models.CharField(max_length=LONGEST_RULE)
    first_on = models.DateField()
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=11, choices=_FORMS, default=MeetingForm.ON_SITE)
    place = models.CharField(max_length=300, blank=True)
    online_url = models.URLField(max_length=300, blank=True)
    on_day_off = models.CharField(
        max_length=8,
        choices=[(each.value, each.value) for each in OnDayOff],
        default=OnDayOff.NEXT,
    )
    left_out = models.JSONField(default=list, blank=True)  # days by the rule, as YYYY-MM-DD
    standing_items = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="series_name_once"),
        ]


class Meeting(models.Model):
    """`occurrence` is its day by the series' rule, wherever it was moved: made once for ever.

    `uid` and `sequence` are those of iCalendar. A review has a span; a decision by circulation
    ends with its answers and says what `silence` means.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings")
    series = models.ForeignKey(
        MeetingSeries, models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    occurrence = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    form = models.CharField(max_length=11, choices=_FORMS)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    online_url = models.URLField(max_length=300, blank=True)
    chair = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="meetings_presided"
    )
    secretary = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="meetings_kept"
    )
    state = models.CharField(
        max_length=9,
        choices=[(each.value, each.value) for each in MeetingState],
        default=MeetingState.DRAFT,
    )
    reason = models.CharField(max_length=500, blank=True)  # why it was called off or opened again
    period = models.ForeignKey(
        Period, models.PROTECT, null=True, blank=True, related_name="meetings"
    )  # whose report it hears
    review_from = models.DateField(null=True, blank=True)
    review_to = models.DateField(null=True, blank=True)
    silence = models.CharField(
        max_length=11, blank=True, choices=[(each.value, each.value) for each in Silence]
    )
    uid = models.CharField(max_length=80, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    check_in_seed = models.CharField(max_length=64, blank=True)  # queries.meetings.check_in
    announced_at = models.DateTimeField(null=True, blank=True)  # from then on the agenda is frozen
    told_at = models.DateTimeField(null=True, blank=True)  # the newest notice, with its changes
    began_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    search_key = models.CharField(max_length=400, db_index=True, default="", blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "occurrence"],
                condition=Q(series__isnull=False),
                name="one_meeting_of_an_occurrence",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(series=None) | Q(occurrence__isnull=False),
                name="meeting_of_a_series_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(review_from=None, review_to=None) | Q(review_to__gte=F("review_from")),
                name="review_looks_over_a_span",
            ),
            models.CheckConstraint(
                condition=~Q(form=MeetingForm.CIRCULATION) | ~Q(silence=""),
                name="circulation_says_what_silence_means",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-starts_at"], name="meeting_by_committee"),
        ]


class Proposal(models.Model):
    """What a unit wants to have heard; taken into an agenda, or refused with a reason."""

    class State(models.TextChoices):
        SENT = "sent"
        TAKEN = "taken"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="proposals")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="proposals")
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField()
    file = models.ForeignKey(SourceFile, models.PROTECT, null=True, blank=True, related_name="+")
    file_pages = models.PositiveSmallIntegerField(null=True, blank=True)  # as of AgendaPaper
    file_text = models.TextField(blank=True)  # as of AgendaPaper
    state = models.CharField(max_length=9, choices=State.choices, default=State.SENT)
    reason = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["sent_at", "id"]


class AgendaItem(models.Model):
    """`notes` are what the secretaries type while it is heard; `revision` counts their savings."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=[(each.value, each.value) for each in ItemKind])
    title = models.CharField(max_length=300, blank=True)  # empty: the name of its kind
    text = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField()
    rapporteur = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, blank=True, related_name="item"
    )
    reach = models.CharField(max_length=10, choices=_REACHES, default=Reach.CIRCULATED)
    state = models.CharField(
        max_length=7,
        choices=[(each.value, each.value) for each in ItemState],
        default=ItemState.WAITING,
    )
    reason = models.CharField(max_length=500, blank=True)  # why it was dropped
    opened_at = models.DateTimeField(null=True, blank=True)  # heard for the first time
    closed_at = models.DateTimeField(null=True, blank=True)  # for the last time
    heard_since = models.DateTimeField(null=True, blank=True)  # while it is heard
    heard_seconds = models.PositiveIntegerField(default=0)  # each time before that, together
    notes = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["meeting", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(state=ItemState.CURRENT),
                name="one_item_is_heard_at_a_time",
            ),
        ]


class AgendaChange(models.Model):
    """What was changed after the notice had gone out; `what` is a code with `params`."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda_changes")
    what = models.CharField(max_length=30)
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]


class AgendaPaper(models.Model):
    """A paper for an item: a newer version stands beside the one that it replaces."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers")
    title = models.CharField(max_length=300)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    summary_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="summaries"
    )
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField(null=True, blank=True)  # None: they cannot be counted
    text = models.TextField(blank=True)  # what could be read in it, folded for search
    reach = models.CharField(max_length=10, choices=_REACHES, default=Reach.MEMBERS)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item", "title", "version", "id"]
