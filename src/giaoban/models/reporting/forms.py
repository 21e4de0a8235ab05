"""What is asked: indicators that keep their meaning, and frozen versions of the form."""

from django.db import models

from giaoban.models.people import Person
from giaoban.models.reporting.dictionary import SharedIndicator
from giaoban.models.reporting.regimes import Regime


class Indicator(models.Model):
    """One series of a regime. Kind, unit of measure and both rules of a code never change.

    `slot` is its place in a total's figures; null where it has none (ratio, text, choice, file).
    """

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=128)  # a generated one joins up to three codes
    kind = models.CharField(max_length=8)  # rules.reporting.indicators.IndicatorKind
    measure = models.CharField(max_length=60, blank=True)  # đơn vị tính
    over_time = models.CharField(max_length=10, blank=True)
    over_units = models.CharField(max_length=8, blank=True)
    numerator = models.CharField(max_length=128, blank=True)
    denominator = models.CharField(max_length=128, blank=True)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    shared = models.ForeignKey(
        SharedIndicator, models.PROTECT, null=True, blank=True, related_name="uses"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "code"], name="indicator_code_per_regime"),
            models.UniqueConstraint(fields=["regime", "slot"], name="indicator_slot_per_regime"),
        ]

    def __str__(self) -> str:
        return self.code


class Form(models.Model):
    """A version of what a regime asks; once published it is frozen.

    `structure` holds its breakdowns, tables and lists as they are written (queries.reporting.
    form_structure reads it); what they ask stands in the items.
    """

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="forms")
    number = models.PositiveSmallIntegerField()
    effective_from = models.CharField(max_length=40, blank=True)  # a period key; empty: from ever
    effective_on = models.DateField(null=True, blank=True)  # that period's first day
    structure = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "number"], name="form_number_per_regime"),
            models.UniqueConstraint(
                fields=["regime"],
                condition=models.Q(published_at=None),
                name="one_form_in_the_making",
            ),
        ]


class Section(models.Model):
    form = models.ForeignKey(Form, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["form", "position"], name="section_position_once"),
        ]


class FormItem(models.Model):
    """An indicator as one version of the form asks it, and where it stands (ItemPlace).

    `name` stands alone, `label` beside its neighbours. `sums` are the groups of codes that add up
    to it, each [name of the breakdown, whether exactly, codes].
    """

    form = models.ForeignKey(Form, models.CASCADE, related_name="items")
    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="items")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=1000)  # a generated one joins up to three names
    label = models.CharField(max_length=300)
    part_of = models.CharField(max_length=60, blank=True)
    depth = models.PositiveSmallIntegerField(default=0)
    parts = models.CharField(max_length=8, default="at_most")  # structure_texts.PartsRule
    breakdowns = models.JSONField(default=list, blank=True)  # those that divide it
    breakdown = models.CharField(max_length=30, blank=True)  # the one that it is a category of
    category = models.CharField(max_length=30, blank=True)
    table_code = models.CharField(max_length=60, blank=True)
    row_code = models.CharField(max_length=30, blank=True)
    column_code = models.CharField(max_length=30, blank=True)
    list_code = models.CharField(max_length=60, blank=True)
    sums = models.JSONField(default=list, blank=True)
    help = models.TextField(blank=True)
    is_required = models.BooleanField(default=False)
    minimum = models.FloatField(null=True, blank=True)
    maximum = models.FloatField(null=True, blank=True)
    choices = models.JSONField(default=list, blank=True)
    better = models.CharField(max_length=6, default="higher")  # rules.reporting.indicators.Better
    decimals = models.PositiveSmallIntegerField(null=True, blank=True)  # shown; null: as given

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["form", "indicator"], name="indicator_once_a_form"),
            models.UniqueConstraint(fields=["form", "position"], name="item_position_once"),
        ]


class Check(models.Model):
    """A formula that must hold: an error stops submission, a warning asks for a reason.

    An implied one comes with an indicator (decision 0023); nobody writes it.
    """

    form = models.ForeignKey(Form, models.CASCADE, related_name="checks")
    position = models.PositiveSmallIntegerField()
    formula = models.CharField(max_length=500)
    level = models.CharField(max_length=8)  # rules.reporting.checks.CheckLevel
    message = models.CharField(max_length=300)
    is_implied = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["form", "position"], name="check_position_once"),
        ]
