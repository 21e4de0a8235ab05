"""The addresses of who owes what."""

from django.urls import path

from giaoban.web.reporting.status import call_sheet_page, status

urlpatterns = [
    path("reports/status/", status, name="status"),
    path("reports/status/call-sheet/", call_sheet_page, name="call_sheet"),
]
