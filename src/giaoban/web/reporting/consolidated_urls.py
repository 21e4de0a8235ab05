"""The addresses of consolidated reports and of the chair's page."""

from django.urls import path

from giaoban.web.reporting.chair import chair
from giaoban.web.reporting.consolidated_answers import choose_answers
from giaoban.web.reporting.consolidated_list import consolidated_reports, draft_consolidated
from giaoban.web.reporting.consolidated_page import consolidated_report
from giaoban.web.reporting.consolidated_particulars import report_particulars
from giaoban.web.reporting.consolidated_sections import arrange_sections, save_section
from giaoban.web.reporting.consolidated_steps import (
    add_issued_copy,
    approve_consolidated,
    consolidated_file,
    discard_report,
    fix_report,
    issued_copy,
    make_again,
    number_report,
    reopen_report,
)

_ALL = "reports/consolidated/"
_ONE = f"{_ALL}<int:pk>/"

urlpatterns = [
    path(_ALL, consolidated_reports, name="consolidated_reports"),
    path(f"{_ALL}draft/", draft_consolidated, name="draft_consolidated"),
    path(_ONE, consolidated_report, name="consolidated_report"),
    path(f"{_ONE}report.<str:form>", consolidated_file, name="consolidated_file"),
    path(f"{_ONE}sections/", arrange_sections, name="arrange_sections"),
    path(f"{_ONE}sections/<str:key>/", save_section, name="save_section"),
    path(f"{_ONE}answers/", choose_answers, name="choose_answers"),
    path(f"{_ONE}particulars/", report_particulars, name="report_particulars"),
    path(f"{_ONE}number/", number_report, name="number_report"),
    path(f"{_ONE}fix/", fix_report, name="fix_report"),
    path(f"{_ONE}reopen/", reopen_report, name="reopen_report"),
    path(f"{_ONE}approve/", approve_consolidated, name="approve_consolidated"),
    path(f"{_ONE}again/", make_again, name="make_report_again"),
    path(f"{_ONE}discard/", discard_report, name="discard_consolidated"),
    path(f"{_ONE}issued/", add_issued_copy, name="add_issued_copy"),
    path(f"{_ONE}issued/<int:copy>/", issued_copy, name="issued_copy"),
    path("results/chair/", chair, name="chair"),
]
