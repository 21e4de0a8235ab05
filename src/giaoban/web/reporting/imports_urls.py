"""The addresses of workbooks that go out and files of figures that come in."""

from django.urls import path

from giaoban.web.reporting.imports import import_errors, import_reports, import_result
from giaoban.web.reporting.workbooks import filled_workbook, template_workbook, template_zip

urlpatterns = [
    path("reports/import/<int:pk>/", import_reports, name="import_reports"),
    path("reports/import/<int:pk>/result/", import_result, name="import_result"),
    path("reports/import/<int:pk>/errors.csv", import_errors, name="import_errors"),
    path(
        "reports/<int:period_id>/<int:unit_id>/template.xlsx",
        template_workbook,
        name="template_workbook",
    ),
    path(
        "reports/<int:period_id>/<int:unit_id>/workbook.xlsx",
        filled_workbook,
        name="filled_workbook",
    ),
    path("reports/<int:period_id>/<int:unit_id>/templates.zip", template_zip, name="template_zip"),
]
