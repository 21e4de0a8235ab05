"""What closes a period, on the page that shows who has reported: lock it, and make the report."""

from dataclasses import dataclass

from giaoban.models import Period, Unit
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.coverage import Coverage
from giaoban.web.frame.acting import Acting


@dataclass(frozen=True)
class Closing:
    """`may_lock` and `may_draft` say which steps the person is offered."""

    period: Period
    unit: Unit
    counts: Coverage
    may_lock: bool
    may_draft: bool


def closing_of(acting: Acting, unit: Unit, period: Period, counts: Coverage) -> Closing | None:
    """None while the period still runs, and for those who have no part in it."""
    if period.ends_on >= acting.today:
        return None
    at_the_top = unit.pk == period.regime.unit_id
    may_lock = at_the_top and acting.may(Permission.MANAGE_REGIMES, unit.pk)
    may_draft = acting.may(Permission.CONSOLIDATE, unit.pk)
    if not (may_lock or may_draft):
        return None
    return Closing(period, unit, counts, may_lock, may_draft)
