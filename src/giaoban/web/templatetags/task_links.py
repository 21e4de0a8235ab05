"""The addresses of a task's steps and files in templates, for people and for links alike."""

from typing import Any

from django import template

from giaoban.web.frame.task_addresses import task_address, task_file_address

register = template.Library()


@register.simple_tag(takes_context=True)
def task_url(context: dict[str, Any], name: str, *more: str) -> str:
    """Of the context's `task`."""
    return task_address(context.get("acting"), name, context["task"].pk, *more)


@register.simple_tag(takes_context=True)
def task_file_url(context: dict[str, Any], name: str, pk: int) -> str:
    return task_file_address(context.get("acting"), name, pk)
