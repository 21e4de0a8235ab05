"""What was withdrawn as a whole was counted as done where a part had been confirmed before."""

from typing import Any

from django.db import migrations
from django.db.models import F

from giaoban.rules.tasks.parts import whole_of
from giaoban.rules.tasks.states import TaskState


def settle(apps: Any, schema_editor: Any) -> None:
    """The whole of each such task, and of what lies over it, from below to above."""
    tasks = apps.get_model("giaoban", "Task").objects.using(schema_editor.connection.alias)
    amiss = tasks.filter(state=TaskState.WITHDRAWN).exclude(whole=F("state"))
    left = set(amiss.values_list("pk", flat=True))
    while left:
        pk = max(left)  # a part is younger than what it was split from
        left.remove(pk)
        task = tasks.get(pk=pk)
        parts = tasks.filter(parent=pk).values_list("whole", "whole_handed_in_on")
        whole, day = whole_of(
            (TaskState(task.state), task.handed_in_on),
            [(TaskState(state), handed_in_on) for state, handed_in_on in parts],
        )
        if (task.whole, task.whole_handed_in_on) != (whole, day):
            tasks.filter(pk=pk).update(whole=whole, whole_handed_in_on=day)
            if task.parent_id is not None:
                left.add(task.parent_id)


class Migration(migrations.Migration):
    dependencies = [("giaoban", "0004_words_of_documents")]
    operations = [migrations.RunPython(settle, migrations.RunPython.noop, elidable=True)]
