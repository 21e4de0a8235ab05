"""How is a sign drawn? `{% icon "clock" %}`: an inline lucide drawing that screen readers skip."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """Raises lucide.IconDoesNotExist where the name is unknown: a test of the page finds it."""
    return _drawn(str(name), size)


@lru_cache(maxsize=256)
def _drawn(name: str, size: int) -> SafeString:
    return SafeString(
        lucide(name, size=size, **{"class": "icon", "aria_hidden": "true", "focusable": "false"})
    )
