"""Which Word layout of its own does a unit use for its reports, and for letters that chase them?"""

from django.db import models
from django.db.models import Q

from giaoban.models.people import Person
from giaoban.models.reporting.regimes import Regime
from giaoban.models.reporting.submissions import SourceFile
from giaoban.models.units import Unit


class DocumentTemplate(models.Model):
    """Stored → tried → in use → taken out; the one of a regime comes before that of all regimes.

    `problems` is what the check or the last trial found, as `documents/word_templates` says it.
    """

    class Kind(models.TextChoices):
        REPORT = "report"
        LETTER = "letter"  # to units whose report is missing

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.REPORT)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="document_templates")
    regime = models.ForeignKey(
        Regime, models.CASCADE, null=True, blank=True, related_name="document_templates"
    )
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="+")
    problems = models.JSONField(default=list, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    tried_at = models.DateTimeField(null=True, blank=True)
    tried_regime = models.CharField(max_length=60, blank=True)  # on whose figures, and of when
    tried_period = models.CharField(max_length=60, blank=True)
    trial = models.ForeignKey(SourceFile, models.PROTECT, null=True, related_name="+")
    used_since = models.DateTimeField(null=True, blank=True)
    used_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number"],
                name="document_template_number",
            ),
            models.UniqueConstraint(
                fields=["unit", "regime", "kind"],
                condition=Q(used_since__isnull=False, used_until=None),
                name="document_template_of_regime",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(used_since__isnull=False, used_until=None, regime=None),
                name="document_template_of_all",
            ),
        ]

    @property
    def is_in_use(self) -> bool:
        return self.used_since is not None and self.used_until is None
