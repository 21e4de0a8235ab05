"""How are all totals made anew, from nothing but the reports?"""

from django.db import transaction

from giaoban.actions.reporting.folding import FoldResult, fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import Period, Submission, Total
from giaoban.queries.reporting.periods import expected_units


@transaction.atomic
def fold_everything_anew() -> FoldResult:
    """Throw every total away and fold every unit that is asked or has reported, in every period.

    For a restored installation whose stored totals are wrong: reports are what was told, totals
    can always be made from them (docs/decisions/0005).
    """
    Total.objects.all().delete()
    for period in Period.objects.filter(is_reported=True).select_related("regime"):
        reported = Submission.objects.filter(period=period).values_list("unit_id", flat=True)
        append_marks_for(unit_ids={*expected_units(period), *reported}, period=period)
    return fold_all()
