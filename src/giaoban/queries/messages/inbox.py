"""What is in a person's inbox?"""

from django.db.models import QuerySet

from giaoban.models import Message, Person


def messages_of(person: Person) -> QuerySet[Message]:
    """The newest first."""
    return Message.objects.filter(person=person)


def unread_count(person: Person) -> int:
    return Message.objects.filter(person=person, read_at=None).count()
