"""How does a unit without an account come to its task: is there a link, and does it work?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.tasks.links import revoke_task_link
from giaoban.actions.tasks.sending_links import send_task_link
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, require, signed_in
from giaoban.web.people.reach import site_of
from giaoban.web.tasks.scope import task_asked
from giaoban.web.tasks.words import task_refusal


@require_POST
@signed_in
def task_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the unit's contact a new link, or end the one in force: `step` says which."""
    task = task_asked(request, pk).task
    require(request, Permission.CHASE, task.unit_id)
    acting = acting_on(request)
    if request.POST.get("step") == "revoke":
        for held in task.links.filter(revoked_at=None):
            revoke_task_link(link=held, by=acting.person, now=acting.now)
            messages.success(request, _("The link is revoked and no longer works."))
        return redirect("task", pk=pk)
    try:
        link = send_task_link(
            task=task, by=acting.person, today=acting.today, now=acting.now, site=site_of(request)
        )
    except RuleError as error:
        messages.error(request, task_refusal(error.problem))
    else:
        words = _("A link is on its way to %(email)s.")
        messages.success(request, words % {"email": link.contact.email})
    return redirect("task", pk=pk)
