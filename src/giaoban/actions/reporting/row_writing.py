"""How is one row stored without working its statement out anew? As row_reading reads it.

What `create` and `save(update_fields=…)` would store, by statements that are put together once;
for models without signals and without fields that fill themselves, as all of ours are.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def insert_row(row: Row) -> Row:
    """Store a new row and give it its id."""
    _store_new(row, "")
    return row


def insert_all(rows: Sequence[Model]) -> None:
    """Store new rows of one model, each with its id."""
    if len(rows) == 1:
        insert_row(rows[0])
    elif rows:
        type(rows[0])._default_manager.bulk_create(rows)


def insert_row_once(row: Model) -> bool:
    """Store a new row unless a constraint says that it is there; whether it was stored."""
    return _store_new(row, "ON CONFLICT DO NOTHING")


def _store_new(row: Model, conflict: str) -> bool:
    statement, fields = _insert(type(row))
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} {conflict} RETURNING id", _stored_values(row, fields))
        stored = cursor.fetchone()
    if stored is None:
        return False
    row.pk = stored[0]
    row._state.adding = False
    row._state.db = connection.alias
    return True


def insert_rows(
    model: type[Model], names: tuple[str, ...], rows: Sequence[Sequence[Any]], conflict: str = ""
) -> None:
    """Store many small rows whose ids nobody needs: the named fields, as the database takes them.

    `conflict` ends the statement. Fields that are not named must be nullable.
    """
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One array for each column: a statement with a hole for each value is read for 2 ms.
            arrays = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"{_insert_arrays(model, names)} {conflict}", arrays)
        else:
            cursor.executemany(f"{_insert_each(model, names)} {conflict}", rows)


def update_row(row: Model, *names: str) -> None:
    """Store the named fields of a row that is there."""
    statement, fields = _update(type(row), names)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_stored_values(row, fields), row.pk])


def _stored_values(row: Model, fields: Sequence[Any]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


@cache
def _insert(model: type[Model]) -> tuple[str, list[Any]]:
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(field.column for field in fields)
    holes = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({holes})", fields


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    assigned = ", ".join(f"{field.column} = %s" for field in fields)
    return f"UPDATE {model._meta.db_table} SET {assigned} WHERE id = %s", fields


@cache
def _insert_each(model: type[Model], names: tuple[str, ...]) -> str:
    holes = ", ".join(["%s"] * len(names))
    return f"{_insert_into(model, names)} VALUES ({holes})"


@cache
def _insert_arrays(model: type[Model], names: tuple[str, ...]) -> str:
    types = [model._meta.get_field(name).db_type(connection) or "" for name in names]
    # Without its length: a cast would cut a text that is too long, and it is to be refused.
    arrays = ", ".join(f"(%s)::{written.partition('(')[0]}[]" for written in types)
    return f"{_insert_into(model, names)} SELECT * FROM UNNEST({arrays})"


def _insert_into(model: type[Model], names: tuple[str, ...]) -> str:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(field.column for field in fields)
    return f"INSERT INTO {model._meta.db_table} ({columns})"
