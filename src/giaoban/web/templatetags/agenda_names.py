"""What is an item of an agenda called on a page, and who may read it?"""

from collections.abc import Mapping
from typing import Any

from django import template

from giaoban.models import AgendaItem
from giaoban.queries.meetings.item_names import item_name as name_of
from giaoban.web.meetings.labels import REACHES_SHORT

register = template.Library()


@register.filter
def item_name(item: AgendaItem) -> str:
    """Its title, or what its kind is called."""
    return name_of(item.kind, item.title)


@register.filter
def reach_name(reach: str) -> str:
    return str(REACHES_SHORT[reach])


@register.filter
def of_item(found: Mapping[int, Any], pk: int) -> Any:
    return found.get(pk)
