"""The addresses of people, committees, the working calendar and one's own profile."""

from django.urls import path

from giaoban.web.people import (
    accounts,
    appointments,
    calendar,
    calendar_feed,
    committees,
    directory,
)

urlpatterns = [
    path("people/", directory.people, name="people"),
    path("people/export/", directory.export_people, name="export_people"),
    path("people/invite/", accounts.invite, name="invite_person"),
    path("people/<int:pk>/", directory.person, name="person"),
    path("people/<int:pk>/edit/", accounts.edit, name="edit_person"),
    path("people/<int:pk>/resend/", accounts.resend, name="resend_invitation"),
    path("people/<int:pk>/close/", accounts.close_account, name="close_account"),
    path("people/<int:pk>/open/", accounts.open_account, name="open_account"),
    path("people/<int:pk>/appoint/", appointments.appoint, name="appoint"),
    path("people/roles/<int:pk>/end/", appointments.end, name="end_appointment"),
    path("people/roles/<int:pk>/hand-over/", appointments.handing_over, name="hand_over"),
    path("people/roles/<int:pk>/duties/", appointments.duties, name="edit_duties"),
    path("profile/", accounts.profile, name="profile"),
    path("profile/deadlines/", calendar_feed.make_feed, name="make_calendar_feed"),
    path("profile/deadlines/drop/", calendar_feed.drop_feed, name="drop_calendar_feed"),
    path("committee/", committees.committee, name="committee"),
    path("committee/<int:unit_id>/", committees.committee_of, name="committee_of"),
    path("committee/<int:unit_id>/edit/", committees.change_committee, name="edit_committee"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<int:pk>/remove/", calendar.remove_day, name="remove_calendar_day"),
]
