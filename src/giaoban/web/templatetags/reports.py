"""How is a figure beside a cell written: last period's, last year's, the target?"""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from giaoban.queries.reporting.report_page import Line
from giaoban.web.reporting.report_cells import ShownLine, figure_of

register = template.Library()


@register.filter
def beside(line: Line, number: float | None) -> str:
    """Empty where there is nothing."""
    if number is None:
        return ""
    if line.kind == "yes_no":
        return _("yes") if number else _("no")
    return figure_of(line, number)


@register.filter
def answer(line: Line) -> str:
    """What the line itself says, a dash where it says nothing."""
    return beside(line, line.number) or line.text or "—"


@register.filter
def typed_remark(shown: ShownLine, typed: Mapping[str, str]) -> str:
    """What a reviewer had typed beside the cell before the page came back."""
    return typed.get(shown.line.code, "")
