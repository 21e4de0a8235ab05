"""How does a letter say where a task opens without an account, and for how long?"""

from datetime import datetime

from django.utils.translation import gettext as _

from giaoban.mail.letters import place
from giaoban.queries.written_days import moment_text


def words_of_link(expires_at: datetime, *, is_question: bool = False) -> list[str]:
    """The lines of any letter that opens a task by a link; the address has the first place."""
    if is_question:
        opens = _("See the figure and answer the question here, no password is needed:")
        until = _(
            "This address works until %(moment)s. Do not pass it on: whoever has it can answer "
            "this question."
        )
    else:
        opens = _("See the task and answer here, no password is needed:")
        until = _(
            "This address works until %(moment)s. Do not pass it on: whoever has it can answer "
            "this task."
        )
    return [opens, place(1), until % {"moment": moment_text(expires_at)}]
