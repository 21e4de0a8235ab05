"""The addresses of chasing: contacts of units, links to reports."""

from django.urls import path

from giaoban.web.reporting.chase import chase, chase_letter
from giaoban.web.reporting.contacts import contact, contacts, export_contacts, import_contacts
from giaoban.web.reporting.link_steps import revoke_report_link, send_report_link

_ONE = "reports/<int:period_id>/<int:unit_id>/"

urlpatterns = [
    path("reports/status/chase/", chase, name="chase"),
    path("reports/status/chase/letter.<str:form>", chase_letter, name="chase_letter"),
    path("contacts/", contacts, name="contacts"),
    path("contacts/file/", export_contacts, name="export_contacts"),
    path("contacts/import/", import_contacts, name="import_contacts"),
    path("contacts/<int:unit_id>/", contact, name="contact"),
    path(f"{_ONE}send-link/", send_report_link, name="send_report_link"),
    path(f"{_ONE}revoke-link/", revoke_report_link, name="revoke_report_link"),
]
