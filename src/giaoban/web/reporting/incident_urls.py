"""The addresses of incidents."""

from django.urls import path

from giaoban.web.reporting.incident_opening import new_incident
from giaoban.web.reporting.incidents import end_incident_step, final_report, incident, incidents

urlpatterns = [
    path("reports/incidents/", incidents, name="incidents"),
    path("reports/incidents/new/", new_incident, name="open_incident"),
    path("reports/incidents/<int:pk>/", incident, name="incident"),
    path("reports/incidents/<int:pk>/end/", end_incident_step, name="end_incident"),
    path("reports/incidents/<int:pk>/final/<int:unit_id>/", final_report, name="final_report"),
]
