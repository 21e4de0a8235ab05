"""What changed between two versions of a form, in words a clerk reads."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.rules.reporting.form_changes import ChangeKind, FormChange
from giaoban.rules.reporting.structure_texts import BreakdownSource
from giaoban.web.reporting.regime_labels import BETTER, LEVELS, PARTS_RULES

_TITLES: dict[tuple[str, str], Promise] = {
    (ChangeKind.ADDED, "section"): gettext_lazy("New section: %(name)s"),
    (ChangeKind.REMOVED, "section"): gettext_lazy("Section left out: %(name)s"),
    (ChangeKind.ADDED, "indicator"): gettext_lazy("New indicator: %(name)s"),
    (ChangeKind.REMOVED, "indicator"): gettext_lazy("Indicator left out: %(name)s"),
    (ChangeKind.ADDED, "breakdown"): gettext_lazy("New breakdown: %(name)s"),
    (ChangeKind.REMOVED, "breakdown"): gettext_lazy("Breakdown left out: %(name)s"),
    (ChangeKind.ADDED, "table"): gettext_lazy("New table: %(name)s"),
    (ChangeKind.REMOVED, "table"): gettext_lazy("Table left out: %(name)s"),
    (ChangeKind.ADDED, "list"): gettext_lazy("New list: %(name)s"),
    (ChangeKind.REMOVED, "list"): gettext_lazy("List left out: %(name)s"),
    (ChangeKind.ADDED, "check"): gettext_lazy("New check: %(name)s"),
    (ChangeKind.REMOVED, "check"): gettext_lazy("Check left out: %(name)s"),
    (ChangeKind.MOVED, "order"): gettext_lazy("The order of the indicators is another"),
}
SETTING_LABELS: dict[str, Promise] = {
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Kind"),
    "measure": gettext_lazy("Unit of measure"),
    "section": gettext_lazy("Section"),
    "help": gettext_lazy("Help"),
    "is_required": gettext_lazy("Required"),
    "minimum": gettext_lazy("Least"),
    "maximum": gettext_lazy("Most"),
    "choices": gettext_lazy("Choices"),
    "decimals": gettext_lazy("Decimals"),
    "better": gettext_lazy("Which is better"),
    "over_time": gettext_lazy("Over time"),
    "over_units": gettext_lazy("Over units"),
    "numerator": gettext_lazy("Numerator"),
    "denominator": gettext_lazy("Denominator"),
    "part_of": gettext_lazy("Part of"),
    "parts": gettext_lazy("Its parts"),
    "breakdowns": gettext_lazy("Broken down by"),
    "shared": gettext_lazy("Entry of the dictionary"),
    "rule": gettext_lazy("Its parts"),
    "categories": gettext_lazy("Categories"),
    "source": gettext_lazy("Categories come from"),
    "rows": gettext_lazy("Rows"),
    "columns": gettext_lazy("Columns"),
    "level": gettext_lazy("Level"),
    "message": gettext_lazy("Message"),
}


def change_in_words(change: FormChange) -> str:
    """One line: "Hồ sơ đã giải quyết · Least: nothing → 0"."""
    title = _TITLES.get((change.kind, change.what))
    if title is not None:
        return str(title) % {"name": change.name}
    return _("%(name)s · %(setting)s: %(before)s → %(after)s") % {
        "name": change.name,
        "setting": SETTING_LABELS[change.key],
        "before": _shown(change.key, change.before),
        "after": _shown(change.key, change.after),
    }


_CHOICES: dict[str, dict[str, Promise]] = {
    "level": LEVELS,
    "better": BETTER,
    "parts": PARTS_RULES,
    "rule": PARTS_RULES,
    "source": {
        "": gettext_lazy("the form itself"),
        BreakdownSource.PROJECTS: gettext_lazy("the register of projects"),
    },
}


def _shown(key: str, value: Any) -> str:
    if key in _CHOICES:
        return str(_CHOICES[key][value])
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    if value in (None, "", ()):
        return _("nothing")
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
