"""How does a block of a document stand on a page, with every figure a link to its origin?"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from giaoban.documents.charts import chart_svg, without_title
from giaoban.documents.content import Chart, Quote, Table
from giaoban.documents.profiles import LAYOUT
from giaoban.documents.wording import quote_paragraphs

register = template.Library()


@register.filter
def origin_address(key: str, periods: Mapping[str, int]) -> str:
    """The page of a figure's origin; empty where no figure is behind it."""
    unit_id, _, rest = key.partition("|")
    period, _, code = rest.rpartition("|")
    if not code or period not in periods:
        return ""
    return reverse("origin", args=[int(unit_id), periods[period], code])


@register.simple_tag
def paper_chart(chart: Chart) -> SafeString:
    """The picture as it is printed; attributes alone, so it may stand inline."""
    return mark_safe(chart_svg(without_title(chart.spec), language=LAYOUT.language, theme="print"))


@register.filter
def placed_rows(table: Table) -> list[list[Any]]:
    return list(table.placed_rows())


@register.filter
def header_rows(table: Table) -> list[list[Any]]:
    """The placed cells of the head, row by row."""
    placed = table.placed_header()
    return [[cell for cell in placed if cell.row == row] for row in range(len(table.header))]


@register.filter
def column_shares(table: Table) -> list[int]:
    """Each column's share of the table's width, in per cent."""
    whole = sum(column.weight for column in table.columns)
    return [round(column.weight / whole * 100) for column in table.columns]


@register.filter
def quoted(quote: Quote) -> list[list[Any]]:
    return [list(runs) for runs in quote_paragraphs(quote, LAYOUT)]


@register.filter
def is_unread(text: str) -> bool:
    """Whether a stretch of prose is a figure that means nothing, left as it was typed."""
    return text.startswith("[[")
