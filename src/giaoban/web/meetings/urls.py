"""The addresses of meetings."""

from giaoban.web.meetings.agenda_urls import PREPARING
from giaoban.web.meetings.invitation_urls import INVITING
from giaoban.web.meetings.papers_urls import AFTERWARDS

urlpatterns = [
    *PREPARING,
    *INVITING,
    *AFTERWARDS,
]
