"""Where does a ballot go: to the address of a person, or of the link in use?"""

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def ballot_address(context: dict[str, Any], question_id: int) -> str:
    """A link has its own addresses, which name nothing but the link."""
    acting = context.get("acting")
    if acting is not None and acting.link_id is not None:
        return reverse("link_cast_vote", args=[acting.link_id, question_id])
    return reverse("cast_vote", args=[context["meeting"].pk, question_id])
