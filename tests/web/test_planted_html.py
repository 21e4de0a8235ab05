"""HTML in a text field is shown as it was typed, and never becomes part of any page."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from tests.web.permissions_scene import BY_LINK, Scene
from tests.web.test_permissions_table import ROWS

FREE_TEXTS = {
    "name",
    "post",
    "title",
    "text",
    "note",
    "reason",
    "help",
    "measure",
    "message",
    "subject",
    "channel_note",
    "founding_decision",
    "duties",
    "answer",
}
PLANTED = "<script>x{}</script>"


def plant() -> set[str]:
    """Put a script into every text that people type; which fields have one now."""
    planted = set()
    for model in apps.get_app_config("giaoban").get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.CharField | models.TextField) or field.choices:
                continue
            if field.name not in FREE_TEXTS or (field.max_length or 999) < 30:
                continue
            for row in model._default_manager.all():
                words = PLANTED.format(row.pk)
                model._default_manager.filter(pk=row.pk).update(**{field.name: words})
                planted.add(f"{model.__name__}.{field.name}")
    return planted


@pytest.mark.any_database
@pytest.mark.django_db
def test_a_script_that_was_typed_is_never_part_of_a_page() -> None:
    scene = Scene()
    rows = [row for row in ROWS if row.method == "get" and row.needs != BY_LINK]
    addresses = {row.name: reverse(row.name, kwargs=row.asked_with(scene)) for row in rows}
    assert plant() >= {"Unit.name", "Person.name", "Regime.name", "FormItem.name", "Version.note"}
    shown: set[str] = set()
    wrong: set[str] = set()
    times: Counter[str] = Counter()
    for person in scene.insiders.values():
        client = Client()
        client.force_login(person)
        for name, address in addresses.items():
            if times[name] == 2:  # as two roles saw it: that is enough
                continue
            with transaction.atomic():
                response = client.get(address)
                transaction.set_rollback(True)
            if response.streaming or not response["Content-Type"].startswith("text/html"):
                continue
            times[name] += response.status_code == 200
            page = response.content.decode()
            if "&lt;script&gt;x" in page:
                shown.add(name)
            if "<script>x" in page:
                wrong.add(name)
    assert wrong == set()
    assert len(shown) > 40  # it was there to be seen
