"""The addresses of consolidated reports and of the chair's page."""

from django.urls import path

from giaoban.web.reporting.chair import chair
from giaoban.web.reporting.compared_copy import compared_copy
from giaoban.web.reporting.consolidated_annex import consolidated_workbook
from giaoban.web.reporting.consolidated_answers import choose_answers
from giaoban.web.reporting.consolidated_files import consolidated_file, issued_copy
from giaoban.web.reporting.consolidated_list import (
    consolidated_reports,
    draft_consolidated,
    draft_own_report,
)
from giaoban.web.reporting.consolidated_page import consolidated_report
from giaoban.web.reporting.consolidated_particulars import report_particulars
from giaoban.web.reporting.consolidated_sections import arrange_sections, save_section
from giaoban.web.reporting.consolidated_steps import (
    add_issued_copy,
    approve_consolidated,
    discard_report,
    fix_report,
    make_again,
    number_report,
    reopen_report,
)
from giaoban.web.reporting.own_reports import receive_report, send_own_report
from giaoban.web.reporting.report_comments import comment_report, return_report_to_mend, settle
from giaoban.web.reporting.section_authors import (
    decide_section,
    hand_out_usual,
    section_authors,
)
from giaoban.web.reporting.section_links import section_link
from giaoban.web.reporting.section_writing import comment_section, write_section

_SECTION = "reports/sections/<int:pk>/"
_ALL = "reports/consolidated/"
_ONE = f"{_ALL}<int:pk>/"

urlpatterns = [
    path(_ALL, consolidated_reports, name="consolidated_reports"),
    path(f"{_ALL}draft/", draft_consolidated, name="draft_consolidated"),
    path(f"{_ALL}own/", draft_own_report, name="draft_own_report"),
    path(_ONE, consolidated_report, name="consolidated_report"),
    path(f"{_ONE}report.<str:form>", consolidated_file, name="consolidated_file"),
    path(f"{_ONE}annex.xlsx", consolidated_workbook, name="consolidated_workbook"),
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
    path(f"{_ONE}issued/<int:copy>/compared/", compared_copy, name="compared_copy"),
    path(f"{_ONE}authors/", section_authors, name="section_authors"),
    path(f"{_ONE}authors/usual/", hand_out_usual, name="hand_out_usual"),
    path(f"{_ONE}comments/", comment_report, name="comment_report"),
    path(f"{_ONE}comments/<int:comment>/settle/", settle, name="settle_comment"),
    path(f"{_ONE}return/", return_report_to_mend, name="return_consolidated"),
    path(f"{_ONE}send/", send_own_report, name="send_own_report"),
    path(f"{_ONE}receive/", receive_report, name="receive_report"),
    path(_SECTION, write_section, name="write_section"),
    path(f"{_SECTION}comment/", comment_section, name="comment_section"),
    path(f"{_SECTION}decide/", decide_section, name="decide_section"),
    path(f"{_SECTION}link/", section_link, name="section_link"),
    path("results/chair/", chair, name="chair"),
]
