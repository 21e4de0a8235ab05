"""How does a letter say where a task opens without an account, and for how long?"""

from datetime import datetime

from django.utils.translation import gettext as _

from giaoban.mail.letters import place
from giaoban.queries.written_days import moment_text


def words_of_link(expires_at: datetime) -> list[str]:
    """The lines of any letter that opens a task by a link; the address has the first place."""
    until = _(
        "This address works until %(moment)s. Do not pass it on: whoever has it can answer this "
        "task."
    )
    return [
        _("See the task and answer here, no password is needed:"),
        place(1),
        until % {"moment": moment_text(expires_at)},
    ]
