"""The addresses of a report's steps and files in templates, for people and for links alike."""

from typing import Any

from django import template

from giaoban.web.frame.report_addresses import file_address, report_address

register = template.Library()


@register.simple_tag(takes_context=True)
def report_url(context: dict[str, Any], name: str) -> str:
    """Of the context's `period` and `unit`."""
    return report_address(context.get("acting"), name, context["period"].pk, context["unit"].pk)


@register.simple_tag(takes_context=True)
def file_url(context: dict[str, Any], name: str, pk: int) -> str:
    return file_address(context.get("acting"), name, pk)
