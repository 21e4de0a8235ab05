"""Which cells of this workbook are which figures? Its sheets as grids, and a panel for one cell."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from giaoban.exchange.reporting.problem_words import sentence
from giaoban.exchange.reporting.template_choice import content_of
from giaoban.exchange.reporting.workbook_grids import WorkbookGrids
from giaoban.models import WorkbookMap
from giaoban.queries.reporting.workbook_maps import breakdowns_asked, lists_asked, names_asked
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.block_editing import code_from_name
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.workbook_formulas import cell_name, cell_named, letters_of
from giaoban.rules.reporting.workbook_grid import SheetGrid
from giaoban.rules.reporting.workbook_lists import KINDS as MARKED_KINDS
from giaoban.rules.reporting.workbook_lists import list_columns
from giaoban.rules.reporting.workbook_marks import Asking, Mark, MarkKind, Marks, figures, read
from giaoban.rules.reporting.workbook_neighbours import likely_head, likely_label
from giaoban.rules.reporting.workbook_proposal import likely_kind
from giaoban.web.frame.access import require, signed_in
from giaoban.web.reporting.marking_grid import ROLES, Window
from giaoban.web.reporting.own_workbooks import MAY_MARK_OWN, missing_lists, missing_names
from giaoban.web.reporting.regime_labels import COLUMN_KINDS, KINDS
from giaoban.web.reporting.report_scope import require_some

_KINDS = (
    IndicatorKind.COUNT,
    IndicatorKind.AMOUNT,
    IndicatorKind.RATIO,
    IndicatorKind.YES_NO,
    IndicatorKind.TEXT,
)


class AskingForm(forms.Form):
    """What a code that the form does not know yet would ask."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=300, required=False)
    asks = forms.ChoiceField(
        label=gettext_lazy("What kind of figure"),
        choices=[(kind.value, KINDS[kind].label) for kind in _KINDS],
    )
    measure = forms.CharField(label=gettext_lazy("Unit of measure"), max_length=60, required=False)
    section = forms.CharField(label=gettext_lazy("Section"), max_length=300, required=False)
    part_of = forms.CharField(
        label=gettext_lazy("Part of the figure"),
        max_length=128,
        required=False,
        help_text=gettext_lazy("The code of the figure that it stands under (of which)."),
    )


def map_within_reach(request: HttpRequest, pk: int) -> WorkbookMap:
    """The map, where the person manages its regime or fills in for its unit; else "not found"."""
    held = (
        WorkbookMap.objects.select_related("regime__unit", "unit", "file", "used_by")
        .filter(pk=pk)
        .first()
    )
    if held is None:
        raise Http404
    if held.unit_id is None:
        require(request, Permission.MANAGE_REGIMES, held.regime.unit_id)
    else:
        require_some(request, held.unit_id, *MAY_MARK_OWN)
    return held


@signed_in
def marking(request: HttpRequest, pk: int) -> HttpResponse:
    held = map_within_reach(request, pk)
    content = content_of(held)
    try:
        if content is None:
            raise RuleError("file_damaged")
        grids = WorkbookGrids(content)
        sheet = grids.sheet(grids.names[_number(request, "sheet", len(grids.names) - 1)])
    except RuleError as error:
        messages.error(request, sentence(error.problem))
        return redirect_back(held)
    marks = read(held.marks)
    cell = cell_named(request.GET.get("cell", ""))
    window = _window(request, sheet)
    names = names_asked(held.regime, with_ratios=held.unit_id is None)
    asked_lists = lists_asked(held.regime)
    chosen = cell_name(sheet.first_of(cell)) if cell else ""
    shown: dict[str, Any] = {
        "held": held,
        "regime": held.regime,
        "is_own": held.unit_id is not None,
        "may_mark": held.used_since is None,
        "sheets": [
            {
                "number": number,
                "name": name,
                "is_current": name == sheet.name,
                "marks": sum(mark.sheet == name for mark in marks),
            }
            for number, name in enumerate(grids.names)
        ],
        "sheet": sheet,
        "number": grids.names.index(sheet.name),
        "window": window,
        "rows": list(window.rows(marks, chosen, _address(grids.names.index(sheet.name), window))),
        "roles": ROLES,
        "marks": [_listed(mark, names) for mark in marks if mark.sheet == sheet.name],
        "figures": len(figures(marks)),
        "asked": sorted(names.items(), key=lambda item: item[1]),
        "missing": missing_names(held),
        "missing_lists": missing_lists(held),
        "new": [mark for code, mark in figures(marks).items() if code not in names]
        + [
            mark
            for code, columns in list_columns(marks).items()
            for mark in columns
            if code not in {listed.code for listed in asked_lists}
        ],
        "unread": [mark for mark in figures(marks).values() if _is_unread(mark)],
        "singles": [
            mark
            for mark in figures(marks).values()
            if mark.sheet == sheet.name and not mark.asking.table and not mark.is_category
        ],
        "breakdowns": breakdowns_asked(held.regime),
        "lists": asked_lists,
        "panel": panel(sheet, chosen, marks, names) if chosen else None,
    }
    return render(request, "reporting/marking/marking.html", shown)


def redirect_back(held: WorkbookMap) -> HttpResponse:
    """To the page of the workbook, or of the unit's spreadsheet."""
    if held.unit_id is None:
        return redirect("regime_workbook", pk=held.regime_id)
    return redirect("own_workbook", pk=held.regime_id, unit_id=held.unit_id)


def panel(sheet: SheetGrid, chosen: str, marks: Marks, names: Mapping[str, str]) -> dict[str, Any]:
    """What is known of one cell, and what is proposed for it where it is not marked."""
    cell = cell_named(chosen) or (0, 0)
    held = sheet.at(cell)
    mark = next((each for each in marks if each.place == (sheet.name, chosen)), None)
    of = [each for each in marks if each.sheet == sheet.name and chosen in (each.label, each.head)]
    shown = mark or _proposed(sheet, chosen, figures(marks))
    asking = shown.asking
    initial = {
        "name": asking.name,
        "asks": asking.kind,
        "measure": asking.measure,
        "section": asking.section,
        "part_of": asking.part_of,
    }
    return {
        "cell": chosen,
        "text": held.text,
        "formula": held.formula,
        "mark": mark,
        "kind": mark.kind if mark else "label" if of else MarkKind.FIGURE,
        "label_of": of,
        "column_kinds": [(kind.value, COLUMN_KINDS[kind]) for kind in MARKED_KINDS],
        "shown": shown,
        "form": AskingForm(initial=initial, prefix="asking"),
        "is_asked": shown.code in names,
        "figures": [each for each in figures(marks).values() if each.sheet == sheet.name],
        "next": f"{letters_of(cell[1])}{cell[0] + 2}",
    }


def _proposed(sheet: SheetGrid, chosen: str, marked: Mapping[str, Mark]) -> Mark:
    """A mark for an unmarked cell, by the words beside it."""
    cell = cell_named(chosen) or (0, 0)
    label, head = likely_label(sheet, cell), likely_head(sheet, cell)
    words = sheet.shown(label).strip(" -+–:") if label else ""
    name = words[:1].upper() + words[1:]
    return Mark(
        MarkKind.FIGURE,
        sheet.name,
        chosen,
        code_from_name(name, marked) if name else "",
        label=cell_name(label) if label else "",
        head=cell_name(head) if head else "",
        asking=Asking(name=name[:300], kind=likely_kind("", sheet.at(cell).is_fraction)),
    )


def _listed(mark: Mark, names: Mapping[str, str]) -> dict[str, Any]:
    name = names.get(mark.code) or mark.asking.name or mark.label_text
    return {"mark": mark, "name": name, "is_new": bool(mark.code) and mark.code not in names}


def _is_unread(mark: Mark) -> bool:
    """A formula that is neither a sum of marked cells nor a ratio: it stays as it is."""
    return mark.is_worked_out and not mark.sums and mark.asking.kind != IndicatorKind.RATIO


def _window(request: HttpRequest, sheet: SheetGrid) -> Window:
    return Window(
        sheet,
        _number(request, "row", max(sheet.height - 1, 0)),
        _number(request, "column", max(sheet.width - 1, 0)),
    )


def _address(number: int, window: Window) -> str:
    return f"?sheet={number}&row={window.top}&column={window.left}"


def _number(request: HttpRequest, key: str, most: int) -> int:
    """A whole number of the address within its bounds; 0 for everything else."""
    given = request.GET.get(key, "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else 0
    return number if number <= most else 0
