"""Which Word templates does a unit have, which is in use, and on which figures is one tried?"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from giaoban.models import DocumentTemplate, Indicator, Period, Regime, Total, Unit


def templates_of(unit_id: int) -> QuerySet[DocumentTemplate]:
    """All of a unit, the newest first, with what a list shows of them."""
    return DocumentTemplate.objects.filter(unit=unit_id).select_related(
        "file", "trial", "regime", "added_by"
    )


def template_in_use(
    unit_id: int, regime_id: int, kind: str = DocumentTemplate.Kind.REPORT
) -> DocumentTemplate | None:
    """That of the regime, else that of all regimes, else None: the built-in layout. One query."""
    return (
        DocumentTemplate.objects.filter(
            Q(regime=regime_id) | Q(regime=None),
            unit=unit_id,
            kind=kind,
            used_since__isnull=False,
            used_until=None,
        )
        .select_related("file")
        .order_by(F("regime").desc(nulls_last=True))
        .first()
    )


def last_period(unit: Unit, regime: Regime | None, today: date) -> Period | None:
    """The newest period that is over and for which somebody under the unit reported; where there
    is none, the one that has begun.
    """
    return _newest(unit, regime, today, Q(received__gt=0))


def last_period_owed(unit: Unit, regime: Regime | None, today: date) -> Period | None:
    """The same of periods for which a report of somebody under the unit is missing."""
    return _newest(unit, regime, today, Q(received__lt=F("expected")))


def _newest(unit: Unit, regime: Regime | None, today: date, which: Q) -> Period | None:
    totals = Total.objects.filter(
        which, unit=unit, period__is_reported=True, period__starts_on__lte=today
    )
    if regime is not None:
        totals = totals.filter(period__regime=regime)
    totals = totals.select_related("period__regime").annotate(is_over=Q(period__ends_on__lt=today))
    newest = totals.order_by("-is_over", "-period__ends_on", "-period_id").first()
    return newest.period if newest else None


def regimes_with_reports(unit_id: int) -> QuerySet[Regime]:
    """The regimes that a template of the unit may be for."""
    totals = Total.objects.filter(unit=unit_id, period__regime=OuterRef("pk"))
    return Regime.objects.filter(Exists(totals)).order_by("name")


def indicator_codes(unit_id: int, regime: Regime | None) -> frozenset[str] | None:
    """Every code that a report of the unit may show, of the regime or of any; None: not known."""
    regimes = Regime.objects.filter(pk=regime.pk) if regime else regimes_with_reports(unit_id)
    codes = Indicator.objects.filter(regime__in=regimes.order_by().values("pk"))
    return frozenset(codes.values_list("code", flat=True)) or None
