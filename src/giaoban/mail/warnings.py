"""What is an administrator told when letters cannot leave?"""

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
