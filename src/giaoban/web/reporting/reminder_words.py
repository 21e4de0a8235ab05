"""How is a reminder said: when it is sent, and to whom?"""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from giaoban.rules.reporting.reminders import Audience, ReminderRule
from giaoban.web.frame.reminder_days import reminder_day_words

AUDIENCES: dict[str, Promise] = {
    Audience.UNIT: gettext_lazy("the unit: its officers, or its contact by a link"),
    Audience.PARENT: gettext_lazy("officers of the unit above"),
    Audience.SECRETARIAT: gettext_lazy("the secretariat"),
}


def reminder_words(rule: ReminderRule) -> str:
    """When it is sent."""
    if rule.hours is not None:
        return _hour_words(rule.hours)
    return reminder_day_words(rule.steps)


def _hour_words(hours: int) -> str:
    if hours == 0:
        return _("at the deadline")
    if hours < 0:
        words = ngettext(
            "%(n)s hour before the deadline", "%(n)s hours before the deadline", -hours
        )
    else:
        words = ngettext("%(n)s hour after the deadline", "%(n)s hours after the deadline", hours)
    return words % {"n": abs(hours)}
