"""Which unit does a typed text mean?"""

from datetime import date

from django.db.models import Q

from giaoban.models import Unit
from giaoban.rules.units.naming import search_key


def unit_named(text: str, on: date) -> Unit | None:
    """The unit open on the day that bears the code with which the text begins, or the only one
    of exactly that name (without diacritics too). `15`, `15 Tỉnh Lào Cai`, `tinh lao cai`.
    """
    text = text.strip()
    if not text:
        return None
    open_units = Unit.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), opened_on__lte=on)
    by_code = open_units.filter(code=text.split()[0]).first()
    if by_code:
        return by_code
    key = search_key(text)
    named = [
        unit
        for unit in open_units.filter(search_key__endswith=key)[:50]
        if search_key(unit.name) == key
    ]
    return named[0] if len(named) == 1 else None
