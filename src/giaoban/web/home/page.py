"""What must I do now, whom do I wait for, and what has changed? Each area adds its rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.home import joined
from giaoban.web.home.first_steps import first_steps
from giaoban.web.reporting.home_consolidated import consolidated_blocks
from giaoban.web.reporting.home_incidents import incident_blocks
from giaoban.web.reporting.home_rows import reporting_blocks
from giaoban.web.reporting.home_sections import section_blocks
from giaoban.web.tasks.home_tasks import task_blocks


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    acting = acting_on(request)
    shows_all = "all" in request.GET
    return render(
        request,
        "frame/home.html",
        {
            "blocks": joined(
                incident_blocks(acting),
                section_blocks(acting, shows_all=shows_all),
                reporting_blocks(acting, shows_all=shows_all),
                task_blocks(acting, shows_all=shows_all),
                consolidated_blocks(acting),
            ),
            "steps": first_steps(acting),
            "sees_briefing": acting.may_anywhere(Permission.ASK_QUESTION),
        },
    )
