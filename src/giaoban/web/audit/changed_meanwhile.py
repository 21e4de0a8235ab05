"""Two people had one page open and the other one saved first: what do we tell the second?

The form carries the record's newest event (`{% include "audit/seen.html" %}`); the action refuses
with ChangedMeanwhile where a younger one is there; the page then shows what was done meanwhile
above what was typed, with the new mark, so that saving once more is a decision and no accident.
"""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.http import HttpRequest

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.queries.audit.history import newest_event_id
from giaoban.web.audit.history_panel import shown_entries


def event_seen(request: HttpRequest) -> int | None:
    """The mark that was sent with the form; None where there is none."""
    given = request.POST.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def seen_context(
    record: models.Model | None,
    actions: Collection[str],
    refused: ChangedMeanwhile | None = None,
) -> dict[str, Any]:
    """What audit/seen.html and audit/changed_meanwhile.html show."""
    return {
        "seen": newest_event_id(record, actions),
        "changed_meanwhile": shown_entries(refused.entries) if refused else None,
    }
