"""Which markup do badges, sort links, fields and addresses of filters have?

docs/how-to/build-a-page.md shows each with an example.
"""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from giaoban.web.frame.labels import BADGES, CHANNEL_LABELS, POST_LABELS, ROLE_LABELS, TONE_ICONS
from giaoban.web.templatetags.icons import icon

register = template.Library()


@register.simple_tag
def badge(tone: str, text: str, sign: str = "") -> SafeString:
    """A state in a tone (done, term, late, returned, neutral), with its sign and in words."""
    return format_html(
        '<span class="badge {}">{}{}</span>', tone, icon(sign or TONE_ICONS[tone]), text
    )


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """The badge of a report's state, or of a report that is not there (see web/frame/labels.py)."""
    shown = BADGES[state]
    return badge(shown.tone, str(shown.label), shown.icon)


@register.filter
def days_left(working_days: int) -> str:
    """The same in words alone."""
    if working_days == 0:
        return gettext("due today")
    if working_days > 0:
        return ngettext(
            "%(count)s working day left", "%(count)s working days left", working_days
        ) % {"count": working_days}
    return ngettext(
        "overdue by %(count)s working day", "overdue by %(count)s working days", -working_days
    ) % {"count": -working_days}


@register.filter
def role_label(role: str) -> str:
    return str(ROLE_LABELS[role])


@register.filter
def post_label(post: str) -> str:
    return str(POST_LABELS.get(post, post))


@register.filter
def channel_label(channel: str) -> str:
    return str(CHANNEL_LABELS[channel])


@register.simple_tag(takes_context=True)
def query_replace(context: dict[str, Any], **changes: object) -> str:
    """This page's address with some of its questions changed: `{% query_replace period=key %}`.

    None or an empty value removes one. The page number goes with every change of another.
    """
    request: HttpRequest = context["request"]
    query: QueryDict = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else request.path


@register.inclusion_tag("frame/sort_header.html", takes_context=True)
def sort_header(
    context: dict[str, Any], name: str, label: str, is_number: bool = False
) -> dict[str, Any]:
    """A column head that sorts by `?sort=name`, and the other way round by `?sort=-name`."""
    now = context["request"].GET.get("sort", context.get("sort", ""))
    is_up, is_down = now == name, now == f"-{name}"
    return {
        "address": query_replace(context, sort=f"-{name}" if is_up else name),
        "label": label,
        "is_number": is_number,
        "direction": "ascending" if is_up else "descending" if is_down else "",
        "sign": "arrow-up" if is_up else "arrow-down" if is_down else "arrow-up-down",
    }


@register.filter
def leading(label: object) -> str:
    """A label before what is said of it: with a colon, unless it ends in a sign of its own."""
    words = str(label).rstrip()
    return words if words.endswith(("?", ":", ".", "!")) else f"{words}:"


@register.inclusion_tag("frame/field.html")
def field(bound: BoundField, label: str = "", help: str = "") -> dict[str, Any]:  # noqa: A002
    """A form field with its label, help and errors, each tied to the input."""
    widget = bound.field.widget
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    return {
        "field": bound,
        "label": label or bound.label,
        "help": help or bound.help_text,
        "is_group": is_group,
        "is_check": isinstance(widget, CheckboxInput) and not is_group,
        "described_by": described_by(bound, bool(help or bound.help_text)),
    }


def described_by(bound: BoundField, has_help: bool) -> str:
    ids = [f"{bound.auto_id}_helptext"] if has_help else []
    return " ".join([*ids, f"{bound.auto_id}_error"] if bound.errors else ids)


@register.simple_tag
def field_input(bound: BoundField, described: str = "") -> SafeString:
    """The bare input; `described` are the ids of its help and errors."""
    # No placeholder: it vanishes as one types, and help does not.
    attrs: dict[str, str | bool] = {"placeholder": False}
    if described:
        attrs["aria-describedby"] = described
    return bound.as_widget(attrs=attrs)
