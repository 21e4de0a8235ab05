"""How is it said when somebody is reminded, so many working days before or after a deadline?"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def reminder_day_words(working_days: int) -> str:
    """Below 0: before the deadline."""
    if working_days == 0:
        return _("on the day of the deadline")
    days = abs(working_days)
    if working_days < 0:
        words = ngettext(
            "%(n)s working day before the deadline", "%(n)s working days before the deadline", days
        )
    else:
        words = ngettext(
            "%(n)s working day after the deadline", "%(n)s working days after the deadline", days
        )
    return words % {"n": days}
