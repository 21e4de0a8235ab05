"""The permission table against every role and every address.

Every address of the product has one row in ROWS: its name, what it is asked with, and the
permission that it needs. A new address without a row fails `test_every_address_has_its_row`.

For each row everybody asks: one person of each role at the province Lào Cai, to which everything
that the rows name belongs; one of each role in another province; somebody without any role; a
stranger. Whoever the table of rules.people.permissions gives the permission gets an answer, the
others "not found", the stranger the sign-in page.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from giaoban.models import (
    Person,
)
from giaoban.rules.people.permissions import Permission, Role
from tests.web.permissions_scene import BY_LINK, FOUND, PUBLIC, SIGNED_IN, Row, Scene

P = Permission
ROWS = [
    # frame
    Row("home", SIGNED_IN),
    Row("search", SIGNED_IN),
    Row(
        "settings",
        frozenset(
            {
                P.MANAGE_REGIMES,
                P.MANAGE_DICTIONARY,
                P.MANAGE_PEOPLE,
                P.MANAGE_COMMITTEE,
                P.MANAGE_UNITS,
                P.LOAD_TOTALS,
                P.CHASE,
            }
        ),
        is_list=True,
    ),
    Row("act_for", SIGNED_IN, method="post"),
    Row("language", PUBLIC, method="post"),
    Row("theme", PUBLIC, method="post"),
    # units
    Row("units", P.VIEW, is_list=True),
    Row("export_units", P.VIEW, is_list=True),
    Row("pick_unit", P.VIEW, is_list=True),
    Row("import_units", P.MANAGE_UNITS, is_list=True),
    Row("unit", P.VIEW, lambda s: {"pk": s.unit.pk}),
    Row("units_below", P.VIEW, lambda s: {"pk": s.unit.pk}),
    Row("change_unit", P.MANAGE_UNITS, lambda s: {"pk": s.unit.pk, "kind": "move"}),
    # people, committee, calendar
    Row("people", P.MANAGE_PEOPLE, is_list=True),
    Row("export_people", P.MANAGE_PEOPLE, is_list=True),
    Row("invite_person", P.MANAGE_PEOPLE, is_list=True),
    Row("person", P.VIEW, lambda s: {"pk": s.officer.pk}),
    Row("edit_person", P.MANAGE_PEOPLE, lambda s: {"pk": s.officer.pk}),
    Row("resend_invitation", P.MANAGE_PEOPLE, lambda s: {"pk": s.officer.pk}, method="post"),
    Row("close_account", P.MANAGE_PEOPLE, lambda s: {"pk": s.officer.pk}, method="post"),
    Row("open_account", P.MANAGE_PEOPLE, lambda s: {"pk": s.officer.pk}, method="post"),
    # Somebody from elsewhere is reached by their e-mail alone (test_reach_of_settings.py).
    Row("appoint", P.MANAGE_PEOPLE, lambda s: {"pk": s.officer.pk}),
    Row("end_appointment", P.MANAGE_PEOPLE, lambda s: {"pk": s.appointment.pk}),
    Row("hand_over", P.MANAGE_PEOPLE, lambda s: {"pk": s.appointment.pk}),
    Row("edit_duties", P.MANAGE_COMMITTEE, lambda s: {"pk": s.appointment.pk}),
    Row("profile", SIGNED_IN),
    Row("make_calendar_feed", SIGNED_IN, method="post"),
    Row("drop_calendar_feed", SIGNED_IN, method="post"),
    Row("calendar_feed", BY_LINK, lambda s: {"token": "x" * 43}),
    Row("committee", P.VIEW, is_list=True),
    Row("committee_of", P.VIEW, lambda s: {"unit_id": s.cast.lao_cai.pk}),
    Row("edit_committee", P.MANAGE_COMMITTEE, lambda s: {"unit_id": s.cast.lao_cai.pk}),
    Row("calendar", P.MANAGE_COMMITTEE, is_list=True),
    Row(
        "remove_calendar_day",
        P.MANAGE_COMMITTEE,
        lambda s: {"pk": s.calendar_day.pk},
        method="post",
    ),
    # regimes, forms, periods, targets
    Row("regimes", P.MANAGE_REGIMES, is_list=True),
    Row("new_regime", P.MANAGE_REGIMES, is_list=True),
    Row("upload_regime", P.MANAGE_REGIMES, is_list=True),
    *(Row(name, P.MANAGE_REGIMES, is_list=True) for name in ("projects", "add_project")),
    Row("edit_project", P.MANAGE_REGIMES, lambda s: {"pk": s.project.pk}),
    Row("remove_project", P.MANAGE_REGIMES, lambda s: {"pk": s.project.pk}, method="post"),
    Row(
        "ask_project",
        P.MANAGE_REGIMES,
        lambda s: {"pk": s.project.pk, "regime": s.regime.pk},
        method="post",
    ),
    *(
        Row(name, P.MANAGE_REGIMES, lambda s: {"pk": s.drafted_regime.pk})
        for name in (
            "regime",
            "edit_regime",
            "edit_deadlines",
            "preview_deadline",
            "edit_outline",
            "edit_reminders",
            "download_regime",
            "form_designer",
            "add_indicator",
            "add_breakdown",
            "add_table",
            "add_list",
            "add_check",
            "try_check",
            "regime_periods",
        )
    ),
    *(
        Row(name, P.MANAGE_REGIMES, lambda s: {"pk": s.drafted_regime.pk}, method="post")
        for name in ("begin_form", "arrange_form", "publish_form", "discard_form", "open_period")
    ),
    Row("form_version", P.MANAGE_REGIMES, lambda s: {"pk": s.regime.pk, "number": 1}),
    Row(
        "edit_indicator",
        P.MANAGE_REGIMES,
        lambda s: {"pk": s.drafted_regime.pk, "code": "processed"},
    ),
    *(
        Row(
            f"edit_{block}",
            P.MANAGE_REGIMES,
            lambda s, code=code: {"pk": s.structured_regime.pk, "code": code},
        )
        for block, code in (("breakdown", "sex"), ("table", "damage"), ("list", "courses"))
    ),
    Row("edit_check", P.MANAGE_REGIMES, lambda s: {"pk": s.drafted_regime.pk, "number": 0}),
    Row(
        "lock_period",
        P.MANAGE_REGIMES,
        lambda s: {"pk": s.regime.pk, "period": s.period.pk},
        method="post",
    ),
    Row("extend_period", P.MANAGE_REGIMES, lambda s: {"pk": s.regime.pk, "period": s.period.pk}),
    Row("regime_targets", P.MANAGE_REGIMES, lambda s: {"pk": s.regime.pk, "year": 2026}),
    # workbooks whose cells are marked
    Row("regime_workbook", P.MANAGE_REGIMES, lambda s: {"pk": s.regime.pk}),
    Row(
        "own_workbook",
        frozenset({P.FILL_REPORT, P.REPORT_FOR_UNIT}),
        lambda s: {"pk": s.regime.pk, "unit_id": s.unit.pk},
    ),
    Row("workbook_map", P.MANAGE_REGIMES, lambda s: {"pk": s.workbook_map.pk}),
    *(
        Row(name, P.MANAGE_REGIMES, lambda s: {"pk": s.workbook_map.pk}, method="post")
        for name in (
            "mark_workbook_cell",
            "mark_workbook_block",
            "make_form_from_workbook",
            "use_workbook_map",
            "change_workbook_map",
            "drop_workbook_map",
        )
    ),
    Row(
        "workbook_map",
        frozenset({P.FILL_REPORT, P.REPORT_FOR_UNIT}),
        lambda s: {"pk": s.spreadsheet_map.pk},
    ),
    # workbooks and files of figures
    *(
        Row(
            name,
            P.VIEW,
            lambda s: {"period_id": s.version.submission.period_id, "unit_id": s.unit.pk},
        )
        for name in ("template_workbook", "filled_workbook", "template_zip")
    ),
    *(
        Row(name, frozenset({P.REVIEW_REPORT, P.REPORT_FOR_UNIT}), lambda s: {"pk": s.regime.pk})
        for name in ("import_reports",)
    ),
    *(  # of somebody else
        Row(name, P.REVIEW_REPORT, lambda s: {"pk": s.report_import.pk})
        for name in ("import_result", "import_csv", "import_xlsx", "marked_copies")
    ),
    Row("cancel_import", P.REVIEW_REPORT, lambda s: {"pk": s.report_import.pk}, method="post"),
    # the dictionary of indicators
    Row("dictionary", P.VIEW, is_list=True),
    Row("shared_indicator", P.VIEW, lambda s: {"pk": s.shared.pk}, is_list=True),
    Row("add_shared_indicator", P.MANAGE_DICTIONARY, is_list=True),
    Row("edit_shared_indicator", P.MANAGE_DICTIONARY, lambda s: {"pk": s.shared.pk}),
    *(
        Row(name, P.MANAGE_DICTIONARY, lambda s: {"pk": s.shared.pk}, method="post")
        for name in ("remove_shared_indicator",)
    ),
    Row("link_indicators", P.MANAGE_DICTIONARY, method="post", is_list=True),
    Row(
        "unlink_indicator",
        P.MANAGE_DICTIONARY,
        lambda s: {"pk": s.shared.uses.earliest("pk").pk},
        method="post",
    ),
    # results, who owes what, totals of earlier years
    Row("results", P.VIEW, is_list=True),
    Row("results_file", P.VIEW, lambda s: {"form": s.period and "csv"}),
    Row("results_picture", P.VIEW, lambda s: {"kind": s.period and "line", "theme": "dark"}),
    Row(
        "origin",
        P.VIEW,
        lambda s: {"unit_id": s.unit.pk, "period_id": s.period.pk, "code": "processed"},
    ),
    Row("status", P.VIEW, is_list=True),
    Row("call_sheet", P.VIEW, lambda s: s.period and {}),
    Row("carried_totals", P.LOAD_TOTALS, is_list=True),
    # reports
    Row("reports", P.VIEW, is_list=True),
    *(Row(name, P.VIEW, lambda s: s.report) for name in ("report", "read_report")),
    *(
        Row(name, frozenset({P.FILL_REPORT, P.REPORT_FOR_UNIT}), lambda s: s.report, method="post")
        for name in (
            "save_report",
            "nothing_arose",
            "discard_draft",
            "withdraw_report",
            "correct_report",
        )
    ),
    Row("add_signed_copy", P.FILL_REPORT, lambda s: s.report, method="post"),
    Row("upload_workbook", P.FILL_REPORT, lambda s: s.report, method="post"),
    Row("refused_workbook", P.FILL_REPORT, lambda s: s.report),
    Row("put_workbook_aside", P.FILL_REPORT, lambda s: s.report, method="post"),
    Row("approve_report", P.APPROVE_REPORT, lambda s: s.report, method="post"),
    Row("take_over_errors", P.ACCEPT_OVER_ERROR, lambda s: s.report, method="post"),
    Row("begin_for_unit", P.REPORT_FOR_UNIT, lambda s: s.report, method="post"),
    Row("review_report", P.REVIEW_REPORT, lambda s: s.report),
    Row("review_list", P.REVIEW_REPORT, lambda s: s.report),
    Row("report_file", P.VIEW, lambda s: {"pk": s.attachment.pk}),
    Row("report_source", P.VIEW, lambda s: {"pk": s.version_with_source.pk}),
    Row("ask_question", P.ASK_QUESTION, is_list=True),
    Row("question", P.VIEW, lambda s: {"pk": s.question.pk}),
    # consolidated reports and the chair's page
    Row("consolidated_reports", P.VIEW, is_list=True),
    Row("draft_consolidated", P.CONSOLIDATE, method="post", is_list=True),
    Row("consolidated_report", P.VIEW, lambda s: {"pk": s.consolidated.pk}),
    Row(
        "consolidated_workbook",
        P.VIEW,
        lambda s: s.used_workbook and {"pk": s.consolidated.pk},
    ),
    # Word templates of a unit's own
    Row("document_templates", P.MANAGE_COMMITTEE, is_list=True),
    *(
        Row(name, P.MANAGE_COMMITTEE, lambda s: {"unit_id": s.cast.lao_cai.pk})
        for name in ("document_templates_of", "template_fields", "starter_template")
    ),
    *(
        Row(name, P.MANAGE_COMMITTEE, lambda s: {"pk": s.template.pk})
        for name in ("document_template", "document_template_file", "document_template_trial")
    ),
    *(
        Row(name, P.MANAGE_COMMITTEE, lambda s: {"pk": s.template.pk}, method="post")
        for name in ("try_document_template", "use_document_template", "stop_document_template")
    ),
    Row(
        "compared_copy",
        P.VIEW,
        lambda s: {"pk": s.consolidated.pk, "copy": s.compared_copy.pk},
    ),
    Row("consolidated_file", P.VIEW, lambda s: {"pk": s.consolidated.pk, "form": "xlsx"}),
    *(
        Row(name, P.CONSOLIDATE, lambda s: {"pk": s.consolidated.pk})
        for name in ("choose_answers", "report_particulars")
    ),
    *(
        Row(name, P.CONSOLIDATE, lambda s: {"pk": s.consolidated.pk}, method="post")
        for name in (
            "arrange_sections",
            "number_report",
            "fix_report",
            "reopen_report",
            "make_report_again",
            "discard_consolidated",
            "add_issued_copy",
        )
    ),
    Row(
        "save_section",
        P.CONSOLIDATE,
        lambda s: {"pk": s.consolidated.pk, "key": "s1"},
        method="post",
    ),
    Row(
        "approve_consolidated",
        P.APPROVE_CONSOLIDATED,
        lambda s: {"pk": s.consolidated.pk},
        method="post",
    ),
    Row(
        "return_consolidated",
        P.APPROVE_CONSOLIDATED,
        lambda s: {"pk": s.consolidated.pk},
        method="post",
    ),
    # authors of sections, comments, a unit's own report
    Row("section_authors", P.CONSOLIDATE, lambda s: {"pk": s.consolidated.pk}),
    Row("hand_out_usual", P.CONSOLIDATE, lambda s: {"pk": s.consolidated.pk}, method="post"),
    Row("decide_section", P.CONSOLIDATE, lambda s: {"pk": s.assigned.pk}, method="post"),
    Row("section_link", P.CONSOLIDATE, lambda s: {"pk": s.assigned.pk}, method="post"),
    Row("write_section", P.WRITE_SECTION, lambda s: {"pk": s.assigned.pk}),
    Row("comment_section", P.WRITE_SECTION, lambda s: {"pk": s.assigned.pk}, method="post"),
    Row("comment_report", P.COMMENT_REPORT, lambda s: {"pk": s.consolidated.pk}, method="post"),
    Row(
        "settle_comment",
        P.COMMENT_REPORT,
        lambda s: {"pk": s.consolidated.pk, "comment": s.comment.pk},
        method="post",
    ),
    Row("draft_own_report", P.MAKE_OWN_REPORT, method="post", is_list=True),
    Row("send_own_report", P.MAKE_OWN_REPORT, lambda s: {"pk": s.own_report.pk}, method="post"),
    Row(
        "receive_report",
        frozenset({P.CONSOLIDATE, P.MAKE_OWN_REPORT}),
        lambda s: {"pk": s.sent_report.pk},
        method="post",
    ),
    Row(
        "issued_copy",
        P.VIEW,
        lambda s: {"pk": s.issued_copy.report_id, "copy": s.issued_copy.pk},
    ),
    Row("chair", P.VIEW, is_list=True),
    # contacts and links of units without an account
    *(
        Row(name, P.CHASE, is_list=True)
        for name in ("contacts", "export_contacts", "import_contacts")
    ),
    Row("chase", P.CHASE, lambda s: s.period and {}),
    Row("chase_letter", P.CHASE, lambda s: {"form": s.period and "docx"}),
    Row("chase_all", P.CHASE, lambda s: {"unit_id": s.unit.pk}),
    Row("dunning_letters", P.CHASE, is_list=True),
    Row("dunning_letter", P.CHASE, lambda s: {"pk": s.dunning_letter.pk}),
    Row("dunning_letter_file", P.CHASE, lambda s: {"pk": s.dunning_letter.pk, "form": "docx"}),
    Row("contact", P.CHASE, lambda s: {"unit_id": s.unit.pk}),
    *(
        Row(name, P.CHASE, lambda s: s.report, method="post")
        for name in ("send_report_link", "revoke_report_link")
    ),
    Row("open_link", BY_LINK, lambda s: {"token": "x" * 43}),
    Row("link_write_section", BY_LINK, lambda s: {"link_id": s.section_link.pk}),
    *(
        Row(f"link_{name}", BY_LINK, lambda s: {"link_id": s.link.pk})
        for name in (
            "report",
            "read_report",
            "template_workbook",
            "filled_workbook",
            "refused_workbook",
        )
    ),
    *(
        Row(f"link_{name}", BY_LINK, lambda s: {"link_id": s.link.pk}, method="post")
        for name in (
            "save_report",
            "nothing_arose",
            "discard_draft",
            "withdraw_report",
            "correct_report",
            "upload_workbook",
            "put_workbook_aside",
            "add_signed_copy",
        )
    ),
    *(
        Row(f"link_{name}", BY_LINK, lambda s: {"link_id": s.link.pk, "pk": s.attachment.pk})
        for name in ("report_file", "report_source")
    ),
    # what people are told
    Row("inbox", SIGNED_IN),
    Row("message", SIGNED_IN, lambda s: {"pk": 1}),
    Row("read_all_messages", SIGNED_IN, method="post"),
    Row("mail", P.MANAGE_PEOPLE, is_list=True),
    Row(
        "try_letter_again",
        P.MANAGE_PEOPLE,
        lambda s: {"pk": s.letter.pk},
        method="post",
        is_list=True,
    ),
    # incidents
    Row("incidents", P.VIEW, is_list=True),
    Row("open_incident", P.MANAGE_REGIMES, is_list=True),
    Row("incident", P.VIEW, lambda s: {"pk": s.incident.pk}),
    Row("end_incident", P.MANAGE_REGIMES, lambda s: {"pk": s.incident.pk}, method="post"),
    Row(
        "final_report",
        frozenset({P.FILL_REPORT, P.REPORT_FOR_UNIT}),
        lambda s: {"pk": s.incident.pk, "unit_id": s.unit.pk},
        method="post",
    ),
    # documents and what they oblige
    Row("documents", P.VIEW, is_list=True),
    Row("document", P.VIEW, lambda s: {"pk": s.document.pk}),
    Row("document_file", P.VIEW, lambda s: {"pk": s.document_file.pk}),
    *(
        Row(name, P.MANAGE_REGISTER, is_list=True)
        for name in ("register_document", "draft_document", "bodies", "add_body")
    ),
    Row("body", P.MANAGE_REGISTER, lambda s: {"pk": s.document.body_id}),
    *(
        Row(name, P.MANAGE_REGISTER, lambda s: {"pk": s.document.pk})
        for name in ("edit_document", "annex", "proposals", "add_obligation")
    ),
    *(
        Row(name, P.MANAGE_REGISTER, lambda s: {"pk": s.document.pk}, method="post")
        for name in (
            "issue_document",
            "call_off_document",
            "add_document_files",
            "relate_documents",
        )
    ),
    Row(
        "unrelate_documents",
        P.MANAGE_REGISTER,
        lambda s: {"pk": s.document_relation.pk},
        method="post",
    ),
    Row("edit_obligation", P.MANAGE_REGISTER, lambda s: {"pk": s.obligation.pk}),
    Row("remove_obligation", P.MANAGE_REGISTER, lambda s: {"pk": s.obligation.pk}, method="post"),
    Row("give_obligation", P.GIVE_TASK, lambda s: {"pk": s.obligation.pk}),
    Row("cascade", P.GIVE_TASK, lambda s: {"pk": s.cascade.pk}),
    # tasks
    *(Row(name, P.VIEW, is_list=True) for name in ("tasks", "task_glance", "task_load")),
    *(
        Row(name, P.VIEW, lambda s: {"form": "csv"}, is_list=True)
        for name in ("glance_file", "task_load_file")
    ),
    Row("task_timeline", P.VIEW, lambda s: {"pk": s.task.obligation.document_id}),
    Row("task", P.VIEW, lambda s: {"pk": s.task.pk}),
    Row("task_file", P.VIEW, lambda s: {"pk": s.task_file.pk}),
    Row(
        "task_step",
        P.ANSWER_TASK,
        lambda s: {"pk": s.task.pk, "step": "acknowledge"},
        method="post",
    ),
    *(
        Row(name, P.ANSWER_TASK, lambda s: {"pk": s.task.pk}, method="post")
        for name in ("ask_time", "hold_task")
    ),
    Row("split_task", P.ANSWER_TASK, lambda s: {"pk": s.task.pk}),
    Row(
        "decide_task",
        P.DECIDE_TASK,
        lambda s: {"pk": s.task.pk, "step": "withdraw"},
        method="post",
    ),
    Row(
        "answer_time",
        P.DECIDE_TASK,
        lambda s: {"pk": s.task.pk, "extension": s.asked_time.pk},
        method="post",
    ),
    Row("give_instruction", P.GIVE_TASK, is_list=True),
    Row("hand_on_tasks", P.DECIDE_TASK, lambda s: {"unit_id": s.closed_units_task.unit_id}),
    # audit
    Row("record_history", P.VIEW_HISTORY, lambda s: {"record_type": "Unit", "pk": s.unit.pk}),
]


def addresses(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, str]]:
    """(name, path) of every address, through all includes."""
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        else:
            yield pattern.name or path, path


def test_every_address_has_its_row() -> None:
    ours = {
        name
        for name, path in addresses(get_resolver().url_patterns)
        if not path.startswith("account/")  # allauth's own, tested with signing in
    }
    rows = {row.name for row in ROWS}
    assert sorted(ours - rows) == [], "add a line to ROWS for each"
    assert sorted(rows - ours) == [], "no such address any more"


def answer(row: Row, scene: Scene, person: Person | None) -> int:
    """The status, with whatever the request changed taken back."""
    client = Client()
    if person is not None:
        client.force_login(person)
    address = reverse(row.name, kwargs=row.asked_with(scene))
    with transaction.atomic():
        response = getattr(client, row.method)(address)
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith("/account/login/"):
        return 401
    return int(response.status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_an_address_answers_those_whom_the_table_lets_in_and_nobody_else(row: Row) -> None:
    scene = Scene()
    row.asked_with(scene)
    asked: dict[str, tuple[bool, int]] = {}
    for role in Role:
        found = row.is_found_by(role)
        asked[f"{role} here"] = (found, answer(row, scene, scene.insiders[role]))
        elsewhere = found and (row.is_list or row.needs in {SIGNED_IN, PUBLIC})
        asked[f"{role} elsewhere"] = (elsewhere, answer(row, scene, scene.outsiders[role]))
    asked["nobody's role"] = (row.is_found_by(None), answer(row, scene, scene.cast.minh))
    wrong = {
        who: status
        for who, (is_found, status) in asked.items()
        if (status not in FOUND if is_found else status != 404)
    }
    assert wrong == {}
    stranger = answer(row, scene, None)
    if row.needs == BY_LINK:
        assert stranger == 404
    else:
        assert stranger in {200, 302} if row.needs == PUBLIC else stranger == 401
