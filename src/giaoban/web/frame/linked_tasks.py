"""Is a task opened by a link, and who took a step by it?"""

from django.utils.translation import gettext as _

from giaoban.models import Task, TaskLink
from giaoban.queries.reporting.links import LinkState, task_link_state
from giaoban.queries.tasks.holders import holders_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.tasks.states import OPEN
from giaoban.web.frame.acting import Acting


def link_shown(acting: Acting, task: Task) -> LinkState | None:
    """For who may send links, while the task is open and nobody of its unit has an account.

    Three queries.
    """
    is_open = task.state in OPEN and task.unit.is_open(acting.today)
    if not is_open or not acting.may(Permission.CHASE, task.unit_id):
        return None
    state = task_link_state(task, acting.now)
    if state.link is None and holders_of(task.unit_id, acting.today).exists():
        return None
    return state


def words_by_link(link: TaskLink) -> str:
    """Who took a step by a link, as far as is known: the contact that it was sent to."""
    name = link.contact.name
    return _("%(name)s, by a link") % {"name": name} if name else _("the unit’s contact, by a link")
