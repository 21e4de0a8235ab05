"""Reading one's inbox."""

from datetime import datetime

from django.db import transaction

from giaoban.models import Message, Person


@transaction.atomic
def read_message(*, message: Message, now: datetime) -> None:
    """Note that the person opened it; that is no event of the audit."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now)


@transaction.atomic
def read_all_messages(*, person: Person, now: datetime) -> int:
    """Note all as read; how many were new."""
    return Message.objects.filter(person=person, read_at=None).update(read_at=now)
