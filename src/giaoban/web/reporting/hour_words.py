"""How much time is left until a deadline by the hour, in words?"""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.rules.reporting.deadlines import is_late
from giaoban.rules.reporting.incidents import hours_left


def hours_words(due_at: datetime, now: datetime) -> str:
    """ "5 hours left", "overdue by 2 hours"; hours count on every day."""
    left = hours_left(due_at, now)
    if left > 0:
        return ngettext("%(count)s hour left", "%(count)s hours left", left) % {"count": left}
    if left == 0 and is_late(due_at, now):
        return _("overdue by less than an hour")
    if left == 0:
        return _("less than an hour left")
    return ngettext("overdue by %(count)s hour", "overdue by %(count)s hours", -left) % {
        "count": -left
    }
