"""Documents are issued, and what they oblige goes to every unit, until the process is killed."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from giaoban.actions.register.outgoing import (
    OutgoingText,
    call_off_document,
    draft_document,
    issue_document,
)
from giaoban.actions.tasks.cascading import give_next_batch, queue_cascade
from giaoban.models import Cascade, NumberedBody, Unit
from giaoban.rules.tasks.cascade import Choice, ChoiceKind
from tests.killing.journal import Journal
from tests.killing.scene import ALONE
from tests.obligations import make_document, make_obligation


def issue(journal: Journal, dice: random.Random, folder: Path) -> Iterator[None]:
    """Drafts a document and gives it its number; now and then one is called off."""
    body = NumberedBody.objects.get()
    while True:
        now = timezone.now()
        today = timezone.localdate(now)
        text = OutgoingText("QĐ", "Phân công nhiệm vụ")
        draft = draft_document(body=body, text=text, by=None, now=now)
        journal.sent("document", value=draft.pk)
        issue_document(document=draft, dated_on=today, revision=0, by=None, today=today, now=now)
        journal.acknowledged("document", value=draft.pk)
        if dice.random() < 0.2:
            call_off_document(document=draft, reason="Ban hành nhầm", by=None, now=now)
        yield


def cascade(journal: Journal, dice: random.Random, folder: Path) -> Iterator[None]:
    """Leaves an obligation of every unit to the worker, and waits until all have it."""
    root = Unit.objects.get(code="R")
    document = make_document(NumberedBody.objects.get(), symbol="00/KH-BCĐ")
    while True:
        now = timezone.now()
        today = timezone.localdate(now)
        obligation = make_obligation(document, root)
        queued = queue_cascade(
            obligation=obligation,
            choice=Choice(ChoiceKind.UNDER, root.pk),
            by=None,
            today=today,
            now=now,
        )
        while not Cascade.objects.filter(pk=queued.pk, state=Cascade.State.DONE).exists():
            if (folder / ALONE).exists():
                give_next_batch(today=today, now=now)
            time.sleep(0.002)
        journal.acknowledged("obligation", value=obligation.pk)
        yield
