"""Links to tasks: who sends them, and what stands behind them."""

from datetime import timedelta

from giaoban.models import TaskLink, UnitContact
from giaoban.rules.people.permissions import Permission
from tests.factories import NOW, TODAY
from tests.web.permissions_scene import BY_LINK, Row, Scene


def task_link_of(scene: Scene) -> TaskLink:
    """A link to the scene's task; nobody of this table has its cookie."""
    made = TaskLink.objects.filter(task=scene.task).first()
    if made is not None:
        return made
    contact = UnitContact.objects.create(
        unit=scene.unit, email="xa@example.vn", since=TODAY, until=TODAY
    )
    return TaskLink.objects.create(
        task=scene.task,
        contact=contact,
        token_digest="2" * 64,
        made_at=NOW,
        expires_at=NOW + timedelta(days=3650),
    )


TASK_LINKS = [
    Row("task_link", Permission.CHASE, lambda s: {"pk": s.task.pk}, method="post"),
    Row("link_task", BY_LINK, lambda s: {"link_id": task_link_of(s).pk}),
    Row(
        "link_task_step",
        BY_LINK,
        lambda s: {"link_id": task_link_of(s).pk, "step": "acknowledge"},
        method="post",
    ),
    Row("link_answer_question", BY_LINK, lambda s: {"link_id": task_link_of(s).pk}, method="post"),
    Row("link_ask_time", BY_LINK, lambda s: {"link_id": task_link_of(s).pk}, method="post"),
    Row(
        "link_task_file",
        BY_LINK,
        lambda s: {"link_id": task_link_of(s).pk, "file_id": s.task_file.pk},
    ),
    Row(
        "link_document_file",
        BY_LINK,
        lambda s: {"link_id": task_link_of(s).pk, "file_id": s.document_file.pk},
    ),
]
