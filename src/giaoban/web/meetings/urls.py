"""The addresses of meetings."""

from django.urls import path

from giaoban.web.meetings.agenda_urls import PREPARING
from giaoban.web.meetings.circulation import (
    add_circulated_question,
    change_circulation,
    circulation,
    circulation_step,
    drop_circulated_question,
    plan_in_writing,
)
from giaoban.web.meetings.invitation_urls import INVITING
from giaoban.web.meetings.minutes import meeting_paper, meeting_paper_file
from giaoban.web.meetings.minutes_steps import (
    add_own_passage,
    approve_meeting_paper,
    correct_meeting_paper,
    draft_meeting_paper,
    reach_of_passage,
    save_passage,
)

_ONE = "meetings/<int:pk>/"
_PAPER = f"{_ONE}papers-after/<str:kind>/"

urlpatterns = [
    *PREPARING,
    *INVITING,
    # papers afterwards
    path(_PAPER, meeting_paper, name="meeting_paper"),
    path(f"{_PAPER}draft/", draft_meeting_paper, name="draft_meeting_paper"),
    path(f"{_PAPER}approve/", approve_meeting_paper, name="approve_meeting_paper"),
    path(f"{_PAPER}passages/", add_own_passage, name="add_own_passage"),
    path(f"{_PAPER}passages/<slug:key>/", save_passage, name="save_passage"),
    path(f"{_PAPER}passages/<slug:key>/reach/", reach_of_passage, name="reach_of_passage"),
    path(
        f"{_PAPER}passages/<slug:key>/correct/", correct_meeting_paper, name="correct_meeting_paper"
    ),
    path(f"{_PAPER}file/<str:form>/", meeting_paper_file, name="meeting_paper_file"),
    # decisions in writing
    path("meetings/in-writing/", plan_in_writing, name="plan_in_writing"),
    path(f"{_ONE}in-writing/", circulation, name="circulation"),
    path(f"{_ONE}in-writing/questions/", add_circulated_question, name="add_circulated_question"),
    path(
        f"{_ONE}in-writing/questions/<int:item>/drop/",
        drop_circulated_question,
        name="drop_circulated_question",
    ),
    path(f"{_ONE}in-writing/term/", change_circulation, name="change_circulation"),
    path(f"{_ONE}in-writing/<str:step>/", circulation_step, name="circulation_step"),
]
