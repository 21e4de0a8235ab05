"""One change of the tree at a time, so that two together cannot hang a unit under itself."""

from django.db import connection

_LOCK = 0x74726565  # "tree": any number that no other lock of the product uses


def lock_tree() -> None:
    """Wait until no other transaction changes the tree; held until this one ends.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
