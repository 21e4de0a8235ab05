"""Who keeps registers: a body is added and corrected, and its series begin where paper ends."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.register.numbers import begin_series_at
from giaoban.models import NumberedBody, NumberSeries, Person, Unit
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import Direction, Numbering
from giaoban.rules.units.naming import search_key


@dataclass(frozen=True)
class BodyText:
    """`symbol` stands in the numbers of what the body issues; see NumberedBody."""

    name: str
    symbol: str
    numbering: Numbering = Numbering.OWN
    outside_code: str = ""
    by_type: bool = True
    is_active: bool = True


@transaction.atomic
def add_body(*, unit: Unit, text: BodyText, by: Person | None, now: datetime) -> NumberedBody:
    """Raises RuleError `body_name_missing`, `body_symbol_missing`, `body_known` (name)."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    _refuse(unit, text, None)
    body: NumberedBody = NumberedBody.objects.create(unit=unit, **_stored(text))
    record(actor=by, action="add_body", on=body, at=now, after=asdict(text))
    return body


@transaction.atomic
def edit_body(
    *, body: NumberedBody, text: BodyText, by: Person | None, now: datetime
) -> NumberedBody:
    """Raises RuleError as add_body, and `series_has_begun` where its types get other series while
    this year's numbers are being given.
    """
    held: NumberedBody = NumberedBody.objects.select_for_update(of=("self",)).get(pk=body.pk)
    _refuse(held.unit, text, held)
    numbered = held.documents.filter(
        series__direction=Direction.OUTGOING, series__year=now.year, number__isnull=False
    ).count()
    if text.by_type != held.by_type and numbered:
        raise RuleError("series_has_begun", given=numbered)
    new = _stored(text)
    before = {name: getattr(held, name) for name in new if getattr(held, name) != new[name]}
    if not before:
        return held
    for name, value in new.items():
        setattr(held, name, value)
    held.save()
    after = {name: new[name] for name in before}
    record(actor=by, action="edit_body", on=held, at=now, before=before, after=after)
    return held


@transaction.atomic
def begin_series(
    *,
    body: NumberedBody,
    direction: Direction,
    type_code: str,
    year: int,
    number: int,
    by: Person | None,
    now: datetime,
) -> NumberSeries:
    """Let a series begin in mid-year. Raises RuleError as numbers.begin_series_at."""
    series = begin_series_at(
        body=body, direction=direction, type_code=type_code, year=year, number=number
    )
    after = {"direction": direction, "year": year, "type": series.type_code, "number": number}
    record(actor=by, action="begin_series", on=body, at=now, after=after)
    return series


def _stored(text: BodyText) -> dict[str, object]:
    return {
        **asdict(text),
        "name": text.name.strip(),
        "symbol": "".join(text.symbol.split()),
        "outside_code": text.outside_code.strip(),
    }


def _refuse(unit: Unit, text: BodyText, own: NumberedBody | None) -> None:
    if not text.name.strip():
        raise RuleError("body_name_missing")
    if not text.symbol.strip():
        raise RuleError("body_symbol_missing")
    others = NumberedBody.objects.filter(unit=unit)
    if own is not None:
        others = others.exclude(pk=own.pk)
    if search_key(text.name) in {search_key(each.name) for each in others}:
        raise RuleError("body_known", name=text.name.strip())
