"""What is an item of an agenda called on a page, and what belongs to it?"""

from collections.abc import Mapping
from typing import Any

from django import template

from giaoban.models import AgendaItem
from giaoban.queries.meetings.item_names import item_name as name_of

register = template.Library()


@register.filter
def item_name(item: AgendaItem) -> str:
    """Its title, or what its kind is called."""
    return name_of(item.kind, item.title)


@register.filter
def of_item(found: Mapping[int, Any], pk: int) -> Any:
    return found.get(pk)
