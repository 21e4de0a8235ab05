"""The addresses of reports: the page, its steps, review, and files."""

from django.urls import path

from giaoban.web.reporting.questions import ask_question, question
from giaoban.web.reporting.refused_workbooks import refused_workbook
from giaoban.web.reporting.report_files import report_file, report_source
from giaoban.web.reporting.report_page import read_report, report
from giaoban.web.reporting.report_saving import save_report
from giaoban.web.reporting.report_steps import (
    approve,
    attach_signed_copy,
    begin_for_unit,
    correct,
    declare_nothing,
    discard,
    put_aside,
    take_over_errors,
    upload_workbook,
    withdraw,
)
from giaoban.web.reporting.reports_list import reports
from giaoban.web.reporting.review import review_report
from giaoban.web.reporting.review_list import review_list

_ONE = "reports/<int:period_id>/<int:unit_id>/"

urlpatterns = [
    path("reports/", reports, name="reports"),
    path(_ONE, report, name="report"),
    path(f"{_ONE}read/", read_report, name="read_report"),
    path(f"{_ONE}save/", save_report, name="save_report"),
    path(f"{_ONE}nothing-arose/", declare_nothing, name="nothing_arose"),
    path(f"{_ONE}discard/", discard, name="discard_draft"),
    path(f"{_ONE}withdraw/", withdraw, name="withdraw_report"),
    path(f"{_ONE}approve/", approve, name="approve_report"),
    path(f"{_ONE}signed-copy/", attach_signed_copy, name="add_signed_copy"),
    path(f"{_ONE}over-errors/", take_over_errors, name="take_over_errors"),
    path(f"{_ONE}correct/", correct, name="correct_report"),
    path(f"{_ONE}for-the-unit/", begin_for_unit, name="begin_for_unit"),
    path(f"{_ONE}workbook/", upload_workbook, name="upload_workbook"),
    path(f"{_ONE}to-mend/", refused_workbook, name="refused_workbook"),
    path(f"{_ONE}put-aside/", put_aside, name="put_workbook_aside"),
    path(f"{_ONE}review/", review_report, name="review_report"),
    path("reports/review/<int:period_id>/<int:unit_id>/", review_list, name="review_list"),
    path("reports/files/<int:pk>/", report_file, name="report_file"),
    path("reports/sources/<int:pk>/", report_source, name="report_source"),
    path("questions/ask/", ask_question, name="ask_question"),
    path("questions/<int:pk>/", question, name="question"),
]
