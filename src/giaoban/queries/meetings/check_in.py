"""Which code opens the list of names at the door of a meeting?

It is made from the meeting's seed by the key of the server: the database alone opens nothing, and
another seed makes another code.
"""

import base64

from django.utils.crypto import constant_time_compare, salted_hmac

from giaoban.models import Meeting

_LENGTH = 24


def check_in_code(meeting: Meeting) -> str:
    """Small letters and figures, so that it can be read aloud if it must."""
    made = salted_hmac(
        "giaoban.check_in", f"{meeting.pk}:{meeting.check_in_seed}", algorithm="sha256"
    )
    return base64.b32encode(made.digest()).decode().lower()[:_LENGTH]


def meeting_of_code(pk: int, code: str) -> Meeting | None:
    """The meeting whose code it is now; None for any other."""
    found: Meeting | None = (
        Meeting.objects.select_related("committee", "chair").filter(pk=pk).first()
    )
    if found is None or not constant_time_compare(check_in_code(found), code):
        return None
    return found
