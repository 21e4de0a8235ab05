"""How is the structure of a form kept: its breakdowns, tables and lists as they were written?

Plain JSON beside the form, in which what was left out is left out, so that an older form reads
after a key was added.
"""

from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from functools import lru_cache
from typing import Any, TypeVar

from giaoban.models import Form, FormItem
from giaoban.rules.reporting.form_structure import ItemPlace
from giaoban.rules.reporting.regime_facts import FormText
from giaoban.rules.reporting.structure_texts import (
    BreakdownText,
    CategoryText,
    ColumnText,
    ListText,
    RowText,
    TableText,
)

Written = TypeVar("Written", BreakdownText, CategoryText, ColumnText, ListText, RowText, TableText)

_INNER: Mapping[str, type[Any]] = {
    "categories": CategoryText,
    "rows": RowText,
    "columns": ColumnText,
}


def kept_structure(text: FormText) -> dict[str, list[dict[str, Any]]]:
    """What Form.structure holds; empty for a form of plain indicators."""
    kept = {
        "breakdowns": [_kept(asdict(breakdown), BreakdownText) for breakdown in text.breakdowns],
        "tables": [_kept(asdict(table), TableText) for table in text.tables],
        "lists": [_kept(asdict(listed), ListText) for listed in text.lists],
    }
    return {key: entries for key, entries in kept.items() if entries}


def form_breakdowns(form: Form) -> tuple[BreakdownText, ...]:
    return tuple(_written(BreakdownText, kept) for kept in form.structure.get("breakdowns", []))


def form_tables(form: Form) -> tuple[TableText, ...]:
    return tuple(_written(TableText, kept) for kept in form.structure.get("tables", []))


def form_lists(form: Form) -> tuple[ListText, ...]:
    return tuple(_written(ListText, kept) for kept in form.structure.get("lists", []))


def place_of(item: FormItem) -> ItemPlace:
    """Where a stored item stands; no query."""
    return ItemPlace(
        part_of=item.part_of,
        depth=item.depth,
        breakdown=item.breakdown,
        category=item.category,
        table=item.table_code,
        row=item.row_code,
        list=item.list_code,
        column=item.column_code,
    )


def _kept(content: Mapping[str, Any], kind: type[Any]) -> dict[str, Any]:
    defaults = _defaults(kind)
    kept = {}
    for key, value in content.items():
        if key in defaults and value == defaults[key]:
            continue
        inner = _INNER.get(key)
        kept[key] = [_kept(entry, inner) for entry in value] if inner else value
    return kept


def _written(kind: type[Written], kept: Mapping[str, Any]) -> Written:
    content: dict[str, Any] = {}
    for key, value in kept.items():
        inner = _INNER.get(key)
        if inner is not None:
            content[key] = tuple(_written(inner, entry) for entry in value)
        else:
            content[key] = tuple(value) if isinstance(value, list) else value
    return kind(**content)


@lru_cache
def _defaults(kind: type[Any]) -> dict[str, Any]:
    return {entry.name: entry.default for entry in fields(kind) if entry.default is not MISSING}
