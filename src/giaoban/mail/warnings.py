"""What is an administrator told when something does not go on by itself?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override


@dataclass(frozen=True)
class Notice:
    """A line for an inbox, in the reader's language."""

    subject: str
    text: str


def mail_waits(language: str, error: str) -> Notice:
    with override(language):
        return Notice(
            _("Letters cannot be sent"),
            _(
                "The mail server does not answer (%(error)s). No letter is lost: they wait and are "
                "tried again by themselves."
            )
            % {"error": error},
        )


def news_set_aside(language: str, unit: str, error: str) -> Notice:
    with override(language):
        return Notice(
            _("News of a task of %(unit)s could not be told") % {"unit": unit},
            _(
                "What happened to the task was set aside (%(error)s); all other news went on. Tell "
                "those whom it concerns: the history of the task says what it is about."
            )
            % {"error": error},
        )


def periods_not_opened(language: str, regime: str, error: str) -> Notice:
    with override(language):
        return Notice(
            _("Reporting periods could not be opened"),
            _(
                "The due periods of “%(regime)s” could not be opened (%(error)s); those of the "
                "other regimes were. It is tried again every minute: correct the regime, or open "
                "the period by hand."
            )
            % {"regime": regime, "error": error},
        )
