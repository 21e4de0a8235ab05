"""How does a committee meet and decide, and what changed in its roster by which decision?"""

from fractions import Fraction

from django.db import models
from django.db.models import F, Q

from giaoban.models.people import Committee, Person
from giaoban.models.register.documents import Document
from giaoban.rules.meetings.kinds import SUMMARY_FROM_PAGES
from giaoban.rules.meetings.majorities import Base, MajorityRule, Silence, Tie
from giaoban.rules.meetings.quorum import QuorumRule


class DecisionRules(models.Model):
    """What a committee's own operating regulation says of quorum and majorities.

    Shares are fractions; with `…_more_than` one beyond the share is needed, else at least it.
    """

    committee = models.OneToOneField(Committee, models.CASCADE, related_name="decision_rules")
    quorum_over = models.PositiveSmallIntegerField(default=1)
    quorum_under = models.PositiveSmallIntegerField(default=2)
    quorum_more_than = models.BooleanField(default=True)
    substitutes_count = models.BooleanField(default=True)  # for the quorum, and vote
    secretariat_votes = models.BooleanField(default=False)
    base = models.CharField(
        max_length=7, choices=[(each.value, each.value) for each in Base], default=Base.PRESENT
    )
    majority_over = models.PositiveSmallIntegerField(default=1)
    majority_under = models.PositiveSmallIntegerField(default=2)
    majority_more_than = models.BooleanField(default=True)
    tie = models.CharField(
        max_length=5, choices=[(each.value, each.value) for each in Tie], default=Tie.CHAIR
    )
    silence = models.CharField(
        max_length=11,
        choices=[(each.value, each.value) for each in Silence],
        default=Silence.NOT_COUNTED,
    )
    summary_from_pages = models.PositiveSmallIntegerField(default=SUMMARY_FROM_PAGES)
    term_warned_days = models.CharField(max_length=60, blank=True, default="90 30 7")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_under__gt=0, quorum_over__gt=0)
                & Q(quorum_over__lte=F("quorum_under")),
                name="quorum_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(majority_under__gt=0, majority_over__gt=0)
                & Q(majority_over__lte=F("majority_under")),
                name="majority_is_a_share",
            ),
        ]

    @property
    def quorum(self) -> QuorumRule:
        share = Fraction(self.quorum_over, self.quorum_under)
        return QuorumRule(share, self.quorum_more_than, self.substitutes_count)

    @property
    def majority(self) -> MajorityRule:
        share = Fraction(self.majority_over, self.majority_under)
        return MajorityRule(Base(self.base), share, self.majority_more_than, Tie(self.tie))


class RosterDecision(models.Model):
    """The draft or issued decision (QĐ) that seats were changed by, from a day on.

    `symbol` names one that no register here has. `paper` is what it says, as
    rules.meetings.roster_paper stores it; empty where it was written elsewhere.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="roster_decisions")
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="roster_decision"
    )
    symbol = models.CharField(max_length=200, blank=True)
    holds_from = models.DateField()
    paper = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["holds_from", "id"]


class MeetingLimits(models.Model):
    """An installation's own words on a kind of meeting; they go before rules.meetings.kinds."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=120, blank=True)  # of a kind of one's own
    longest_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    paper_days = models.PositiveSmallIntegerField(null=True, blank=True)
    conclusions_days = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_review = models.BooleanField(default=False)
    is_used = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
