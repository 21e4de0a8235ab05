"""How often may a task be extended, where nothing else is known of it?"""

from datetime import date

from giaoban.models import Committee
from giaoban.queries.units.lineage import unit_and_ancestors
from giaoban.rules.tasks.extending import DEFAULT_EXTENSIONS


def extensions_allowed(giver_id: int, on: date) -> int:
    """As the committee of the unit that gave it says, or of the nearest above; two queries."""
    lineage = unit_and_ancestors(giver_id, on)
    said = dict(
        Committee.objects.filter(unit__in=lineage).values_list("unit_id", "task_extensions")
    )
    return next((said[unit_id] for unit_id in lineage if unit_id in said), DEFAULT_EXTENSIONS)
