"""The addresses of links: the one in the letter, and those of what stands behind it."""

from django.urls import path

from giaoban.web.links.files import link_file, link_source
from giaoban.web.links.gate import (
    by_link,
    by_section_link,
    by_task_link,
)
from giaoban.web.links.opening import open_link
from giaoban.web.links.questions import answer_by_link, task_by_link
from giaoban.web.reporting.refused_workbooks import refused_workbook
from giaoban.web.reporting.report_page import read_report, report
from giaoban.web.reporting.report_saving import save_report
from giaoban.web.reporting.report_steps import (
    attach_signed_copy,
    correct,
    declare_nothing,
    discard,
    put_aside,
    upload_workbook,
    withdraw,
)
from giaoban.web.reporting.section_writing import write_section
from giaoban.web.reporting.workbooks import filled_workbook, template_workbook
from giaoban.web.tasks.by_link import link_document_file, link_task_file
from giaoban.web.tasks.task_steps import ask_time, task_step

_ONE = "link/<int:link_id>/"
_TASK = "link/task/<int:link_id>/"

urlpatterns = [
    path("link/<slug:token>/", open_link, name="open_link"),
    path("link/section/<int:link_id>/", by_section_link(write_section), name="link_write_section"),
    path(_TASK, by_task_link(task_by_link), name="link_task"),
    path(f"{_TASK}step/<str:step>/", by_task_link(task_step), name="link_task_step"),
    path(f"{_TASK}answer/", by_task_link(answer_by_link), name="link_answer_question"),
    path(f"{_TASK}time/", by_task_link(ask_time), name="link_ask_time"),
    path(f"{_TASK}files/<int:file_id>/", by_task_link(link_task_file), name="link_task_file"),
    path(
        f"{_TASK}documents/<int:file_id>/",
        by_task_link(link_document_file),
        name="link_document_file",
    ),
    path(f"{_ONE}report/", by_link(report, counts_uploads=True), name="link_report"),
    path(f"{_ONE}read/", by_link(read_report), name="link_read_report"),
    path(f"{_ONE}save/", by_link(save_report), name="link_save_report"),
    path(f"{_ONE}nothing-arose/", by_link(declare_nothing), name="link_nothing_arose"),
    path(f"{_ONE}discard/", by_link(discard), name="link_discard_draft"),
    path(f"{_ONE}correct/", by_link(correct), name="link_correct_report"),
    path(f"{_ONE}withdraw/", by_link(withdraw), name="link_withdraw_report"),
    path(
        f"{_ONE}workbook/",
        by_link(upload_workbook, counts_uploads=True),
        name="link_upload_workbook",
    ),
    path(
        f"{_ONE}to-mend/",
        by_link(refused_workbook, counts_copies=True),
        name="link_refused_workbook",
    ),
    path(f"{_ONE}put-aside/", by_link(put_aside), name="link_put_workbook_aside"),
    path(
        f"{_ONE}signed-copy/",
        by_link(attach_signed_copy, counts_uploads=True),
        name="link_add_signed_copy",
    ),
    path(f"{_ONE}template/", by_link(template_workbook), name="link_template_workbook"),
    path(f"{_ONE}filled/", by_link(filled_workbook), name="link_filled_workbook"),
    path(f"{_ONE}files/<int:pk>/", by_link(link_file), name="link_report_file"),
    path(f"{_ONE}sources/<int:pk>/", by_link(link_source), name="link_report_source"),
]
