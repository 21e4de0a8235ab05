"""How often may a task be extended, and has a late one to be explained?"""

from datetime import date
from typing import Any

from giaoban.models import Committee
from giaoban.queries.units.lineage import unit_and_ancestors
from giaoban.rules.tasks.extending import DEFAULT_EXTENSIONS


def extensions_allowed(giver_id: int, on: date) -> int:
    """As the committee of the unit that gave it says, or of the nearest above; two queries."""
    said: int = _said(giver_id, "task_extensions", DEFAULT_EXTENSIONS, on)
    return said


def lateness_explained(giver_id: int, on: date) -> bool:
    """Whether who hands it in late has to say why; asked of the same committee."""
    return bool(_said(giver_id, "tasks_late_explained", True, on))


def _said(giver_id: int, setting: str, otherwise: Any, on: date) -> Any:
    lineage = unit_and_ancestors(giver_id, on)
    said = dict(Committee.objects.filter(unit__in=lineage).values_list("unit_id", setting))
    return next((said[unit_id] for unit_id in lineage if unit_id in said), otherwise)
