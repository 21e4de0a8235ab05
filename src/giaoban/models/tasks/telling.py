"""What is still to be told of a task, and who has been reminded of it?"""

from django.db import models

from giaoban.models.people import Person
from giaoban.models.tasks.tasks import Task
from giaoban.rules.tasks.telling import Occasion


class TaskNews(models.Model):
    """Something happened to a task that the worker has yet to tell; what is told is deleted."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="news")
    occasion = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Occasion])
    words = models.TextField(blank=True)  # the reason, the question or the answer
    at = models.DateTimeField()  # before which it is not told
    by = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")  # knows it already

    class Meta:
        ordering = ["id"]


class TaskTold(models.Model):
    """An address has been reminded of a task at a step: never a second time."""

    email = models.EmailField()  # in small letters
    task = models.ForeignKey(Task, models.CASCADE, related_name="told")
    step = models.CharField(max_length=20)  # +1:2026-11-20, of that term; chase:2026-11-21
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "step", "email"], name="task_told_once"),
        ]
