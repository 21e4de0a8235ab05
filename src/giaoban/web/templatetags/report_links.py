"""The addresses of a report's steps and files in templates, for people and for links alike."""

from typing import Any

from django import template
from django.urls import reverse

from giaoban.queries.reporting.offers import SourceReport
from giaoban.web.frame.report_addresses import file_address, report_address

register = template.Library()


@register.simple_tag(takes_context=True)
def report_url(context: dict[str, Any], name: str) -> str:
    """Of the context's `period` and `unit`."""
    return report_address(context.get("acting"), name, context["period"].pk, context["unit"].pk)


@register.simple_tag(takes_context=True)
def other_report_url(context: dict[str, Any], source: SourceReport) -> str:
    """Of another report of the unit, as the version said it; empty for a link, which opens one."""
    acting = context.get("acting")
    if acting is None or acting.link_id is not None:
        return ""
    address = reverse("read_report", args=[source.period.pk, source.unit_id])
    return f"{address}?version={source.number}"


@register.simple_tag(takes_context=True)
def file_url(context: dict[str, Any], name: str, pk: int) -> str:
    return file_address(context.get("acting"), name, pk)
