"""Lists and series of meetings, what is prepared of one, its papers, and what units propose."""

from giaoban.rules.people.permissions import Permission
from tests.web.agenda_scene import item_of, paper_of, proposal_of, series_of
from tests.web.meeting_scene_web import meeting_of
from tests.web.permissions_scene import SIGNED_IN, Row

P = Permission
SEES = frozenset({P.VIEW_MEETINGS, P.MANAGE_MEETINGS})
PROPOSES = frozenset({P.PROPOSE_ITEM, P.MANAGE_MEETINGS})

AGENDA = [
    # Everybody finds there what they are invited to; nobody else's.
    Row("meetings", SIGNED_IN, is_list=True),
    Row("meetings_file", SIGNED_IN, lambda s: {"form": "csv"}, is_list=True),
    *(
        Row(name, P.MANAGE_MEETINGS, is_list=True)
        for name in ("plan_meeting", "meeting_series", "add_series")
    ),
    Row("edit_series", P.MANAGE_MEETINGS, lambda s: {"pk": series_of(s).pk}),
    Row("meeting", SEES, lambda s: {"pk": meeting_of(s).pk}),
    *(
        Row(name, P.MANAGE_MEETINGS, lambda s: {"pk": meeting_of(s).pk})
        for name in ("edit_meeting", "add_agenda_item")
    ),
    *(
        Row(name, P.MANAGE_MEETINGS, lambda s: {"pk": meeting_of(s).pk}, method="post")
        for name in ("cancel_meeting", "draft_agenda")
    ),
    *(
        Row(name, P.MANAGE_MEETINGS, lambda s: {"pk": item_of(s).pk})
        for name in ("edit_agenda_item", "add_agenda_paper")
    ),
    *(
        Row(name, P.MANAGE_MEETINGS, lambda s: {"pk": item_of(s).pk}, method="post")
        for name in ("move_agenda_item", "drop_agenda_item")
    ),
    Row("agenda_paper_file", SEES, lambda s: {"pk": paper_of(s).pk}),
    Row(
        "withdraw_agenda_paper",
        P.MANAGE_MEETINGS,
        lambda s: {"pk": paper_of(s).pk},
        method="post",
    ),
    # what units propose
    Row("item_proposals", PROPOSES, is_list=True),
    Row("send_proposal", P.PROPOSE_ITEM, is_list=True),
    Row("proposal_file", PROPOSES, lambda s: {"pk": proposal_of(s).pk}),
    *(
        Row(name, P.MANAGE_MEETINGS, lambda s: {"pk": proposal_of(s).pk}, method="post")
        for name in ("take_proposal", "refuse_proposal")
    ),
    Row("withdraw_proposal", P.PROPOSE_ITEM, lambda s: {"pk": proposal_of(s).pk}, method="post"),
]
