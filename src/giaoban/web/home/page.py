"""What must I do now, whom do I wait for, and what has changed? Each area adds its rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.home.blocks import home_blocks
from giaoban.web.home.first_steps import first_steps


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    acting = acting_on(request)
    return render(
        request,
        "frame/home.html",
        {
            "blocks": home_blocks(acting, shows_all="all" in request.GET),
            "steps": first_steps(acting),
            "sees_briefing": acting.may_anywhere(Permission.ASK_QUESTION),
            "proposes": acting.may_anywhere(Permission.PROPOSE_ITEM),
        },
    )
