"""The addresses of workbooks that go out and files of figures that come in."""

from django.urls import path

from giaoban.web.reporting.import_files import import_list, marked_copies
from giaoban.web.reporting.imports import cancel_import_page, import_reports, import_result
from giaoban.web.reporting.workbooks import filled_workbook, template_workbook, template_zip

urlpatterns = [
    path("reports/import/<int:pk>/", import_reports, name="import_reports"),
    path("reports/imports/<int:pk>/", import_result, name="import_result"),
    path("reports/imports/<int:pk>/cancel/", cancel_import_page, name="cancel_import"),
    path("reports/imports/<int:pk>/list.csv", import_list, {"form": "csv"}, name="import_csv"),
    path("reports/imports/<int:pk>/list.xlsx", import_list, {"form": "xlsx"}, name="import_xlsx"),
    path("reports/imports/<int:pk>/to-mend.zip", marked_copies, name="marked_copies"),
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
