"""What was asked to be decided, who voted, and how many for what."""

from fractions import Fraction

from django.db import models
from django.db.models import F, Q

from giaoban.models.meetings.invitees import Invitee
from giaoban.models.meetings.meetings import AgendaItem
from giaoban.models.people import Person
from giaoban.rules.meetings.majorities import Base, MajorityRule, Outcome, Tie


class BallotQuestion(models.Model):
    """The rules of a question are fixed when it opens, whatever the committee's become later.

    Without `options` it is answered by yes, no or abstaining.
    """

    class How(models.TextChoices):
        HERE = "here"  # by each voter, or by the secretary for a show of hands
        PAPER = "paper"  # counted outside, the counts typed

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="questions")
    text = models.CharField(max_length=1000)
    is_secret = models.BooleanField(default=False)
    how = models.CharField(max_length=5, choices=How.choices, default=How.HERE)
    base = models.CharField(max_length=7, choices=[(each.value, each.value) for each in Base])
    majority_over = models.PositiveSmallIntegerField()
    majority_under = models.PositiveSmallIntegerField()
    majority_more_than = models.BooleanField()
    tie = models.CharField(max_length=5, choices=[(each.value, each.value) for each in Tie])
    again_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="again"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Of the moment at which it opened, and `present` again when it closed.
    entitled = models.PositiveSmallIntegerField(null=True, blank=True)
    present = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_needed = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(
        max_length=9, blank=True, choices=[(each.value, each.value) for each in Outcome]
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["item", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(majority_under__gt=0, majority_over__gt=0)
                & Q(majority_over__lte=F("majority_under")),
                name="question_asks_for_a_share",
            ),
        ]

    @property
    def majority(self) -> MajorityRule:
        share = Fraction(self.majority_over, self.majority_under)
        return MajorityRule(Base(self.base), share, self.majority_more_than, Tie(self.tie))


class BallotOption(models.Model):
    """Something to choose, from the beginning with a row, so that its count tells no order.

    `count` is that of a secret vote or of one on paper; of an open one it is counted from ballots.
    """

    class Means(models.TextChoices):
        YES = "yes"
        NO = "no"
        ABSTAIN = "abstain"
        OPTION = "option"

    question = models.ForeignKey(BallotQuestion, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    means = models.CharField(max_length=7, choices=Means.choices)
    text = models.CharField(max_length=300, blank=True)
    count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["question", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="option_place_once"),
        ]


class Ballot(models.Model):
    """A seat's right to vote on a question, made for all of them when it opens.

    `option` is kept of an open vote only. Of a secret one nothing but `has_voted` changes: no time
    and no order (docs/decisions/0025 says whom that protects against, and whom not).
    """

    question = models.ForeignKey(BallotQuestion, models.CASCADE, related_name="ballots")
    invitee = models.ForeignKey(Invitee, models.PROTECT, related_name="ballots")
    voter = models.CharField(max_length=120, blank=True)  # who sat there, whoever does later
    has_voted = models.BooleanField(default=False)
    option = models.ForeignKey(
        BallotOption, models.PROTECT, null=True, blank=True, related_name="ballots"
    )
    by_secretary = models.BooleanField(default=False)  # a show of hands, entered for the voter
    words = models.CharField(max_length=1000, blank=True)  # an open vote's reason

    class Meta:
        ordering = ["question", "invitee__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["question", "invitee"], name="one_ballot_a_seat"),
            models.CheckConstraint(
                condition=Q(option=None) | Q(has_voted=True), name="who_chose_has_voted"
            ),
        ]


class Opinion(models.Model):
    """What somebody said on an item, as the secretary wrote it down."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="opinions")
    invitee = models.ForeignKey(
        Invitee, models.PROTECT, null=True, blank=True, related_name="opinions"
    )
    speaker = models.CharField(max_length=200, blank=True)  # who is no invitee
    text = models.TextField()
    reach = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
