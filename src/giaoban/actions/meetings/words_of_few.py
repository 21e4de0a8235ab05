"""What does an event keep of words that only the chair and the secretariat read?

A digest: that they were changed, and which they were, can be shown with the words at hand; but who
reads events, or a copy of them, learns nothing.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models

from giaoban.rules.audit.digests import personal_digest
from giaoban.rules.meetings.passages import Reach, narrowest

_WORDS = ("text", "product", "reason")


def kept_facts(facts: Mapping[str, Any], on: models.Model, *reaches: str) -> dict[str, Any]:
    """The facts of a record; where any of its `reaches` is for few, without its words."""
    if narrowest(map(Reach, reaches)) is not Reach.LIMITED:
        return dict(facts)
    salt = f"{settings.SECRET_KEY}:{type(on).__name__}:{on.pk}"
    return {
        name: personal_digest(value, salt=salt) if name in _WORDS and value else value
        for name, value in facts.items()
    }
