"""The addresses of the pages, area by area."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("giaoban.web.frame.urls")),
    path("", include("giaoban.web.home.urls")),
    path("", include("giaoban.web.audit.urls")),
    path("", include("giaoban.web.people.urls")),
    path("", include("giaoban.web.messages.urls")),
    path("", include("giaoban.web.tasks.urls")),
    path("", include("giaoban.web.meetings.urls")),
    path("", include("giaoban.web.meetings.committee_urls")),
    path("", include("giaoban.web.meetings.running_urls")),
    path("", include("giaoban.web.register.urls")),
    path("", include("giaoban.web.links.urls")),
    path("", include("giaoban.web.reporting.chase_urls")),
    path("", include("giaoban.web.units.urls")),
    path("", include("giaoban.web.reporting.regime_urls")),
    path("", include("giaoban.web.reporting.imports_urls")),
    path("", include("giaoban.web.reporting.map_urls")),
    path("", include("giaoban.web.reporting.results_urls")),
    path("", include("giaoban.web.reporting.dictionary_urls")),
    path("", include("giaoban.web.reporting.consolidated_urls")),
    path("", include("giaoban.web.reporting.document_template_urls")),
    path("", include("giaoban.web.reporting.status_urls")),
    path("", include("giaoban.web.reporting.incident_urls")),
    path("", include("giaoban.web.reporting.report_urls")),
]
