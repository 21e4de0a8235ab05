"""How is everything read as of one moment while people go on writing?"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """What is read inside is of one moment, and nobody waits for it.

    On SQLite a plain BEGIN: `atomic` would begin IMMEDIATE here and hold every writer off for as
    long as the backup takes.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def newest_id_given(table: str, pk_column: str) -> int | None:
    """The highest id that the table's counter ever gave; None where nothing counts."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            return None if row is None else int(row[0])
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, pk_column])
        sequence = cursor.fetchone()[0]
        if sequence is None:
            return None
        cursor.execute(f"SELECT last_value, is_called FROM {sequence}")
        value, was_called = cursor.fetchone()
        return int(value) if was_called else None


def never_give_again(table: str, pk_column: str, newest: int | None) -> None:
    """Let the table's counter go on after `newest` and after every id that is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX({pk_column}) FROM {table}")
        there = cursor.fetchone()[0]
        if not isinstance(there, int) and there is not None:
            return  # a table whose key is a text counts nothing
        highest = max(there or 0, newest or 0)
        if not highest:
            return
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, highest])
            return
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, pk_column])
        sequence = cursor.fetchone()[0]
        if sequence is not None:
            cursor.execute("SELECT setval(%s, %s)", [sequence, highest])
