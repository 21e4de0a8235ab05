"""Meetings: who prepares, announces and sees them, and what stands behind an invitation."""

from giaoban.rules.people.permissions import Permission
from tests.web.meeting_scene_web import invitee_link_of, meeting_of, place_of
from tests.web.permissions_scene import BY_LINK, Row

P = Permission
BY_INVITATION = frozenset[Permission]()
"""No role gives it: it is found by whoever is invited (tests/web/test_meetings_invitations.py)."""
SEES = frozenset({P.VIEW_MEETINGS, P.MANAGE_MEETINGS})
DECIDES = frozenset({P.PRESIDE, P.MANAGE_MEETINGS})

MEETINGS = [
    # inviting, announcing, answering
    Row("meeting_notice", P.MANAGE_MEETINGS, lambda s: {"pk": meeting_of(s).pk}),
    *(
        Row(name, P.MANAGE_MEETINGS, lambda s: {"pk": meeting_of(s).pk}, method="post")
        for name in (
            "announce_meeting",
            "tell_meeting_changes",
            "invite_roster",
            "invite_guest",
            "remind_invitees",
        )
    ),
    Row("invitation_file", P.MANAGE_MEETINGS, lambda s: {"pk": meeting_of(s).pk, "form": "docx"}),
    Row("meeting_invitees", SEES, lambda s: {"pk": meeting_of(s).pk}),
    Row(
        "invitee_step",
        P.MANAGE_MEETINGS,
        lambda s: {"pk": meeting_of(s).pk, "place_id": place_of(s).pk, "step": "remove"},
        method="post",
    ),
    *(
        Row(
            name,
            P.MANAGE_MEETINGS,
            lambda s: {"pk": meeting_of(s).pk, "place_id": place_of(s).pk},
            method="post",
        )
        for name in ("propose_substitute", "mend_invitee_address")
    ),
    Row(
        "decide_on_substitute",
        DECIDES,
        lambda s: {"pk": meeting_of(s).pk, "place_id": place_of(s).pk},
        method="post",
    ),
    *(
        Row(name, BY_INVITATION, lambda s: {"pk": meeting_of(s).pk}, method=method)
        for name, method in (
            ("my_invitation", "get"),
            ("answer_invitation", "post"),
            ("i_am_here", "post"),
            ("my_meeting_calendar", "get"),
        )
    ),
    Row("my_item_paper", BY_INVITATION, lambda s: {"pk": meeting_of(s).pk, "item_id": 1}),
    Row(
        "link_my_item_paper",
        BY_LINK,
        lambda s: {"link_id": invitee_link_of(s).pk, "item_id": 1},
    ),
    Row("my_meeting_paper", BY_INVITATION, lambda s: {"pk": meeting_of(s).pk, "paper_id": 1}),
    Row("my_invitation_paper", BY_INVITATION, lambda s: {"pk": meeting_of(s).pk, "form": "pdf"}),
    *(
        Row(name, BY_LINK, lambda s: {"link_id": invitee_link_of(s).pk}, method=method)
        for name, method in (
            ("link_my_invitation", "get"),
            ("link_answer_invitation", "post"),
            ("link_i_am_here", "post"),
            ("link_my_meeting_calendar", "get"),
        )
    ),
    Row(
        "link_my_invitation_paper",
        BY_LINK,
        lambda s: {"link_id": invitee_link_of(s).pk, "form": "pdf"},
    ),
    Row(
        "link_my_meeting_paper",
        BY_LINK,
        lambda s: {"link_id": invitee_link_of(s).pk, "paper_id": 1},
    ),
]
