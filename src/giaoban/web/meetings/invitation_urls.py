"""The addresses of inviting, announcing and answering; and of a place that a link opens."""

from django.urls import path

from giaoban.web.links.gate import by_invitee_link
from giaoban.web.meetings.announcing import (
    announce_meeting,
    invitation_file,
    meeting_notice,
    tell_changes,
)
from giaoban.web.meetings.ballots import cast_vote
from giaoban.web.meetings.invitee_steps import (
    decide_on_substitute,
    invitee_step,
    mend_invitee_address,
    propose_substitute,
    remind_invitees,
)
from giaoban.web.meetings.invitees import invite_guest, invite_roster, meeting_invitees
from giaoban.web.meetings.my_invitation import (
    answer_invitation,
    i_am_here,
    my_invitation,
    my_invitation_paper,
    my_meeting_calendar,
    my_meeting_paper,
)

_ONE = "meetings/<int:pk>/"
_LINK = "link/meeting/<int:link_id>/"

INVITING = [
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
    path(f"{_ONE}invitees/<int:place_id>/propose/", propose_substitute, name="propose_substitute"),
    path(
        f"{_ONE}invitees/<int:place_id>/address/",
        mend_invitee_address,
        name="mend_invitee_address",
    ),
    path(f"{_ONE}invitees/<int:place_id>/<str:step>/", invitee_step, name="invitee_step"),
    path(f"{_ONE}my-place/", my_invitation, name="my_invitation"),
    path(f"{_ONE}my-place/answer/", answer_invitation, name="answer_invitation"),
    path(f"{_ONE}my-place/here/", i_am_here, name="i_am_here"),
    path(f"{_ONE}my-place/papers/<int:paper_id>/", my_meeting_paper, name="my_meeting_paper"),
    path(f"{_ONE}my-place/invitation.<str:form>", my_invitation_paper, name="my_invitation_paper"),
    path(f"{_ONE}my-place/meeting.ics", my_meeting_calendar, name="my_meeting_calendar"),
    # by a link
    path(_LINK, by_invitee_link(my_invitation), name="link_my_invitation"),
    path(f"{_LINK}answer/", by_invitee_link(answer_invitation), name="link_answer_invitation"),
    path(f"{_LINK}here/", by_invitee_link(i_am_here), name="link_i_am_here"),
    path(f"{_LINK}votes/<int:question_id>/", by_invitee_link(cast_vote), name="link_cast_vote"),
    path(
        f"{_LINK}papers/<int:paper_id>/",
        by_invitee_link(my_meeting_paper),
        name="link_my_meeting_paper",
    ),
    path(
        f"{_LINK}invitation.<str:form>",
        by_invitee_link(my_invitation_paper),
        name="link_my_invitation_paper",
    ),
    path(
        f"{_LINK}meeting.ics",
        by_invitee_link(my_meeting_calendar),
        name="link_my_meeting_calendar",
    ),
]
