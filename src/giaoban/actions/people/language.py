"""In which language does a person read the product, on whichever machine they sign in?"""

from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.models import Person


@transaction.atomic
def choose_language(*, person: Person, language: str, now: datetime) -> None:
    """`language` is a code of the settings' LANGUAGES; choosing the same again records nothing."""
    if person.language == language:
        return
    before = person.language
    person.language = language
    person.save(update_fields=["language"])
    record(
        actor=person,
        action="choose_language",
        on=person,
        at=now,
        before={"language": before},
        after={"language": language},
    )
