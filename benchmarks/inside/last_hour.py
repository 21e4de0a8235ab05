"""The country in its last hour: every commune has a link to a report that nobody has begun."""

import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from benchmarks.inside import installation
from benchmarks.inside.numbers import numbers_of
from giaoban.actions.messages.sending import token_digest
from giaoban.actions.reporting.folding import fold_all
from giaoban.models import Mark, Period, ReportLink, Submission, Unit, UnitContact
from giaoban.queries.reporting.measures import measures_of
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.totals import figures
from giaoban.queries.reporting.verification import verify

KEY = "2026-10"
NATION = "VN"
FOLDING_SECONDS = 180


def prepare(officers: int) -> list[str]:
    """The tokens of the links, one for each officer. No letter is sent: that is not measured."""
    installation.with_country()
    (period,) = installation.opened([KEY])
    fold_all()
    now = timezone.now()
    unit_ids = sorted(expected_units(period))[:officers]
    since = timezone.localdate(now)
    contacts = UnitContact.objects.bulk_create(
        UnitContact(
            unit_id=unit_id, name="Văn phòng", email=f"u{unit_id}@giaoban.example", since=since
        )
        for unit_id in unit_ids
    )
    tokens = [f"bench-{unit_id}" for unit_id in unit_ids]
    ReportLink.objects.bulk_create(
        ReportLink(
            unit_id=unit_id,
            period=period,
            contact=contact,
            token_digest=token_digest(token),
            made_at=now,
            expires_at=now + timedelta(days=2),
        )
        for unit_id, contact, token in zip(unit_ids, contacts, tokens, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return tokens


def outcome(officers: int) -> dict[str, float]:
    """How many reports are in, the seconds until the national total held them, and whether it is
    right: against what was typed, and worked out anew."""
    period = Period.objects.select_related("regime").get(key=KEY)
    began = time.monotonic()
    while Mark.objects.exists():
        if time.monotonic() - began > FOLDING_SECONDS:
            raise RuntimeError("the worker does not fold")
        time.sleep(0.1)
    waited = time.monotonic() - began
    country = Unit.objects.get(code=NATION)
    found = figures(measures_of(period.regime), [country.pk], [period.pk])
    expected = sum(numbers_of(officer)[0] for officer in range(officers))
    return {
        "sent": Submission.objects.filter(period=period, counted__isnull=False).count(),
        "waited": waited,
        "wrong": abs((found.value("i0", country.pk, period.pk) or 0) - expected)
        + len(verify().differences),
    }
