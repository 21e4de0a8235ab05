"""Telling once a day that the due periods of a regime could not be opened: it is tried on."""

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.urls import reverse

from giaoban.actions.audit.events import record
from giaoban.actions.messages.warning import in_short, warn_administrators
from giaoban.mail.warnings import periods_not_opened
from giaoban.models import Event, Regime

_ACTION = "periods_not_opened"


@transaction.atomic
def tell_of_unopened_periods(
    *, regime: Regime, error: Exception, today: date, now: datetime
) -> None:
    """An event and a line to the administrators, where neither was left of it for a day."""
    key = f"periods_not_opened:{regime.pk}:{today.isoformat()}"
    why = in_short(error)
    told = Event.objects.filter(
        record_type="Regime", record_id=regime.pk, action=_ACTION, after__day=today.isoformat()
    )
    if told.exists():
        return
    after = {"day": today.isoformat(), "error": why}
    record(actor=None, action=_ACTION, on=regime, at=now, after=after)
    warn_administrators(
        partial(periods_not_opened, regime=regime.name, error=why),
        address=reverse("regime", args=[regime.pk]),
        key=key,
        now=now,
    )
