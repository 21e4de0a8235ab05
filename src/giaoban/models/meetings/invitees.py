"""Who was asked, what they answered, who sat in their place, and when they were there."""

from django.db import models
from django.db.models import F, Q

from giaoban.models.meetings.meetings import AgendaItem, Meeting
from giaoban.models.people import Appointment, Person
from giaoban.models.reporting.links import Link
from giaoban.models.units import Unit
from giaoban.rules.meetings.inviting import Answer, Part, SubstituteState
from giaoban.rules.meetings.posts import Post


class Invitee(models.Model):
    """A place at a meeting. Name, post and agency are those of the day it was announced.

    Who has a seat with a vote is counted by this row, whoever sits in it.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitees")
    part = models.CharField(max_length=11, choices=[(each.value, each.value) for each in Part])
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=160, blank=True)  # in the agency
    seat = models.CharField(
        max_length=20, blank=True, choices=[(each.value, each.value) for each in Post]
    )
    agency = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    votes = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(
        max_length=10, blank=True, choices=[(each.value, each.value) for each in Answer]
    )
    answer_words = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    substitute_name = models.CharField(max_length=120, blank=True)
    substitute_post = models.CharField(max_length=160, blank=True)
    substitute_email = models.EmailField(blank=True)
    substitute_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    substitute_state = models.CharField(
        max_length=8, blank=True, choices=[(each.value, each.value) for each in SubstituteState]
    )
    substitute_words = models.CharField(max_length=300, blank=True)  # why it was refused
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    told_sequence = models.IntegerField(default=-1)  # the newest notice that went to them
    removed_at = models.DateTimeField(null=True, blank=True)  # asked by mistake: told so

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False, removed_at=None),
                name="invited_once",
            ),
        ]


class InviteeLink(Link):
    """Opens one person's invitation: answer, papers that they may read, check-in, ballots."""

    invitee = models.ForeignKey(Invitee, models.CASCADE, related_name="links")
    for_substitute = models.BooleanField(default=False)

    class Meta(Link.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["invitee", "for_substitute"],
                condition=Q(revoked_at=None),
                name="one_invitee_link_in_force",
            ),
            models.UniqueConstraint(
                fields=["token_digest"], condition=~Q(token_digest=""), name="invitee_token_once"
            ),
        ]


class Presence(models.Model):
    """There from one moment to another; one who goes and comes back has two of them."""

    class How(models.TextChoices):
        SECRETARY = "secretary"
        QR = "qr"
        LINK = "link"
        ACCOUNT = "account"

    invitee = models.ForeignKey(Invitee, models.CASCADE, related_name="presences")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    is_online = models.BooleanField(default=False)
    how = models.CharField(max_length=9, choices=How.choices)
    is_confirmed = models.BooleanField(default=True)  # not yet: chose a name in the room

    class Meta:
        ordering = ["arrived_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitee"], condition=Q(left_at=None), name="there_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gt=F("arrived_at")),
                name="leaves_after_arriving",
            ),
        ]


class Recusal(models.Model):
    """Takes no part in an item: a seat that leaves both sides of its counts."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="recusals")
    invitee = models.ForeignKey(Invitee, models.CASCADE, related_name="recusals")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "invitee"], name="recused_once"),
        ]
