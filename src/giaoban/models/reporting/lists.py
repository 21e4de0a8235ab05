"""What stands in the lists of a report: damaged works, training courses, row by row?"""

from django.db import models

from giaoban.models.reporting.submissions import Version


class ListRow(models.Model):
    """One row of a list of a version's form; `cells` by column code, dates as YYYY-MM-DD.

    Its number and sums are Values of the same version, so that totals know nothing of rows.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="list_rows")
    list_code = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    cells = models.JSONField(default=dict)

    class Meta:
        ordering = ["list_code", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "list_code", "position"], name="list_row_position_once"
            ),
        ]
