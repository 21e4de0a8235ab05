"""The addresses of what a committee is when it meets: its roster, its rules, kinds of meetings."""

from django.urls import path

from giaoban.web.meetings.decision_rules import decision_rules
from giaoban.web.meetings.kinds import (
    add_meeting_kind,
    meeting_kind,
    meeting_kinds,
    reset_meeting_kind,
)
from giaoban.web.meetings.roster import (
    committee_roster,
    name_roster_posts,
    redraft_roster_decision,
    roster_decision_file,
    roster_file,
)
from giaoban.web.meetings.roster_change import change_committee_roster

_ONE = "committee/<int:unit_id>/"

urlpatterns = [
    path(f"{_ONE}roster/", committee_roster, name="committee_roster"),
    path(f"{_ONE}roster/change/", change_committee_roster, name="change_roster"),
    path(f"{_ONE}roster/seats/", name_roster_posts, name="name_roster_posts"),
    path(f"{_ONE}roster/<str:form>/", roster_file, name="roster_file"),
    path(f"{_ONE}decides/", decision_rules, name="decision_rules"),
    path(
        "committee/decisions/<int:pk>/redraft/",
        redraft_roster_decision,
        name="redraft_roster_decision",
    ),
    path(
        "committee/decisions/<int:pk>/<str:form>/",
        roster_decision_file,
        name="roster_decision_file",
    ),
    path("settings/meeting-kinds/", meeting_kinds, name="meeting_kinds"),
    path("settings/meeting-kinds/add/", add_meeting_kind, name="add_meeting_kind"),
    path("settings/meeting-kinds/<slug:code>/", meeting_kind, name="meeting_kind"),
    path(
        "settings/meeting-kinds/<slug:code>/reset/", reset_meeting_kind, name="reset_meeting_kind"
    ),
]
