"""The addresses of meetings."""

from django.urls import path

from giaoban.web.meetings.agenda_urls import PREPARING
from giaoban.web.meetings.announcing import (
    announce_meeting,
    invitation_file,
    meeting_notice,
    tell_changes,
)
from giaoban.web.meetings.circulation import (
    add_circulated_question,
    change_circulation,
    circulation,
    circulation_step,
    drop_circulated_question,
    plan_in_writing,
)
from giaoban.web.meetings.invitee_steps import (
    decide_on_substitute,
    invitee_step,
    remind_invitees,
)
from giaoban.web.meetings.invitees import invite_guest, invite_roster, meeting_invitees
from giaoban.web.meetings.minutes import meeting_paper, meeting_paper_file
from giaoban.web.meetings.minutes_steps import (
    add_own_passage,
    approve_meeting_paper,
    correct_meeting_paper,
    draft_meeting_paper,
    reach_of_passage,
    save_passage,
)
from giaoban.web.meetings.my_invitation import (
    answer_invitation,
    i_am_here,
    my_invitation,
    my_meeting_calendar,
    my_meeting_paper,
)

_ONE = "meetings/<int:pk>/"
_PAPER = f"{_ONE}papers-after/<str:kind>/"

urlpatterns = [
    *PREPARING,
    # inviting, announcing, answering
    path(f"{_ONE}notice/", meeting_notice, name="meeting_notice"),
    path(f"{_ONE}notice/send/", announce_meeting, name="announce_meeting"),
    path(f"{_ONE}notice/changes/", tell_changes, name="tell_meeting_changes"),
    path(f"{_ONE}invitation.<str:form>", invitation_file, name="invitation_file"),
    path(f"{_ONE}invitees/", meeting_invitees, name="meeting_invitees"),
    path(f"{_ONE}invitees/roster/", invite_roster, name="invite_roster"),
    path(f"{_ONE}invitees/guest/", invite_guest, name="invite_guest"),
    path(f"{_ONE}invitees/remind/", remind_invitees, name="remind_invitees"),
    path(
        f"{_ONE}invitees/<int:place_id>/substitute/",
        decide_on_substitute,
        name="decide_on_substitute",
    ),
    path(f"{_ONE}invitees/<int:place_id>/<str:step>/", invitee_step, name="invitee_step"),
    path(f"{_ONE}my-place/", my_invitation, name="my_invitation"),
    path(f"{_ONE}my-place/answer/", answer_invitation, name="answer_invitation"),
    path(f"{_ONE}my-place/here/", i_am_here, name="i_am_here"),
    path(f"{_ONE}my-place/papers/<int:paper_id>/", my_meeting_paper, name="my_meeting_paper"),
    path(f"{_ONE}my-place/meeting.ics", my_meeting_calendar, name="my_meeting_calendar"),
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
