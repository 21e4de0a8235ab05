"""Which cells of a committee's workbook, or of a unit's own spreadsheet, are which figures?"""

from django.db import models
from django.db.models import Q

from giaoban.models.people import Person
from giaoban.models.reporting.regimes import Regime
from giaoban.models.reporting.submissions import SourceFile
from giaoban.models.units import Unit


class WorkbookMap(models.Model):
    """A workbook and its marks (rules.reporting.workbook_marks).

    Without a unit it is the regime's workbook in use; with one that unit's own spreadsheet. It is
    being marked until it is taken into use, and then stays as it is.
    """

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="workbook_maps")
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="workbook_maps"
    )
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="workbook_maps")
    marks = models.JSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(default=0)  # counts edits, to notice a newer one
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    used_since = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["regime"],
                condition=Q(unit=None, used_since=None),
                name="one_workbook_being_marked",
            ),
            models.UniqueConstraint(
                fields=["regime"],
                condition=Q(unit=None, used_since__isnull=False),
                name="one_workbook_in_use",
            ),
            models.UniqueConstraint(
                fields=["regime", "unit"],
                condition=Q(unit__isnull=False, used_since=None),
                name="one_spreadsheet_being_marked",
            ),
            models.UniqueConstraint(
                fields=["regime", "unit"],
                condition=Q(unit__isnull=False, used_since__isnull=False),
                name="one_spreadsheet_in_use",
            ),
        ]
