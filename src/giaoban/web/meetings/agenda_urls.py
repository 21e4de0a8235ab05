"""The addresses of lists, series, meetings being prepared, agendas, papers and proposals."""

from django.urls import path

from giaoban.web.links.gate import by_invitee_link
from giaoban.web.meetings.agenda import (
    add_agenda_item,
    draft_agenda,
    drop_agenda_item,
    edit_agenda_item,
    move_agenda_item,
)
from giaoban.web.meetings.meeting_page import meeting
from giaoban.web.meetings.meeting_planning import cancel_meeting, edit_meeting, plan_meeting
from giaoban.web.meetings.meetings_list import meetings, meetings_file
from giaoban.web.meetings.my_papers import my_item_paper
from giaoban.web.meetings.papers import add_agenda_paper, agenda_paper_file, withdraw_agenda_paper
from giaoban.web.meetings.proposals import (
    item_proposals,
    proposal_file,
    refuse_proposal,
    send_proposal,
    take_proposal,
    withdraw_proposal,
)
from giaoban.web.meetings.series import add_series, edit_series, meeting_series

_ONE = "meetings/<int:pk>/"
_ITEM = "meetings/items/<int:pk>/"
_PAPER = "meetings/papers/<int:pk>/"
_PROPOSAL = "meetings/proposals/<int:pk>/"

PREPARING = [
    path("meetings/", meetings, name="meetings"),
    path("meetings/list/<str:form>/", meetings_file, name="meetings_file"),
    path("meetings/plan/", plan_meeting, name="plan_meeting"),
    path("meetings/series/", meeting_series, name="meeting_series"),
    path("meetings/series/add/", add_series, name="add_series"),
    path("meetings/series/<int:pk>/", edit_series, name="edit_series"),
    path(_ONE, meeting, name="meeting"),
    path(f"{_ONE}edit/", edit_meeting, name="edit_meeting"),
    path(f"{_ONE}cancel/", cancel_meeting, name="cancel_meeting"),
    path(f"{_ONE}agenda/draft/", draft_agenda, name="draft_agenda"),
    path(f"{_ONE}agenda/add/", add_agenda_item, name="add_agenda_item"),
    path(_ITEM, edit_agenda_item, name="edit_agenda_item"),
    path(f"{_ITEM}move/", move_agenda_item, name="move_agenda_item"),
    path(f"{_ITEM}drop/", drop_agenda_item, name="drop_agenda_item"),
    path(f"{_ITEM}papers/", add_agenda_paper, name="add_agenda_paper"),
    path(_PAPER, agenda_paper_file, name="agenda_paper_file"),
    path(f"{_PAPER}withdraw/", withdraw_agenda_paper, name="withdraw_agenda_paper"),
    path(f"{_ONE}my-place/items/<int:item_id>/paper/", my_item_paper, name="my_item_paper"),
    path(
        "link/meeting/<int:link_id>/items/<int:item_id>/paper/",
        by_invitee_link(my_item_paper),
        name="link_my_item_paper",
    ),
    path("meetings/proposals/", item_proposals, name="item_proposals"),
    path("meetings/proposals/send/", send_proposal, name="send_proposal"),
    path(f"{_PROPOSAL}take/", take_proposal, name="take_proposal"),
    path(f"{_PROPOSAL}refuse/", refuse_proposal, name="refuse_proposal"),
    path(f"{_PROPOSAL}withdraw/", withdraw_proposal, name="withdraw_proposal"),
    path(f"{_PROPOSAL}file/", proposal_file, name="proposal_file"),
]
