"""How far is an area set up: units, committee, secretariat, officers, regime, form, period?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from giaoban.models import Appointment, Committee, Form, Period, Regime
from giaoban.queries.people.directory import in_force
from giaoban.queries.units.lineage import lines_of, subtree_ids
from giaoban.rules.people.permissions import Role

_OPENED = Period.objects.filter(regime=OuterRef("pk"), is_reported=True)


@dataclass(frozen=True)
class SettingUp:
    """What is there under some units; `regime` is the newest, for the step that comes next."""

    has_units: bool
    has_committee: bool
    has_secretariat: bool
    has_officers: bool
    regime: Regime | None
    has_form: bool


def setting_up(unit_ids: Iterable[int], on: date) -> SettingUp | None:
    """None once a period was ever opened for a regime of these units: then all else stands.

    Two questions in an area that works, up to eight in one that is being set up.
    """
    tops = set(unit_ids)
    # Asked from the few regimes up: where something reports, thousands of units lie below.
    collecting = Regime.objects.filter(Exists(_OPENED)).order_by().values_list("unit", flat=True)
    if any(line & tops for line in lines_of(collecting, on).values()):
        return None
    reached = subtree_ids(tops, on)
    if not reached:
        return None
    serving = Appointment.objects.filter(
        in_force(on), unit_id__in=reached, person__is_active=True
    ).values_list("role", flat=True)
    roles = set(serving.distinct())
    return SettingUp(
        has_units=len(reached) > len(tops),
        has_committee=Committee.objects.filter(unit__in=reached).exists(),
        has_secretariat=Role.SECRETARIAT in roles,
        has_officers=Role.UNIT_OFFICER in roles,
        regime=Regime.objects.filter(unit__in=reached).order_by("-id").first(),
        has_form=Form.objects.filter(regime__unit__in=reached, published_at__isnull=False).exists(),
    )
