"""What must I do now, whom do I wait for, and what has changed? Each area adds its rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.home.first_steps import first_steps
from giaoban.web.reporting.home_rows import reporting_blocks


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    acting = acting_on(request)
    return render(
        request,
        "frame/home.html",
        {"blocks": reporting_blocks(acting), "steps": first_steps(acting)},
    )
