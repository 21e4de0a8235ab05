"""Papers afterwards, decisions in writing, reviews: who writes, approves, reads."""

from giaoban.rules.people.permissions import Permission
from tests.web.meeting_papers_scene import (
    closed_of,
    in_writing_of,
    question_of,
    review_of,
    sent_of,
)
from tests.web.meeting_scene_web import invitee_link_of
from tests.web.permission_rows.meetings import BY_INVITATION
from tests.web.permissions_scene import BY_LINK, Row

P = Permission
SEES = frozenset({P.VIEW_MEETINGS, P.MANAGE_MEETINGS})
WRITES = frozenset({P.MANAGE_MEETINGS, P.PRESIDE})
LOOKS_BACK = SEES | WRITES

MEETING_PAPERS = [
    # an approved notice is read by everybody who sees the meeting, a draft by who writes it
    Row("meeting_paper", SEES, lambda s: {"pk": closed_of(s).pk, "kind": "conclusions"}),
    Row("meeting_paper", WRITES, lambda s: {"pk": closed_of(s).pk, "kind": "minutes"}),
    Row(
        "meeting_paper_file",
        SEES,
        lambda s: {"pk": closed_of(s).pk, "kind": "conclusions", "form": "docx"},
    ),
    Row(
        "meeting_paper_file",
        WRITES,
        lambda s: {"pk": closed_of(s).pk, "kind": "minutes", "form": "docx"},
    ),
    *(
        Row(name, needs, lambda s: {"pk": closed_of(s).pk, "kind": "minutes"}, method="post")
        for name, needs in (
            ("draft_meeting_paper", WRITES),
            ("approve_meeting_paper", P.PRESIDE),
            ("add_own_passage", WRITES),
        )
    ),
    *(
        Row(
            name,
            WRITES,
            lambda s: {"pk": closed_of(s).pk, "kind": "minutes", "key": "closing"},
            method="post",
        )
        for name in (
            "save_passage",
            "reach_of_passage",
            "correct_meeting_paper",
            "narrow_meeting_paper",
        )
    ),
    *(
        Row("who_presided", P.MANAGE_MEETINGS, lambda s: {"pk": closed_of(s).pk}, method=method)
        for method in ("get", "post")
    ),
    Row(
        "register_meeting_paper",
        WRITES,
        lambda s: {"pk": closed_of(s).pk, "kind": "conclusions"},
        method="post",
    ),
    Row(
        "my_meeting_minutes",
        BY_INVITATION,
        lambda s: {"pk": closed_of(s).pk, "kind": "conclusions", "form": "pdf"},
    ),
    Row(
        "link_my_meeting_minutes",
        BY_LINK,
        lambda s: {"link_id": invitee_link_of(s).pk, "kind": "conclusions", "form": "pdf"},
    ),
    # in writing
    Row("plan_in_writing", P.MANAGE_MEETINGS, is_list=True),
    Row("circulation", P.MANAGE_MEETINGS, lambda s: {"pk": in_writing_of(s).pk}),
    Row("circulation", SEES, lambda s: {"pk": sent_of(s).pk}),
    *(
        Row(name, P.MANAGE_MEETINGS, lambda s: {"pk": in_writing_of(s).pk}, method="post")
        for name in ("add_circulated_question", "change_circulation", "extend_circulation")
    ),
    Row(
        "drop_circulated_question",
        P.MANAGE_MEETINGS,
        lambda s: {"pk": in_writing_of(s).pk, "item": question_of(in_writing_of(s)).pk},
        method="post",
    ),
    Row(
        "circulation_step",
        P.MANAGE_MEETINGS,
        lambda s: {"pk": in_writing_of(s).pk, "step": "count"},
        method="post",
    ),
    # reviews
    Row("reviews", LOOKS_BACK, is_list=True),
    Row("reviews_file", LOOKS_BACK, lambda s: {"form": "xlsx"}, is_list=True),
    Row("meeting_review", SEES, lambda s: {"pk": review_of(s).pk}),
    Row("meeting_review_file", SEES, lambda s: {"pk": review_of(s).pk, "form": "xlsx"}),
    Row("register_meeting_review", WRITES, lambda s: {"pk": review_of(s).pk}, method="post"),
    Row("draft_next_tasks", P.MANAGE_MEETINGS, lambda s: {"pk": review_of(s).pk}, method="post"),
]
