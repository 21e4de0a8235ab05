"""What a document obliges whom to, by when, and what proves that it was done."""

from django.db import models
from django.db.models import Q

from giaoban.models.people import Person
from giaoban.models.register.documents import Document
from giaoban.models.reporting.forms import Indicator
from giaoban.models.units import Unit
from giaoban.rules.register.annex import (
    LONGEST_CLAUSE,
    LONGEST_CO_OPERATING_WORDS,
    LONGEST_HEADING,
    LONGEST_NOTE,
    LONGEST_PRODUCT,
)
from giaoban.rules.register.terms import Every, TermKind


class Obligation(models.Model):
    """One clause: exactly one unit leads. Its term is that of rules.register.terms.Term.

    `first_line` and `last_line` say where it stands in the text of the document's first file. The
    proof compares a total of `indicator`, or the share of units that reported it, with `target`.
    """

    class Proof(models.TextChoices):
        NONE = ""
        TOTAL = "total"  # the figure of the lead unit's tree
        SHARE = "share"  # of the units that were given it and reported the figure

    document = models.ForeignKey(Document, models.PROTECT, related_name="obligations")
    position = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=LONGEST_CLAUSE, blank=True)
    heading = models.CharField(max_length=LONGEST_HEADING, blank=True)
    text = models.TextField()
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="obligations_led")
    co_operating_words = models.CharField(  # who is no unit of the tree
        max_length=LONGEST_CO_OPERATING_WORDS, blank=True
    )
    product = models.CharField(max_length=LONGEST_PRODUCT, blank=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    term_kind = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in TermKind]
    )
    due_on = models.DateField(null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    every = models.CharField(
        max_length=8, blank=True, choices=[(each.value, each.value) for each in Every]
    )
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    proof = models.CharField(max_length=5, blank=True, choices=Proof.choices, default=Proof.NONE)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+"
    )
    target = models.FloatField(null=True, blank=True)
    is_at_most = models.BooleanField(default=False)  # done when the figure has come down to it
    first_line = models.PositiveIntegerField(null=True, blank=True)
    last_line = models.PositiveIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["document", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proof="") | Q(indicator__isnull=False, target__isnull=False),
                name="proof_names_what_it_compares",
            ),
        ]


class CoOperatingUnit(models.Model):
    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="co_operating")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["unit__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "unit"], name="co_operates_once"),
        ]
