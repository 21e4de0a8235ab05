"""The addresses of papers afterwards, decisions in writing and reviews."""

from django.urls import path

from giaoban.web.links.gate import by_invitee_link
from giaoban.web.meetings.circulation import (
    add_circulated_question,
    change_circulation,
    circulation,
    circulation_step,
    drop_circulated_question,
    extend_circulation,
    plan_in_writing,
)
from giaoban.web.meetings.minutes import meeting_paper, meeting_paper_file, my_meeting_minutes
from giaoban.web.meetings.minutes_steps import (
    add_own_passage,
    approve_meeting_paper,
    correct_meeting_paper,
    draft_meeting_paper,
    narrow_meeting_paper,
    reach_of_passage,
    register_meeting_paper,
    save_passage,
)
from giaoban.web.meetings.presided import who_presided
from giaoban.web.meetings.review import (
    meeting_review,
    meeting_review_file,
    reviews,
    reviews_file,
)
from giaoban.web.meetings.review_steps import draft_next_tasks, register_meeting_review

_ONE = "meetings/<int:pk>/"
_PAPER = f"{_ONE}papers-after/<str:kind>/"
_PASSAGE = f"{_PAPER}passages/<slug:key>/"
_WRITING = f"{_ONE}in-writing/"

AFTERWARDS = [
    path(f"{_ONE}presided/", who_presided, name="who_presided"),
    path(_PAPER, meeting_paper, name="meeting_paper"),
    path(f"{_PAPER}draft/", draft_meeting_paper, name="draft_meeting_paper"),
    path(f"{_PAPER}approve/", approve_meeting_paper, name="approve_meeting_paper"),
    path(f"{_PAPER}passages/", add_own_passage, name="add_own_passage"),
    path(_PASSAGE, save_passage, name="save_passage"),
    path(f"{_PASSAGE}reach/", reach_of_passage, name="reach_of_passage"),
    path(f"{_PASSAGE}correct/", correct_meeting_paper, name="correct_meeting_paper"),
    path(f"{_PASSAGE}narrow/", narrow_meeting_paper, name="narrow_meeting_paper"),
    path(f"{_PAPER}register/", register_meeting_paper, name="register_meeting_paper"),
    path(f"{_PAPER}file/<str:form>/", meeting_paper_file, name="meeting_paper_file"),
    path(
        f"{_ONE}my-place/minutes/<str:kind>/<str:form>/",
        my_meeting_minutes,
        name="my_meeting_minutes",
    ),
    path(
        "link/meeting/<int:link_id>/minutes/<str:kind>/<str:form>/",
        by_invitee_link(my_meeting_minutes),
        name="link_my_meeting_minutes",
    ),
    # decisions in writing
    path("meetings/in-writing/", plan_in_writing, name="plan_in_writing"),
    path(_WRITING, circulation, name="circulation"),
    path(f"{_WRITING}questions/", add_circulated_question, name="add_circulated_question"),
    path(
        f"{_WRITING}questions/<int:item>/drop/",
        drop_circulated_question,
        name="drop_circulated_question",
    ),
    path(f"{_WRITING}term/", change_circulation, name="change_circulation"),
    path(f"{_WRITING}more-time/", extend_circulation, name="extend_circulation"),
    path(f"{_WRITING}<str:step>/", circulation_step, name="circulation_step"),
    # reviews over a span
    path("meetings/reviews/", reviews, name="reviews"),
    path("meetings/reviews/<str:form>/", reviews_file, name="reviews_file"),
    path(f"{_ONE}review/", meeting_review, name="meeting_review"),
    path(f"{_ONE}review/next/", draft_next_tasks, name="draft_next_tasks"),
    path(f"{_ONE}review/register/", register_meeting_review, name="register_meeting_review"),
    path(f"{_ONE}review/<str:form>/", meeting_review_file, name="meeting_review_file"),
]
