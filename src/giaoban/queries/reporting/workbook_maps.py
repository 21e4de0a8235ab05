"""Which workbook does a regime use, and which spreadsheets of units are read for it?"""

from django.db.models import QuerySet

from giaoban.models import Form, Regime, WorkbookMap
from giaoban.queries.reporting.forms import form_in_the_making, form_text, published_forms
from giaoban.rules.reporting.form_structure import expanded
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.structure_texts import BreakdownText, ListText


def workbook_in_use(regime_id: int) -> WorkbookMap | None:
    """The committee's own; one query."""
    return _maps().filter(regime=regime_id, unit=None, used_since__isnull=False).first()


def being_marked(regime_id: int, unit_id: int | None = None) -> WorkbookMap | None:
    """What is being marked of a regime, or of a unit for it; one query."""
    return _maps().filter(regime=regime_id, unit=unit_id, used_since=None).first()


def spreadsheet_in_use(regime_id: int, unit_id: int) -> WorkbookMap | None:
    """A unit's own spreadsheet that is read for the regime; one query."""
    return _maps().filter(regime=regime_id, unit=unit_id, used_since__isnull=False).first()


def maps_to_read_by(regime_id: int, unit_id: int | None = None) -> list[WorkbookMap]:
    """Everything that a file of the regime is held against, units' own first; one query.

    With a unit only its own and the committee's.
    """
    maps = _maps().filter(regime=regime_id, used_since__isnull=False)
    if unit_id is not None:
        maps = maps.filter(unit=unit_id) | maps.filter(unit=None)
    return sorted(maps, key=lambda held: (held.unit_id is None, held.pk))


def names_asked(regime: Regime, *, with_ratios: bool) -> dict[str, str]:
    """The name of each code that has a cell, in the form in the making or else in force.

    Codes of lists and of files are not among them.
    """
    form = _form_asked(regime)
    if form is None:
        return {}
    return {
        item.asked.code: item.asked.name
        for item in expanded(form_text(form))
        if item.asked.kind != IndicatorKind.FILE
        and (with_ratios or item.asked.kind != IndicatorKind.RATIO)
        and not item.place.is_computed
    }


def breakdowns_asked(regime: Regime) -> tuple[BreakdownText, ...]:
    """Those of the form in the making or else in force."""
    form = _form_asked(regime)
    return form_text(form).breakdowns if form is not None else ()


def lists_asked(regime: Regime) -> tuple[ListText, ...]:
    """Those of the form in the making or else in force."""
    form = _form_asked(regime)
    return form_text(form).lists if form is not None else ()


def _form_asked(regime: Regime) -> Form | None:
    return form_in_the_making(regime) or next(reversed(published_forms(regime.pk)), None)


def _maps() -> QuerySet[WorkbookMap]:
    return WorkbookMap.objects.select_related("file", "unit", "regime__unit")
