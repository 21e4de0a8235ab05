"""The addresses of chasing: letters, contacts of units, links to reports."""

from django.urls import path

from giaoban.web.reporting.chase import chase, chase_all, chase_letter
from giaoban.web.reporting.contacts import contact, contacts, export_contacts, import_contacts
from giaoban.web.reporting.dunning_letters import (
    dunning_letter_file,
    dunning_letter_page,
    dunning_letters,
)
from giaoban.web.reporting.link_steps import revoke_report_link, send_report_link

_ONE = "reports/<int:period_id>/<int:unit_id>/"

urlpatterns = [
    path("reports/status/chase/", chase, name="chase"),
    path("reports/status/chase/letter.<str:form>", chase_letter, name="chase_letter"),
    path("reports/chase/<int:unit_id>/", chase_all, name="chase_all"),
    path("reports/letters/", dunning_letters, name="dunning_letters"),
    path("reports/letters/<int:pk>/", dunning_letter_page, name="dunning_letter"),
    path(
        "reports/letters/<int:pk>/letter.<str:form>",
        dunning_letter_file,
        name="dunning_letter_file",
    ),
    path("contacts/", contacts, name="contacts"),
    path("contacts/file/", export_contacts, name="export_contacts"),
    path("contacts/import/", import_contacts, name="import_contacts"),
    path("contacts/<int:unit_id>/", contact, name="contact"),
    path(f"{_ONE}send-link/", send_report_link, name="send_report_link"),
    path(f"{_ONE}revoke-link/", revoke_report_link, name="revoke_report_link"),
]
