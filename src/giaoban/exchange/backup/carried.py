"""Which tables does a backup carry, in which order, and which are left out, and why?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps.registry import Apps
from django.db.models import Field, FileField, ForeignKey, Model

LEFT_OUT = {
    "sessions.Session": "a restored copy must not sign anybody in",
    "account.EmailConfirmation": "a token that works once",
    "giaoban.CalendarFeed": "an address that its person may have replaced since",
    "contenttypes.ContentType": "made by migrate",
    "auth.Permission": "made by migrate",
    "auth.Group": "not used: permissions are one table in the code",
    "auth.Group_permissions": "not used: permissions are one table in the code",
}
"""Models that are not carried, by label, and why not."""

WITHHELD = {
    ("giaoban.ReportLink", "token_digest"): "",
    ("giaoban.SectionLink", "token_digest"): "",
    ("giaoban.TaskLink", "token_digest"): "",
    ("giaoban.InviteeLink", "token_digest"): "",
    ("giaoban.Meeting", "check_in_seed"): "",
}
"""Columns that are carried empty: an old copy must not open links that were revoked since, nor the
list of names behind a code at a door that was replaced."""


@dataclass(frozen=True)
class CarriedTable:
    """A table and its columns; `forward` are those that point at tables loaded later."""

    model: type[Model]
    fields: tuple[Any, ...]
    forward: tuple[Any, ...] = ()

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> Any:
        """The field of the primary key."""
        return self.model._meta.pk

    @property
    def columns(self) -> list[str]:
        return [field.column for field in self.fields]

    @property
    def withheld(self) -> dict[int, str]:
        """By the column's place, what stands there instead."""
        label = self.model._meta.label
        return {
            place: WITHHELD[label, field.name]
            for place, field in enumerate(self.fields)
            if (label, field.name) in WITHHELD
        }

    @property
    def file_fields(self) -> list[Any]:
        return [field for field in self.fields if isinstance(field, FileField)]


def carried_tables(apps: Apps) -> list[CarriedTable]:
    """Every stored model that is not left out: what a table refers to comes before it."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
    ]
    loaded: set[type[Model]] = set()
    tables = []
    while models:
        model = _next(models, loaded)
        models.remove(model)
        loaded.add(model)
        fields = tuple(model._meta.concrete_fields)
        forward = tuple(
            field for field in fields if field.null and _target(field) not in {None, *loaded}
        )
        tables.append(CarriedTable(model, fields, forward))
    return tables


def _next(models: list[type[Model]], loaded: Iterable[type[Model]]) -> type[Model]:
    """The first that needs nothing that is still to come, forgiving references that may be null."""
    there = set(loaded)
    for forgives in (False, True):
        for model in models:
            needed = {
                _target(field)
                for field in model._meta.concrete_fields
                if not (forgives and field.null)
            } - {None, model}
            if needed <= there:
                return model
    raise ValueError(f"These tables need each other: {[model._meta.label for model in models]}")


def _target(field: "Field[Any, Any]") -> type[Model] | None:
    if not isinstance(field, ForeignKey):
        return None
    target = field.related_model
    assert not isinstance(target, str)
    return target
