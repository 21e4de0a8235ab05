"""The code that is read at the door is replaced, say because somebody passed it on."""

import secrets
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.planning import held_meeting
from giaoban.models import Meeting, Person


@transaction.atomic
def replace_check_in_code(*, meeting: Meeting, by: Person | None, now: datetime) -> Meeting:
    """From now on only the new one opens the list of names (queries.meetings.check_in)."""
    held = held_meeting(meeting)
    held.check_in_seed = secrets.token_hex(32)
    held.save(update_fields=["check_in_seed"])
    record(actor=by, action="replace_check_in_code", on=held, at=now)
    return held
