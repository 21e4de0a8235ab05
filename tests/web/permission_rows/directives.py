"""Documents, what they oblige and tasks: what each address needs."""

from giaoban.rules.people.permissions import Permission
from tests.web.permissions_scene import Row

P = Permission
DIRECTIVES = [
    # documents and what they oblige
    Row("documents", P.VIEW, is_list=True),
    Row("document", P.VIEW, lambda s: {"pk": s.document.pk}),
    Row("assignment_file", P.VIEW, lambda s: {"pk": s.document.pk, "form": "pdf"}),
    Row("register_books", P.VIEW, is_list=True),
    Row("register_book_file", P.VIEW, lambda s: {"book": "incoming", "form": "xlsx"}, is_list=True),
    Row("document_file", P.VIEW, lambda s: {"pk": s.document_file.pk}),
    *(
        Row(name, P.MANAGE_REGISTER, is_list=True)
        for name in (
            "register_document",
            "draft_document",
            "import_documents",
            "bodies",
            "add_body",
        )
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
        "remove_document_file",
        P.MANAGE_REGISTER,
        lambda s: {"pk": s.document_file.pk},
        method="post",
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
    Row("give_document", P.GIVE_TASK, lambda s: {"pk": s.document.pk}),
    Row(
        "withdraw_document_tasks",
        P.DECIDE_TASK,
        lambda s: {"pk": s.document.pk},
        method="post",
    ),
    Row("cascade", P.GIVE_TASK, lambda s: {"pk": s.cascade.pk}),
    # tasks
    *(Row(name, P.VIEW, is_list=True) for name in ("tasks", "task_glance", "task_load")),
    *(
        Row(name, P.VIEW, lambda s: {"form": "csv"}, is_list=True)
        for name in ("tasks_file", "glance_file", "task_load_file")
    ),
    Row("chase_tasks", P.CHASE, is_list=True),
    Row("progress", P.VIEW, is_list=True),
    Row("progress_file", P.VIEW, lambda s: {"form": "xlsx"}, is_list=True),
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
]
