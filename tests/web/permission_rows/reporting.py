"""Forms, periods, reports, links, reminders and incidents: what each address needs."""

from giaoban.rules.people.permissions import Permission
from tests.web.permissions_scene import BY_LINK, SIGNED_IN, Row

P = Permission
REPORTING = [
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
]
