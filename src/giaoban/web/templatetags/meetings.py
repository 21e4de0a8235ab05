"""How do templates write when a meeting is, and where its invitation opens, for links alike?"""

from typing import Any

from django import template
from django.urls import reverse

from giaoban.mail.meeting_words import when_text
from giaoban.models import Meeting

register = template.Library()


@register.filter
def meeting_time(meeting: Meeting) -> str:
    """ "08:00–10:00, 26/11/2026"."""
    return when_text(meeting.starts_at, meeting.ends_at)


@register.simple_tag(takes_context=True)
def place_url(context: dict[str, Any], name: str, *more: object) -> str:
    """Of the context's `meeting`; a link has its own addresses, which name nothing but the link."""
    acting = context.get("acting")
    if acting is not None and acting.link_id is not None:
        return reverse(f"link_{name}", args=[acting.link_id, *more])
    return reverse(name, args=[context["meeting"].pk, *more])
