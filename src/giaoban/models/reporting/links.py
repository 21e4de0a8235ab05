"""How does a unit without an account report and write? By its contact, and links to one thing."""

from django.db import models
from django.db.models import Q

from giaoban.models.people import Person
from giaoban.models.reporting.consolidation import AssignedSection
from giaoban.models.reporting.periods import Period
from giaoban.models.units import Unit


class UnitContact(models.Model):
    """To whom a unit's letters go, in [since, until); a work contact and nothing else."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    telephone = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until=None), name="one_present_contact"
            ),
        ]


class Link(models.Model):
    """Opens one thing until it expires; only a digest of its token is stored.

    `token_digest` is empty until its letter leaves. `revoked_at` is set by hand and by the link
    that follows.
    """

    token_digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)  # the first use
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-made_at", "-id"]


class ReportLink(Link):
    """Opens the report of one unit for one period."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="links")
    period = models.ForeignKey(Period, models.CASCADE, related_name="links")
    contact = models.ForeignKey(UnitContact, models.PROTECT, related_name="links")

    class Meta(Link.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period"],
                condition=Q(revoked_at=None),
                name="one_link_in_force",
            ),
            models.UniqueConstraint(
                fields=["token_digest"], condition=~Q(token_digest=""), name="token_once"
            ),
        ]


class SectionLink(Link):
    """Opens one section of a draft that its unit was asked to write."""

    assigned = models.ForeignKey(AssignedSection, models.CASCADE, related_name="links")
    contact = models.ForeignKey(UnitContact, models.PROTECT, related_name="section_links")

    class Meta(Link.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["assigned"],
                condition=Q(revoked_at=None),
                name="one_section_link_in_force",
            ),
            models.UniqueConstraint(
                fields=["token_digest"], condition=~Q(token_digest=""), name="section_token_once"
            ),
        ]
