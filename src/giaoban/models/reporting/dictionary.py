"""The dictionary of indicators: what several regimes ask alike (decision 0016)."""

from django.db import models


class SharedIndicator(models.Model):
    """An entry; its meaning (kind, unit of measure, both rules) stays while a regime uses it."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    definition = models.TextField(blank=True)  # what counts and what does not
    source = models.CharField(max_length=300, blank=True)  # where the figure is found
    kind = models.CharField(max_length=8)  # rules.reporting.indicators.IndicatorKind
    measure = models.CharField(max_length=60, blank=True)
    over_time = models.CharField(max_length=10, blank=True)
    over_units = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
