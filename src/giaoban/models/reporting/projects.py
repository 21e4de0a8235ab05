"""Which projects does a unit ask about, who pays for them, who takes part, and when?"""

from django.db import models

from giaoban.models.units import Unit


class Project(models.Model):
    """A project of the register of the unit that asks; all its regimes share it (decision 0021).

    From `starts_on` to `ends_on`, the last day included; either may be open. No `units`: every
    unit takes part; each takes part with everything under it.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="projects")
    code = models.CharField(max_length=30)  # that of a breakdown's category
    name = models.CharField(max_length=300)
    donors = models.JSONField(default=list, blank=True)  # their names
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="takes_part_in")

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="project_code_per_unit"),
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="project_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name
